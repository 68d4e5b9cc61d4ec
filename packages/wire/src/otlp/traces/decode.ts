import {
  type Decoded,
  err,
  ok,
  type ResourceDef,
  type Result,
  RowWriter,
  type SpanBatch,
  SpanPlaces,
  type Tenant,
} from '@bongsu/model';
import { MalformedProtobuf, ProtobufReader } from '../../protobuf/reader.js';
import { type RecordVisitor, walkRecords } from '../blocks.js';
import type { DecodeContext, DecodeError } from '../context.js';
import { DayUses } from '../day-uses.js';
import type { OtlpLimits } from '../limits.js';
import { Rejections } from '../rejections.js';
import { ResourceCache, type ResourceEntry, type ScopeEntry } from '../resource.js';
import { dayOfNanos, TimeWindow } from '../time-window.js';
import { SpanRecord, type SpanRowHead } from './span.js';

export interface TracesDecoderOptions {
  readonly limits: OtlpLimits;
  /** Shared with the logs decoder, so that a resource is stored once a day and not once a signal. */
  readonly resources?: ResourceCache;
}

const EMPTY = new Uint8Array(0);

/**
 * Decodes ExportTraceServiceRequest messages (and TracesData, which is the same on the wire) into rows of SPAN_ROW.
 * Long-lived: it remembers the definitions it has handed out, within bounds.
 */
export class TracesDecoder {
  readonly #resources: ResourceCache;
  readonly #span: SpanRecord;
  readonly #reader = new ProtobufReader(EMPTY);

  constructor(options: TracesDecoderOptions) {
    this.#resources = options.resources ?? new ResourceCache(options.limits);
    this.#span = new SpanRecord(options.limits);
  }

  /**
   * Decodes one request. Spans that cannot be stored are in `rejected`, by reason; the batch holds the others and
   * belongs to the caller. `body` is only read, and not kept. A message that breaks off or is no protobuf is an error
   * and nothing of it is to be stored.
   */
  decode(body: Uint8Array, context: DecodeContext): Result<Decoded<SpanBatch>, DecodeError> {
    const reader = this.#reader;
    reader.reset(body);
    const rows = new SpanRows(context, body.length, this.#span);
    try {
      walkRecords(reader, context.tenant, this.#resources, rows);
    } catch (error) {
      if (error instanceof MalformedProtobuf) return err({ kind: 'malformed', message: error.message });
      throw error;
    } finally {
      reader.reset(EMPTY);
    }
    return ok(rows.result());
  }
}

/** The rows of one request. */
class SpanRows implements RecordVisitor {
  readonly #writer: RowWriter;
  readonly #tenant: Tenant;
  readonly #window: TimeWindow;
  readonly #rejections = new Rejections();
  readonly #places = new SpanPlaces();
  readonly #resourceUses = new DayUses<ResourceDef>();
  #count = 0;
  #problem = '';
  #resource: ResourceDef | undefined;
  readonly #head: { -readonly [K in keyof SpanRowHead]: SpanRowHead[K] } = {
    resourceLo: 0,
    resourceHi: 0,
    service: EMPTY,
  };

  constructor(
    context: DecodeContext,
    bodyBytes: number,
    private readonly span: SpanRecord,
  ) {
    // Rows repeat the service and write what the message leaves out; half as much again holds most requests without growing.
    this.#writer = new RowWriter(1024 + bodyBytes + (bodyBytes >>> 1));
    this.#tenant = context.tenant;
    this.#window = new TimeWindow(context.window);
  }

  block(resource: ResourceEntry, scope: ScopeEntry): void {
    this.#problem = scope.problem;
    this.#resource = scope.def;
    const head = this.#head;
    head.resourceLo = scope.def.fingerprint.lo;
    head.resourceHi = scope.def.fingerprint.hi;
    head.service = resource.serviceBytes;
  }

  record(reader: ProtobufReader, end: number): void {
    const { span } = this;
    span.scan(reader, end);
    const problem =
      this.#problem ||
      span.problem(reader) ||
      this.#window.problem(span.startLo, span.startHi, 'start_time_unix_nano') ||
      this.#write(reader);
    if (problem !== '') {
      this.#rejections.add(problem);
      return;
    }
    this.#count++;
    span.tellPlace(reader, this.#places);
    this.#resourceUses.use(this.#resource!, dayOfNanos(span.startLo, span.startHi));
  }

  #write(reader: ProtobufReader): string {
    const writer = this.#writer;
    const start = writer.length;
    writer.text(this.#tenant);
    const problem = this.span.write(reader, writer, this.#head);
    if (problem !== '') writer.truncate(start);
    return problem;
  }

  result(): Decoded<SpanBatch> {
    return {
      batch: {
        signal: 'traces',
        tenant: this.#tenant,
        spans: { count: this.#count, bytes: this.#writer.view() },
        places: this.#places,
        resources: this.#resourceUses.list(),
      },
      rejected: this.#rejections.list(),
    };
  }
}
