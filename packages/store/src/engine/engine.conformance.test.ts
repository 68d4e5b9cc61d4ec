import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { durationMs, RowWriter, type RowLayout } from '@bongsu/model';
import type { ParamValue } from '@bongsu/query/sql';
import { RowBinaryReader } from '../read/row-binary.js';
import type { EmbeddedEngine } from './embedded/embedded-engine.js';
import type { Engine, Insert, QueryOptions } from './engine.js';
import { listenHttp, type HttpListener } from './remote/http-listener.testkit.js';
import { openRemote } from './remote/remote-engine.js';
import { GENEROUS, must, openTemporary, rowsOf } from './temporary-store.testkit.js';

let embedded: EmbeddedEngine;
let remote: Engine;
let listener: HttpListener;
let closeStore: () => Promise<void>;

beforeAll(async () => {
  const store = await openTemporary({ bare: true });
  embedded = store.engine;
  closeStore = store.close;
  const spool = join(embedded.folder, 'http');
  mkdirSync(spool);
  listener = await listenHttp(join(embedded.folder, 'engine'), spool);
  remote = must(await openRemote({ url: listener.url }));
  must(
    await embedded.command(
      'CREATE TABLE t (k UInt64, s String, m Map(LowCardinality(String), String), d Date) ENGINE = MergeTree ' +
        'PARTITION BY d ORDER BY k SETTINGS non_replicated_deduplication_window = 100, fsync_after_insert = 1',
    ),
  );
});

afterAll(async () => {
  await remote.close();
  await listener.close();
  await closeStore();
});

const LAYOUT: RowLayout = [
  ['k', 'UInt64'],
  ['s', 'String'],
  ['m', 'Map(String, String)'],
  ['d', 'Date'],
];

function insertOf(keys: readonly number[], token?: string): Insert {
  const row = new RowWriter(64);
  for (const k of keys) {
    row.u64(k, 0);
    row.text(`값 ${k}\n\0'`);
    row.varint(1);
    row.text('a');
    row.text('b');
    // Date is a UInt16 of days: three partitions.
    row.u8(k % 3);
    row.u8(0);
  }
  const bytes = row.take();
  return {
    table: 't',
    layout: LAYOUT,
    chunks: [bytes.subarray(0, 5), new Uint8Array(0), bytes.subarray(5)],
    rows: keys.length,
    ...(token === undefined ? {} : { deduplicationToken: token }),
  };
}

const limited = (time: number, memoryBytes = 2_000_000_000, signal?: AbortSignal): QueryOptions => ({
  limits: { time: durationMs(time), memoryBytes },
  ...(signal === undefined ? {} : { signal }),
});

const SLEEP = 'SELECT count() FROM numbers(100000) WHERE sleepEachRow(0.001) = 0 SETTINGS max_block_size = 100';
const HUNGRY = 'SELECT length(groupArray(number)) FROM numbers(30000000)';

async function collect(engine: Engine, sql: string, format: 'JSONCompactEachRow' | 'RowBinary', options = GENEROUS) {
  const chunks: Uint8Array[] = [];
  for await (const part of engine.stream({ sql, params: [] }, format, options)) {
    if (!part.ok) return { chunks, error: part.error };
    chunks.push(part.value);
  }
  return { chunks, error: undefined };
}

