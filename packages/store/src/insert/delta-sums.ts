import {
  durationMs,
  err,
  fingerprintToBigInt,
  ok,
  RowWriter,
  type DeltaPoint,
  type Fingerprint,
  type Rejection,
  type Result,
  type Tenant,
} from '@bongsu/model';
import { and, call, col, infix, param, print, SAMPLES, type Statement } from '@bongsu/query/sql';
import type { Engine, EngineError } from '../engine/engine.js';
import { RowBinaryReader } from '../read/row-binary.js';

/** What a batch of one tenant brought. */
export interface TenantDeltas {
  readonly tenant: Tenant;
  readonly deltas: readonly DeltaPoint[];
}

/** Samples made of deltas. Nothing is remembered until `commit` is called, after the samples are on disk. */
export interface DeltaOutcome {
  /** Rows of `SAMPLE_ROW`. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Per input batch, in order. */
  readonly rejected: readonly (readonly Rejection[])[];
  commit(): void;
}

/** The running total of one series. */
interface Running {
  /** Milliseconds since the epoch of the newest sample. */
  readonly ts: number;
  readonly total: number;
  /** Start of the run, milliseconds since the epoch; 0 when unknown. */
  readonly start: number;
}

export interface DeltaSumsOptions {
  readonly engine: Engine;
  /** Series remembered at most; the longest unused are read from the engine again when they come back. */
  readonly capacity?: number;
}

const DEFAULT_CAPACITY = 200_000;
/** How far before its first new point a series is looked for; after a longer silence its total starts again at 0. */
const LOOK_BACK_MS = 2 * 86_400_000;
/** Series per lookup, so a statement stays small. */
const LOOKUP_SERIES = 5000;
const LOOKUP_LIMITS = { time: durationMs(20_000), memoryBytes: 512 * 1024 * 1024 };

const keyOf = (tenant: Tenant, { hi, lo }: Fingerprint): string => `${hi} ${lo} ${tenant}`;

/**
 * Turns delta sums into cumulative samples. A point must be newer than every stored one of its series; one that is
 * not is refused by name. Calls of `apply` must not overlap: the caller waits for `commit` or gives up first.
 */
export class DeltaSums {
  readonly #engine: Engine;
  readonly #capacity: number;
  /** In order of last use. */
  readonly #running = new Map<string, Running>();

  constructor(options: DeltaSumsOptions) {
    this.#engine = options.engine;
    this.#capacity = options.capacity ?? DEFAULT_CAPACITY;
  }

  /** How many series are remembered. */
  get size(): number {
    return this.#running.size;
  }

  async apply(batches: readonly TenantDeltas[]): Promise<Result<DeltaOutcome, EngineError>> {
    const staged = new Map<string, Running>();
    const looked = await this.#lookUp(batches, staged);
    if (!looked.ok) return looked;

    const row = new RowWriter(4096);
    const rejected = batches.map(() => new RejectionList());
    let rows = 0;
    for (const { point, tenant, batch } of inTimeOrder(batches)) {
      const key = keyOf(tenant, point.series.fingerprint);
      const before = staged.get(key) ?? this.#running.get(key);
      if (!Number.isFinite(point.value)) {
        rejected[batch]!.add(`delta sum ${point.series.metric}: the value ${point.value} cannot be added up`);
        continue;
      }
      if (before !== undefined && point.ts <= before.ts) {
        rejected[batch]!.add(`delta sum ${point.series.metric}: a point is not newer than the newest stored one`);
        continue;
      }
      const next: Running = {
        ts: point.ts,
        total: (before?.total ?? 0) + point.value,
        start: before === undefined ? point.start : before.start,
      };
      staged.set(key, next);
      writeSample(row, tenant, point, next);
      rows++;
    }
    return ok({
      bytes: row.take(),
      rows,
      rejected: rejected.map((list) => list.all()),
      commit: () => {
        for (const [key, running] of staged) this.#remember(key, running);
      },
    });
  }

  #remember(key: string, running: Running): void {
    this.#running.delete(key);
    this.#running.set(key, running);
    if (this.#running.size <= this.#capacity) return;
    const oldest = this.#running.keys().next();
    if (!oldest.done) this.#running.delete(oldest.value);
  }

