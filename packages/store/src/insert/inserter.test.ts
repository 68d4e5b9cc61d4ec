import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayOfMillis, DEFAULT_TENANT, millis, MS_PER_DAY, systemClock, type Tenant } from '@bongsu/model';
import type { EngineError } from '../engine/engine.js';
import { must, openTemporary, rowsOf } from '../engine/temporary-store.testkit.js';
import { delta, logBatch, metricBatch, resourceDef, seriesDef, spanBatch, streamDef } from './batches.testkit.js';
import { FaultyEngine } from './faulty-engine.testkit.js';
import { createInserter, type Inserter, type InserterOptions } from './inserter.js';

const T0 = Date.UTC(2026, 0, 10, 12);

let engine: FaultyEngine;
let closeStore: () => Promise<void>;

beforeAll(async () => {
  const store = await openTemporary();
  engine = new FaultyEngine(store.engine);
  closeStore = store.close;
});

afterAll(() => closeStore());

beforeEach(async () => {
  engine.fault = undefined;
  engine.gate = undefined;
  engine.inserts.length = 0;
  const tables = ['logs', 'log_streams', 'resources', 'spans', 'traces', 'metric_series', 'samples'];
  for (const table of tables) must(await engine.command(`TRUNCATE TABLE ${table}`));
});

const inserter = (options: Partial<InserterOptions> = {}): Inserter =>
  createInserter({ engine, clock: systemClock(), ...options });

const count = async (table: string): Promise<number> =>
  Number((await rowsOf(engine, `SELECT count() FROM ${table}`))[0]![0]);

const error = (kind: 'unavailable' | 'disk'): EngineError => ({ kind, message: `made up: ${kind}` });

