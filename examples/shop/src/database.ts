import { SpanKind, SpanStatusCode, metrics, trace, type Attributes } from '@opentelemetry/api';
import sqlite from 'node-sqlite3-wasm';

const tracer = trace.getTracer('shop.database');

export type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;
type Value = string | number | null;

/**
 * A SQLite file whose statements are seen as database client spans and in `db.client.operation.duration`. No
 * instrumentation exists for this library, so both are made by hand, after the OpenTelemetry database conventions.
 */
export class ShopDatabase {
  private readonly database: InstanceType<typeof sqlite.Database>;
  private readonly duration = metrics.getMeter('shop.database').createHistogram('db.client.operation.duration', {
    description: 'Duration of database client operations.',
    unit: 's',
    // The boundaries that the conventions advise for this metric.
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  });

  /** Opens or creates `file`; `namespace` is the database's name on spans. */
  constructor(
    file: string,
    private readonly namespace: string,
  ) {
    this.database = new sqlite.Database(file);
  }

  /** Creates tables and first rows, untraced: it runs before there is a request. */
  create(sql: string): void {
    this.database.exec(sql);
  }

  all(collection: string, sql: string, values: Value[] = []): Row[] {
    return this.traced('SELECT', collection, sql, () => this.database.all(sql, values) as Row[]);
  }

  /** @returns the row id of an INSERT. */
  run(operation: 'INSERT' | 'UPDATE', collection: string, sql: string, values: Value[] = []): number {
    return this.traced(operation, collection, sql, () => Number(this.database.run(sql, values).lastInsertRowid));
  }

  close(): void {
    this.database.close();
  }

  private traced<T>(operation: string, collection: string, sql: string, execute: () => T): T {
    const attributes: Attributes = {
      'db.system.name': 'sqlite',
      'db.namespace': this.namespace,
      'db.operation.name': operation,
      'db.collection.name': collection,
    };
    const options = { kind: SpanKind.CLIENT, attributes: { ...attributes, 'db.query.text': sql } };
    return tracer.startActiveSpan(`${operation} ${collection}`, options, (span) => {
      const start = performance.now();
      try {
        const result = execute();
        if (Array.isArray(result)) span.setAttribute('db.response.returned_rows', result.length);
        return result;
      } catch (error) {
        attributes['error.type'] = error instanceof Error ? error.name : 'Error';
        span.recordException(error instanceof Error ? error : String(error));
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
        throw error;
      } finally {
        this.duration.record((performance.now() - start) / 1000, attributes);
        span.end();
      }
    });
  }
}