  /** Reads the newest stored sample of every series that is not remembered into `staged`. */
  async #lookUp(batches: readonly TenantDeltas[], staged: Map<string, Running>): Promise<Result<void, EngineError>> {
    const unknown = new Map<Tenant, Map<string, DeltaPoint>>();
    for (const { tenant, deltas } of batches) {
      for (const point of deltas) {
        const key = keyOf(tenant, point.series.fingerprint);
        if (this.#running.has(key)) continue;
        let ofTenant = unknown.get(tenant);
        if (!ofTenant) unknown.set(tenant, (ofTenant = new Map<string, DeltaPoint>()));
        const first = ofTenant.get(key);
        if (first === undefined || point.ts < first.ts) ofTenant.set(key, point);
      }
    }
    for (const [tenant, points] of unknown) {
      const all = [...points.values()];
      for (let from = 0; from < all.length; from += LOOKUP_SERIES) {
        const answer = await this.#engine.query(
          newestSamples(tenant, all.slice(from, from + LOOKUP_SERIES)),
          'RowBinary',
          { limits: LOOKUP_LIMITS },
        );
        if (!answer.ok) return err(answer.error);
        readRunning(answer.value, tenant, staged);
      }
    }
    return ok(undefined);
  }
}

/** Counts refusals by reason. */
class RejectionList {
  readonly #counts = new Map<string, number>();

  add(reason: string): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  all(): Rejection[] {
    return [...this.#counts].map(([reason, count]) => ({ count, reason }));
  }
}

interface Placed {
  readonly point: DeltaPoint;
  readonly tenant: Tenant;
  readonly batch: number;
}

/** Points of one commit by time, so that senders whose batches crossed on the way do not lose points. */
function inTimeOrder(batches: readonly TenantDeltas[]): Placed[] {
  const placed = batches.flatMap(({ tenant, deltas }, batch) => deltas.map((point) => ({ point, tenant, batch })));
  return placed.sort((a, b) => a.point.ts - b.point.ts);
}

function writeSample(row: RowWriter, tenant: Tenant, point: DeltaPoint, running: Running): void {
  row.text(tenant);
  row.text(point.series.metric);
  row.u64(point.series.fingerprint.lo, point.series.fingerprint.hi);
  row.i64(running.ts);
  row.f64(running.total);
  row.i64(running.start);
}

/** Fingerprint, newest time, last total that is a number, and its start, of each of the series. */
function newestSamples(tenant: Tenant, points: readonly DeltaPoint[]): Statement {
  const metrics = [...new Set(points.map((p) => p.series.metric))];
  const fingerprints = points.map((p) => fingerprintToBigInt(p.series.fingerprint));
  const oldest = points.reduce((least, p) => Math.min(least, p.ts), Infinity) - LOOK_BACK_MS;
  const isNumber = call('isFinite', col('value'));
  const where = and([
    infix(col('tenant'), '=', param('String', tenant)),
    infix(col('metric'), 'IN', param('Array(String)', metrics)),
    infix(col('fingerprint'), 'IN', param('Array(UInt64)', fingerprints)),
    infix(col('ts'), '>=', param("DateTime64(3, 'UTC')", BigInt(Math.trunc(oldest)))),
  ]);
  return print({
    columns: [
      { expr: col('fingerprint') },
      { expr: call('max', call('toUnixTimestamp64Milli', col('ts'))), as: 'newest' },
      { expr: call('argMaxIf', col('value'), col('ts'), isNumber), as: 'total' },
      { expr: call('argMaxIf', call('toUnixTimestamp64Milli', col('start')), col('ts'), isNumber), as: 'run' },
    ],
    from: { kind: 'table', name: SAMPLES.name },
    ...(where === undefined ? {} : { where }),
    groupBy: [col('fingerprint')],
  });
}

function readRunning(bytes: Uint8Array, tenant: Tenant, into: Map<string, Running>): void {
  const reader = new RowBinaryReader(bytes);
  while (!reader.done) {
    reader.u64();
    const fingerprint = { lo: reader.lo, hi: reader.hi };
    const ts = reader.i64();
    const total = reader.f64();
    const start = reader.i64();
    into.set(keyOf(tenant, fingerprint), { ts, total, start });
  }
}