describe('group commit', () => {
  it('has stored what it acknowledges, side rows included', async () => {
    const sink = inserter();
    must(await sink.append(logBatch([{ ms: T0, body: '안녕' }])));
    expect(await rowsOf(engine, 'SELECT body, attributes, toString(ts) FROM logs')).toEqual([
      ['안녕', { k: 'v' }, '2026-01-10 12:00:00.000000000'],
    ]);
    expect(await rowsOf(engine, 'SELECT toString(day), service, labels FROM log_streams')).toEqual([
      ['2026-01-10', 'svc', { service_name: 'svc' }],
    ]);
    expect(
      await rowsOf(
        engine,
        'SELECT service, attributes, attribute_types, dropped_attributes, scope_name FROM resources',
      ),
    ).toEqual([['svc', { 'service.name': 'svc', 'process.pid': '7' }, 'si', 1, 'scope']]);
    await sink.close();
  });

  it('sums up traces, also when their spans come in several commits', async () => {
    const sink = inserter();
    const id = Uint8Array.from({ length: 16 }, (_, i) => i);
    must(await sink.append(spanBatch(id, T0, 3)));
    must(await sink.append(spanBatch(id, T0 + 1000, 1)));
    expect(
      await rowsOf(
        engine,
        'SELECT lower(hex(trace_id)), toString(min(start)), toString(max(end)), max(root_name), sum(span_count), sum(error_count) FROM traces GROUP BY trace_id',
      ),
    ).toEqual([
      [
        '000102030405060708090a0b0c0d0e0f',
        '2026-01-10 12:00:00.000000000',
        '2026-01-10 12:00:01.005000000',
        'GET /주문',
        '4',
        '1',
      ],
    ]);
    expect(await rowsOf(engine, 'SELECT events.name, events.attributes FROM spans LIMIT 1')).toEqual([
      [['exception'], [{ k: 'v' }]],
    ]);
    await sink.close();
  });

  it('writes a side row once per tenant, fingerprint and day, and then leaves it to the decoder', async () => {
    const sink = inserter();
    const stream = streamDef({ service_name: 'a' });
    const twin = streamDef({ service_name: 'a' });
    const resource = resourceDef('a');
    const other = 'other' as Tenant;
    let open: () => void = () => undefined;
    engine.gate = new Promise((resolve) => (open = resolve));
    const appended = [
      sink.append(logBatch([{ ms: T0, body: '1' }], stream, resource)),
      sink.append(logBatch([{ ms: T0 + MS_PER_DAY, body: '2' }], stream, resource)),
      sink.append(logBatch([{ ms: T0, body: '3' }], twin, resource)),
      sink.append(logBatch([{ ms: T0, body: '4' }], streamDef({ service_name: 'a' }), resource, other)),
    ];
    expect(stream.storedDay).toBeUndefined();
    open();
    for (const done of appended) must(await done);
    expect(await rowsOf(engine, 'SELECT tenant, toString(day) FROM log_streams ORDER BY tenant, day')).toEqual([
      ['default', '2026-01-10'],
      ['default', '2026-01-11'],
      ['other', '2026-01-10'],
    ]);
    expect(stream.storedDay).toBe(dayOfMillis(millis(T0 + MS_PER_DAY)));
    expect(twin.storedDay).toBe(dayOfMillis(millis(T0)));
    engine.inserts.length = 0;
    must(await sink.append(logBatch([{ ms: T0 + MS_PER_DAY, body: '5' }], stream, resource)));
    expect(engine.inserts.map((i) => i.table)).toEqual(['logs']);
    await sink.close();
  });

  it('stores together what arrives while the engine is busy', async () => {
    const sink = inserter();
    const stream = streamDef({ service_name: 'a' });
    let open: () => void = () => undefined;
    engine.gate = new Promise((resolve) => (open = resolve));
    const first = sink.append(logBatch([{ ms: T0, body: 'first' }], stream));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const later = Array.from({ length: 50 }, (_, i) => sink.append(logBatch([{ ms: T0 + i, body: `${i}` }], stream)));
    expect(sink.stats().logs.queueRows).toBe(51);
    open();
    for (const done of [first, ...later]) must(await done);
    expect(engine.inserts.filter((i) => i.table === 'logs').map((i) => i.rows)).toEqual([1, 50]);
    expect(await count('logs')).toBe(51);
    const stats = sink.stats().logs;
    expect(stats).toMatchObject({ rows: 51, batches: 51, commits: 2, queueRows: 0, queueBytes: 0 });
    expect(stats.commitDuration.buckets.at(-1)).toBe(2);
    await sink.close();
  });

  it('starts a full group beside the one that runs', async () => {
    const sink = inserter({ group: { maxRows: 10 } });
    let open: () => void = () => undefined;
    engine.gate = new Promise((resolve) => (open = resolve));
    const stream = streamDef({ service_name: 'a' });
    stream.storedDay = dayOfMillis(millis(T0));
    const resource = resourceDef('a');
    resource.storedDay = stream.storedDay;
    const batch = () =>
      logBatch(
        Array.from({ length: 10 }, (_, i) => ({ ms: T0, body: `${i}` })),
        stream,
        resource,
      );
    const appended = [sink.append(batch()), sink.append(batch()), sink.append(batch())];
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(engine.inserts.map((i) => i.rows)).toEqual([10, 10]);
    open();
    for (const done of appended) must(await done);
    expect(await count('logs')).toBe(30);
    await sink.close();
  });

  it('does not take equal lines for the same line', async () => {
    const sink = inserter();
    for (let i = 0; i < 3; i++) must(await sink.append(logBatch([{ ms: T0, body: 'same' }])));
    expect(await count('logs')).toBe(3);
    await sink.close();
  });
});