async function idleSoon(): Promise<void> {
  const query =
    "SELECT count() FROM system.processes WHERE Settings['log_comment'] != '' AND query NOT LIKE '%processes%'";
  for (let i = 0; i < 100; i++) {
    if (String((await rowsOf(embedded, query))[0]![0]) === '0') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('a statement still runs in the engine');
}

describe.each([
  ['embedded', () => embedded as Engine],
  ['remote', () => remote],
] as const)('%s engine', (name, engine) => {
  it('stores rows of several partitions and reads them back', async () => {
    must(await engine().command('TRUNCATE TABLE t'));
    must(await engine().insert(insertOf([1, 2, 3, 4])));
    expect(await rowsOf(engine(), 'SELECT k, s, m, toString(d) FROM t ORDER BY k LIMIT 2')).toEqual([
      ['1', "값 1\n\0'", { a: 'b' }, '1970-01-02'],
      ['2', "값 2\n\0'", { a: 'b' }, '1970-01-03'],
    ]);
  });

  it('stores an insert with the same token once, and one without a token each time', async () => {
    must(await engine().command('TRUNCATE TABLE t'));
    for (let i = 0; i < 3; i++) must(await engine().insert(insertOf([1, 2, 3], `token-${name}`)));
    expect(await rowsOf(engine(), 'SELECT count() FROM t')).toEqual([['3']]);
    for (let i = 0; i < 2; i++) must(await engine().insert(insertOf([1, 2, 3])));
    expect(await rowsOf(engine(), 'SELECT count() FROM t')).toEqual([['9']]);
  });

  it('makes one part per partition', async () => {
    must(await engine().command('TRUNCATE TABLE t'));
    must(await engine().command('SYSTEM STOP MERGES t'));
    must(await engine().insert(insertOf(Array.from({ length: 150_000 }, (_, i) => i))));
    expect(
      await rowsOf(engine(), "SELECT count() FROM system.parts WHERE table = 't' AND active AND database = 'bongsu'"),
    ).toEqual([['3']]);
    must(await engine().command('SYSTEM START MERGES t'));
  });

  it('stores nothing of no rows', async () => {
    must(await engine().command('TRUNCATE TABLE t'));
    must(await engine().insert(insertOf([])));
    expect(await rowsOf(engine(), 'SELECT count() FROM t')).toEqual([['0']]);
  });

  it('refuses an insert it cannot read', async () => {
    const bad = { ...insertOf([1]), chunks: [Buffer.from([1, 2, 3])] };
    const done = await engine().insert(bad);
    expect(done).toMatchObject({ ok: false, error: { kind: 'statement', code: 33 } });
  });

  it.each<[type: string, value: ParamValue, shown?: unknown]>([
    ['String', ''],
    ['String', "it's"],
    ['String', 'back\\slash \\n \\x41 \\'],
    ['String', 'tab\tnewline\ncarriage\rquote"back`'],
    ['String', 'nul\0end'],
    ['String', '한글 😀 \u2028 \u007f'],
    ['String', '{p2:String}'],
    ['String', "'; DROP TABLE t; --"],
    ['String', '\ud800 lone', '\ufffd lone'],
    ['UInt64', 18_446_744_073_709_551_615n, '18446744073709551615'],
    ['Int64', -9_223_372_036_854_775_808n, '-9223372036854775808'],
    ['UInt8', 255],
    ['Int32', -5],
    ['Float64', 0.1],
    ['Float64', 5e-324],
    ['Float64', 1.7976931348623157e308],
    ['Float64', NaN, 'nan'],
    ['Float64', Infinity, 'inf'],
    ['Float64', -Infinity, '-inf'],
    ['Bool', true],
    ['Nullable(String)', null],
    ['Nullable(String)', 'NULL'],
    ['Array(String)', []],
    ['Array(String)', ['a', "b'", 'c,d', '\\', ']', '한']],
    ['Array(Int64)', [-9_223_372_036_854_775_808n, 5], ['-9223372036854775808', '5']],
    ['Array(UInt64)', [18_446_744_073_709_551_615n, 0], ['18446744073709551615', '0']],
    ['Array(Float64)', [1, 0.5, NaN], [1, 0.5, 'nan']],
    ['Array(Nullable(String))', ['a', null]],
    ['Array(Array(String))', [['a'], [], ["'"]]],
    [
      'Map(String, String)',
      [
        ['k', "v'"],
        ['l', '\\'],
      ],
      { k: "v'", l: '\\' },
    ],
    ['Tuple(String, UInt8)', ['a', 1]],
    ['LowCardinality(String)', 'low'],
    ["DateTime64(9, 'UTC')", 5n, '1970-01-01 00:00:00.000000005'],
    ["DateTime64(9, 'UTC')", 1_700_000_000_123_456_789n, '2023-11-14 22:13:20.123456789'],
    ["DateTime64(3, 'UTC')", 1_700_000_000_123n, '2023-11-14 22:13:20.123'],
    ["DateTime64(9, 'UTC')", 0n, '1970-01-01 00:00:00.000000000'],
    ["DateTime64(9, 'UTC')", -1n, '1969-12-31 23:59:59.999999999'],
    ["DateTime64(9, 'UTC')", 9_223_372_036_854_775_807n, '2262-04-11 23:47:16.854775807'],
    ["DateTime64(3, 'UTC')", 10_413_791_999_999n, '2299-12-31 23:59:59.999'],
    ["DateTime('UTC')", 0n, '1970-01-01 00:00:00'],
    ["DateTime('UTC')", 4_294_967_295n, '2106-02-07 06:28:15'],
    ['UInt8', 0],
    ['UInt16', 255],
    ['UInt16', 256],
    ['UInt32', 65_536],
    ['UInt64', 4_294_967_295n, '4294967295'],
    ['UInt64', 4_294_967_296n, '4294967296'],
    ['Array(UInt32)', [1, 65_536]],
    ['Array(UInt32)', [1, 2]],
    ['Date', '2024-02-29'],
  ])('binds %s', async (type, value, shown) => {
    const [row] = await rowsOf(engine(), `SELECT {p1:${type}}, toTypeName({p1:${type}})`, [
      { type, value },
      { type: 'String', value: 'not this' },
    ]);
    expect(row).toEqual([shown === undefined ? value : shown, type]);
  });

  it('binds bytes', async () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? 0 : i * 17));
    const [row] = await rowsOf(
      engine(),
      'SELECT hex({p1:FixedString(16)}), hex({p2:String}), arrayMap(x -> hex(x), {p3:Array(FixedString(2))}), toTypeName({p1:FixedString(16)})',
      [
        { type: 'FixedString(16)', value: bytes },
        { type: 'String', value: Uint8Array.of(0xff, 0, 0x27, 0x5c) },
        { type: 'Array(FixedString(2))', value: [Uint8Array.of(0, 255), Uint8Array.of(39, 92)] },
      ],
    );
    expect(row).toEqual([
      Buffer.from(bytes).toString('hex').toUpperCase(),
      'FF00275C',
      ['00FF', '275C'],
      'FixedString(16)',
    ]);
  });

  it('binds many and long values', async () => {
    const fingerprints = Array.from({ length: 5000 }, (_, i) => BigInt(i) * 1_000_000_007n);
    const long = '가'.repeat(100_000);
    const [row] = await rowsOf(
      engine(),
      'SELECT length({p1:Array(UInt64)}), arraySum({p1:Array(UInt64)}), lengthUTF8({p2:String}), {p3:String}',
      [
        { type: 'Array(UInt64)', value: fingerprints },
        { type: 'String', value: long },
        { type: 'String', value: 'x' },
      ],
    );
    expect(row).toEqual(['5000', String(fingerprints.reduce((a, b) => a + b)), '100000', 'x']);
  });

  it('gives back any text and any double bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 5 }),
        fc.double(),
        async (text, texts, double) => {
          const bytes = must(
            await engine().query(
              {
                sql: 'SELECT {p1:String}, {p2:Array(String)}, {p3:Float64}',
                params: [
                  { type: 'String', value: text },
                  { type: 'Array(String)', value: texts },
                  { type: 'Float64', value: double },
                ],
              },
              'RowBinary',
              GENEROUS,
            ),
          );
          const reader = new RowBinaryReader(bytes);
          expect(reader.text()).toBe(text);
          expect(reader.array((r) => r.text())).toEqual(texts);
          expect(reader.f64()).toBe(double);
          expect(reader.done).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends a statement at its time limit', async () => {
    const started = performance.now();
    const answer = await engine().query({ sql: SLEEP, params: [] }, 'JSONCompactEachRow', limited(300));
    expect(answer).toMatchObject({ ok: false, error: { kind: 'timeout' } });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('ends a statement at its memory limit', async () => {
    const answer = await engine().query({ sql: HUNGRY, params: [] }, 'JSONCompactEachRow', limited(30_000, 20_000_000));
    expect(answer).toMatchObject({ ok: false, error: { kind: 'memory' } });
  });

  it('says what is wrong with a statement', async () => {
    const answer = await engine().query({ sql: 'SELECT nonsense', params: [] }, 'JSONCompactEachRow', GENEROUS);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'statement', code: 47 } });
    expect(await engine().command('CREATE TABLE nonsense (')).toMatchObject({
      ok: false,
      error: { kind: 'statement', code: 62 },
    });
  });

  it('kills a statement whose caller aborts, and serves others meanwhile', async () => {
    const abort = new AbortController();
    const slow = engine().query({ sql: SLEEP, params: [] }, 'JSONCompactEachRow', limited(60_000, 2e9, abort.signal));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await rowsOf(engine(), 'SELECT 1')).toEqual([[1]]);
    const started = performance.now();
    abort.abort();
    expect(await slow).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(performance.now() - started).toBeLessThan(2000);
    await idleSoon();
  });

  it('takes an abort before the statement has begun', async () => {
    const answer = await engine().query(
      { sql: 'SELECT 1', params: [] },
      'JSONCompactEachRow',
      limited(1000, 2e9, AbortSignal.abort()),
    );
    expect(answer).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  });

  it('streams whole rows', async () => {
    const sql = 'SELECT number, toString(number) FROM numbers(200000) ORDER BY number';
    const { chunks, error } = await collect(engine(), sql, 'JSONCompactEachRow');
    expect(error).toBeUndefined();
    expect(chunks.length).toBeGreaterThan(1);
    let next = 0;
    for (const chunk of chunks) {
      const text = Buffer.from(chunk).toString('utf8');
      expect(text.endsWith('\n')).toBe(true);
      for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toEqual([String(next), String(next++)]);
    }
    expect(next).toBe(200_000);
    const binary = await collect(engine(), 'SELECT number FROM numbers(200000)', 'RowBinary');
    expect(binary.chunks.every((chunk) => chunk.length % 8 === 0)).toBe(true);
    expect(binary.chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(1_600_000);
  });

  it('streams an error that comes after rows', async () => {
    const sql =
      'SELECT number, throwIf(number = 150000) FROM numbers(300000) SETTINGS max_block_size = 10000, max_threads = 1';
    const { chunks, error } = await collect(engine(), sql, 'JSONCompactEachRow');
    expect(error).toMatchObject({ kind: 'statement', code: 395 });
    expect(chunks.length).toBeGreaterThan(0);
    for (const chunk of chunks) expect(Buffer.from(chunk).toString('utf8').endsWith('\n')).toBe(true);
    expect((await collect(engine(), 'SELECT nonsense', 'JSONCompactEachRow')).error).toMatchObject({
      kind: 'statement',
    });
  });

  it('ends the statement when the consumer of a stream stops or aborts', async () => {
    const sql =
      'SELECT number, sleepEachRow(0.0005) FROM numbers(100000) SETTINGS max_block_size = 100, max_threads = 1';
    for await (const part of engine().stream({ sql, params: [] }, 'JSONCompactEachRow', GENEROUS)) {
      expect(part.ok).toBe(true);
      break;
    }
    await idleSoon();
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const { error } = await collect(engine(), sql, 'JSONCompactEachRow', limited(60_000, 2e9, abort.signal));
    expect(error).toMatchObject({ kind: 'cancelled' });
    await idleSoon();
    expect((await collect(engine(), sql, 'JSONCompactEachRow', limited(300))).error).toMatchObject({ kind: 'timeout' });
  });
});
