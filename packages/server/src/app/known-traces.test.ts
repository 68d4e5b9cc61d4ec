import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TENANT, durationMs, millis, nanos, systemClock, type Span, type SpanBatch } from '@bongsu/model';
import { RowBinaryReader, type SqlRunner } from '@bongsu/query/lang';
import { createInserter, createSqlRunner, migrate, openEmbedded, type EmbeddedEngine } from '@bongsu/store';
import { DEFAULT_OTLP_LIMITS, encodeTrace, TracesDecoder } from '@bongsu/wire/otlp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLogger } from '../self/logger.js';
import { KnownTraces } from './known-traces.js';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 59, 999);
const NOW_NS = BigInt(NOW_MS) * 1_000_000n;
const logger = createLogger({ level: 'silent', format: 'json' });

/** A trace each, by what its spans have that others have not. */
const PARTS: readonly (readonly Partial<Span>[])[] = [
  [{}],
  [{ events: [{ ts: nanos(NOW_NS), name: 'e', attributes: [], droppedAttributes: 0 }] }],
  [
    {
      links: [
        {
          traceId: 'ab'.repeat(16),
          spanId: 'cd'.repeat(8),
          traceState: '',
          flags: 0,
          attributes: [],
          droppedAttributes: 0,
        },
      ],
    },
  ],
  [{ droppedAttributes: 1 }],
  [{ droppedEvents: 1 }, {}],
  [{}, { droppedLinks: 1 }],
  [{ flags: 1 }],
  [{ flags: 256 }, { statusMessage: '한' }],
  [{ traceState: 'a=b' }, { flags: 1, droppedLinks: 2 }, { start: nanos(NOW_NS - 3_600_000_000_000n) }],
  // The start as a float is the next second.
  [{ start: nanos((NOW_NS / 1_000_000_000n) * 1_000_000_000n - 1n) }],
];

const traceId = (i: number): string => `${'0'.repeat(16)}${(i + 1).toString(16).padStart(16, '0')}`;

function batchOf(i: number): SpanBatch {
  const spans = PARTS[i]!.map((part, n): Span => {
    const start = part.start ?? nanos(NOW_NS);
    return {
      traceId: traceId(i),
      spanId: `${n + 1}`.padStart(16, '0'),
      parentSpanId: '',
      traceState: '',
      flags: 0,
      name: 'op',
      kind: 2,
      attributes: [],
      droppedAttributes: 0,
      events: [],
      droppedEvents: 0,
      links: [],
      droppedLinks: 0,
      statusCode: 0,
      statusMessage: '',
      ...part,
      start,
      end: nanos(start + 5n),
    };
  });
  const scopeSpans = [{ name: '', version: '', attributes: [], droppedAttributes: 0, schemaUrl: '', spans }];
  const body = encodeTrace({ resourceSpans: [{ attributes: [], droppedAttributes: 0, schemaUrl: '', scopeSpans }] });
  const window = { oldest: millis(0), newest: millis(NOW_MS + 1000) };
  const decoded = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS }).decode(body, {
    tenant: DEFAULT_TENANT,
    now: nanos(NOW_NS),
    window,
  });
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.batch;
}

interface Stored {
  readonly start: bigint;
  readonly lastStart: bigint;
  readonly rare: number;
  readonly spans: number;
}

let folder: string;
let engine: EmbeddedEngine;
let runner: SqlRunner;
const told = new KnownTraces(1000, logger);
const stored = new Map<string, Stored>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bongsu-known-'));
  const opened = await openEmbedded({ folder });
  if (!opened.ok) throw new Error(opened.error.message);
  engine = opened.value;
  expect((await migrate({ engine, clock: systemClock() })).ok).toBe(true);
  runner = createSqlRunner(engine, { time: durationMs(30_000), memoryBytes: 1e9 });
  const inserter = createInserter({ engine, clock: systemClock() });
  const append = told.append(inserter);
  told.extents.loaded();
  for (const i of PARTS.keys()) expect((await append(batchOf(i))).ok).toBe(true);
  await inserter.close();
  const answer = await engine.query(
    { sql: 'SELECT hex(trace_id), start, last_start, rare, span_count FROM bongsu.traces FINAL', params: [] },
    'RowBinary',
    { limits: { time: durationMs(30_000), memoryBytes: 1e9 } },
  );
  if (!answer.ok) throw new Error(answer.error.message);
  const reader = new RowBinaryReader(answer.value);
  while (!reader.done) {
    const id = reader.text().toLowerCase();
    stored.set(id, { start: reader.i64(), lastStart: reader.i64(), rare: reader.u8(), spans: Number(reader.u64()) });
  }
  expect(stored.size).toBe(PARTS.length);
});

afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const find = (known: KnownTraces, i: number) => known.extents.find(DEFAULT_TENANT, 0, i + 1)!;

test.each([...PARTS.keys()])('trace %i: what is told of its spans is what the engine sums up', (i) => {
  const { start, lastStart, rare, spans } = stored.get(traceId(i))!;
  const extent = find(told, i);
  expect(extent.first <= start && extent.last >= lastStart).toBe(true);
  expect(Number(start - extent.first) / 1e9).toBeLessThan(3);
  expect(extent.rare).toBe(rare);
  // Told before and after it was stored.
  expect(extent.spanCount).toBe(2 * spans);
});

test('what is stored is loaded', async () => {
  const loaded = new KnownTraces(1000, logger);
  loaded.begin(runner);
  await vi.waitFor(() => expect(loaded.extents.state).toBe('known'));
  expect(loaded.extents.size).toBe(PARTS.length);
  for (const i of PARTS.keys()) {
    const { start, lastStart, rare, spans } = stored.get(traceId(i))!;
    expect(find(loaded, i)).toMatchObject({ rare, spanCount: spans });
    expect(find(loaded, i).first <= start && find(loaded, i).last >= lastStart).toBe(true);
  }
});

test('when it is full what is stored is loaded again, with what came meanwhile', async () => {
  const known = new KnownTraces(PARTS.length + 1, logger);
  known.begin(runner);
  await vi.waitFor(() => expect(known.extents.state).toBe('known'));
  const refused = known.append({ append: () => Promise.reject(new Error('not stored')) });
  const unknown = (id: number): SpanBatch => {
    const batch = batchOf(0);
    const places = batch.places;
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32BE(id, 12);
    places.add(bytes, 0, 5, 0);
    return batch;
  };
  // The second is one too many; of the two that were not stored the later is told once more when it has failed.
  for (const id of [1000, 1001]) await expect(refused(unknown(id))).rejects.toThrow('not stored');
  await vi.waitFor(() => expect(known.extents.state).toBe('known'));
  expect(known.extents.size).toBe(PARTS.length + 1);
  expect(known.extents.find(DEFAULT_TENANT, 0, 1001)).toBeDefined();
  expect(known.extents.find(DEFAULT_TENANT, 0, 1000)).toBeUndefined();
  expect(find(known, 8).rare).toBe(stored.get(traceId(8))!.rare);
});