describe('failures', () => {
  it('repeats an insert with its token: stored once even if the first try was', async () => {
    const sink = inserter();
    let faults = 2;
    engine.fault = (insert) =>
      insert.table === 'logs' && faults-- > 0 ? { when: 'after', error: error('unavailable') } : undefined;
    must(await sink.append(logBatch([{ ms: T0, body: 'once' }])));
    expect(await count('logs')).toBe(1);
    const tokens = engine.inserts.filter((i) => i.table === 'logs').map((i) => i.deduplicationToken);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect(sink.stats().logs).toMatchObject({ retries: 2, errors: { unavailable: 2 } });
    await sink.close();
  });

  it('sums up a trace once when the insert of its spans is repeated', async () => {
    const sink = inserter();
    let faults = 1;
    engine.fault = (insert) =>
      insert.table === 'spans' && faults-- > 0 ? { when: 'after', error: error('unavailable') } : undefined;
    must(await sink.append(spanBatch(new Uint8Array(16).fill(9), T0, 4)));
    expect(await rowsOf(engine, 'SELECT sum(span_count) FROM traces')).toEqual([['4']]);
    await sink.close();
  });

  it('gives up after some tries, tells the sender, and works again afterwards', async () => {
    const sink = inserter({ attempts: 2 });
    const stream = streamDef({ service_name: 'a' });
    engine.fault = () => ({ when: 'before', error: error('unavailable') });
    const refused = await sink.append(logBatch([{ ms: T0, body: 'lost' }], stream));
    expect(refused).toMatchObject({ ok: false, error: { kind: 'failed' } });
    expect(stream.storedDay).toBeUndefined();
    expect(await count('logs')).toBe(0);
    engine.fault = undefined;
    must(await sink.append(logBatch([{ ms: T0, body: 'again' }], stream)));
    expect(await count('logs')).toBe(1);
    expect(await count('log_streams')).toBe(1);
    await sink.close();
  });

  it('does not hammer a full disk', async () => {
    const sink = inserter();
    engine.fault = () => ({ when: 'before', error: error('disk') });
    const refused = await sink.append(logBatch([{ ms: T0, body: 'x' }]));
    expect(refused).toMatchObject({ ok: false, error: { kind: 'failed', retryAfter: 10_000 } });
    expect(engine.inserts.filter((i) => i.table === 'log_streams')).toHaveLength(1);
    await sink.close();
  });

  it('refuses the one batch whose rows cannot be read, not its neighbours', async () => {
    const sink = inserter();
    let open: () => void = () => undefined;
    engine.gate = new Promise((resolve) => (open = resolve));
    const broken = logBatch([{ ms: T0, body: 'broken' }]);
    const appended = [
      sink.append(logBatch([{ ms: T0, body: 'good 1' }])),
      sink.append({ ...broken, logs: { count: 1, bytes: broken.logs.bytes.subarray(0, 30) } }),
      sink.append(logBatch([{ ms: T0, body: 'good 2' }])),
    ];
    open();
    const outcomes = await Promise.all(appended);
    expect(outcomes.map((o) => o.ok)).toEqual([true, false, true]);
    expect(await rowsOf(engine, 'SELECT body FROM logs ORDER BY body')).toEqual([['good 1'], ['good 2']]);
    await sink.close();
  });

  it('refuses what does not fit into the queue, with a time to come again', async () => {
    const sink = inserter({ limits: { queueRows: 10 } });
    let open: () => void = () => undefined;
    engine.gate = new Promise((resolve) => (open = resolve));
    const lines = (n: number) => Array.from({ length: n }, (_, i) => ({ ms: T0, body: `${i}` }));
    const first = sink.append(logBatch(lines(8)));
    const over = await sink.append(logBatch(lines(3)));
    expect(over).toMatchObject({ ok: false, error: { kind: 'overloaded' } });
    if (over.ok) throw new Error();
    expect(over.error.message).toContain('ingest.queue.maxRows');
    expect(over.error.retryAfter).toBeGreaterThanOrEqual(500);
    const fits = sink.append(logBatch(lines(2)));
    open();
    must(await first);
    must(await fits);
    // An empty queue takes a batch of any size.
    must(await sink.append(logBatch(lines(20))));
    expect(await count('logs')).toBe(30);
    expect(sink.stats().logs.refused).toEqual({ overloaded: 1, stopping: 0, failed: 0 });
    await sink.close();
  });

  it('drains when it is closed and takes nothing more', async () => {
    const sink = inserter();
    const appended = Array.from({ length: 20 }, (_, i) => sink.append(logBatch([{ ms: T0, body: `${i}` }])));
    await sink.close();
    for (const done of appended) must(await done);
    expect(await count('logs')).toBe(20);
    expect(await sink.append(logBatch([{ ms: T0, body: 'late' }]))).toMatchObject({
      ok: false,
      error: { kind: 'stopping' },
    });
    await sink.flush();
  });
});

describe('delta sums', () => {
  const samples = () =>
    rowsOf(engine, 'SELECT toUnixTimestamp64Milli(ts), value, toUnixTimestamp64Milli(start) FROM samples ORDER BY ts');
  const sample = (ms: number, value: number, start: number) => [String(ms), value, String(start)];

  it('add up over batches, and over a restart', async () => {
    const series = seriesDef('requests_total', { a: 'b' });
    const sink = inserter();
    must(await sink.append(metricBatch([], [delta(series, T0, 5, T0 - 1000), delta(series, T0 + 1000, 2, T0)])));
    must(await sink.append(metricBatch([], [delta(series, T0 + 2000, 1)])));
    await sink.close();
    const restarted = inserter();
    must(await restarted.append(metricBatch([], [delta(series, T0 + 3000, 10)])));
    await restarted.close();
    expect(await samples()).toEqual([
      sample(T0, 5, T0 - 1000),
      sample(T0 + 1000, 7, T0 - 1000),
      sample(T0 + 2000, 8, T0 - 1000),
      sample(T0 + 3000, 18, T0 - 1000),
    ]);
    expect(await count('metric_series')).toBe(1);
  });

  it('refuse a point that is not newer, or no number, by name', async () => {
    const series = seriesDef('requests_total');
    const sink = inserter();
    must(await sink.append(metricBatch([], [delta(series, T0, 5)])));
    const done = must(
      await sink.append(
        metricBatch(
          [],
          [delta(series, T0, 1), delta(series, T0 - 5, 1), delta(series, T0 + 1, NaN), delta(series, T0 + 2, 1)],
        ),
      ),
    );
    expect(done.rejected).toEqual([
      { count: 2, reason: 'delta sum requests_total: a point is not newer than the newest stored one' },
      { count: 1, reason: 'delta sum requests_total: the value NaN cannot be added up' },
    ]);
    expect((await samples()).map((s) => s[1])).toEqual([5, 6]);
    expect(sink.stats().metrics.rejected).toBe(3);
    await sink.close();
  });

  it('are not counted twice when a commit fails and the sender sends again', async () => {
    const series = seriesDef('requests_total');
    const sink = inserter({ attempts: 1 });
    must(await sink.append(metricBatch([], [delta(series, T0, 5)])));
    engine.fault = () => ({ when: 'before', error: error('unavailable') });
    expect((await sink.append(metricBatch([], [delta(series, T0 + 1, 1)]))).ok).toBe(false);
    engine.fault = undefined;
    must(await sink.append(metricBatch([{ series: seriesDef('up'), ms: T0, value: 1 }], [delta(series, T0 + 1, 1)])));
    expect(await rowsOf(engine, "SELECT value FROM samples WHERE metric = 'requests_total' ORDER BY ts")).toEqual([
      [5],
      [6],
    ]);
    await sink.close();
  });

  it('keep their totals in order under concurrent appends, with few series remembered', async () => {
    const series = Array.from({ length: 8 }, (_, i) => seriesDef('c', { i: String(i) }));
    const sink = inserter({ deltaSeries: 3, group: { maxRows: 4 } });
    const appended = [];
    for (let step = 0; step < 25; step++) {
      appended.push(
        sink.append(
          metricBatch(
            [],
            series.map((s) => delta(s, T0 + step, 1)),
          ),
        ),
      );
      if (step % 5 === 4) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const done of appended) expect(must(await done).rejected).toEqual([]);
    expect(
      await rowsOf(engine, 'SELECT fingerprint, max(value), count() FROM samples GROUP BY fingerprint').then((rows) =>
        rows.map((r) => [r[1], r[2]]),
      ),
    ).toEqual(series.map(() => [25, '25']));
    expect(must(await sink.append({ ...metricBatch([]), tenant: DEFAULT_TENANT })).rejected).toEqual([]);
    await sink.close();
  });
});
