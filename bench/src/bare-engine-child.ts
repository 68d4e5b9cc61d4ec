/** The engine in a process of its own: measures bare inserts, counts rows, fills folders, times hand-written SQL. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_TENANT,
  Sequence,
  durationMs,
  millis,
  millisToNanos,
  systemClock,
  type Batch,
  type RowLayout,
  type Rows,
  LOG_ROW,
  SAMPLE_ROW,
  SPAN_ROW,
} from '@bongsu/model';
import { migrate, openEmbedded, type EmbeddedEngine } from '@bongsu/store';
import { DEFAULT_OTLP_LIMITS, LogsDecoder, MetricsDecoder, TracesDecoder } from '@bongsu/wire/otlp';
import type { TimedReference } from './bare-engine.js';
import { rowsOf, runReference, type Reference } from './reference/reference.js';
import { repeat, timeOnce } from './repeat.js';
import { SPANS_PER_TRACE, TRACE_ID } from './fill/spans.js';

const LIMITS = { time: durationMs(600_000), memoryBytes: 8e9 };
const ROWS_PER_INSERT = 50_000;

async function open(folder: string): Promise<EmbeddedEngine> {
  const opened = await openEmbedded({ folder });
  if (!opened.ok) throw new Error(opened.error.message);
  const migrated = await migrate({ engine: opened.value, clock: systemClock() });
  if (!migrated.ok) throw new Error(migrated.error.message);
  return opened.value;
}

async function must<T>(
  result: Promise<{ ok: true; value: T } | { ok: false; error: { message: string } }>,
): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(settled.error.message);
  return settled.value;
}

function decode(signal: string, bodies: readonly Buffer[]): Rows[] {
  const now = millis(Date.now());
  const context = {
    tenant: DEFAULT_TENANT,
    now: millisToNanos(now),
    window: { oldest: millis(0), newest: millis(now + 3_600_000) },
  };
  const limits = DEFAULT_OTLP_LIMITS;
  const decoder =
    signal === 'logs'
      ? new LogsDecoder({ sequence: new Sequence(now), limits })
      : signal === 'traces'
        ? new TracesDecoder({ limits })
        : new MetricsDecoder({ limits });
  return bodies.map((body) => {
    const decoded = decoder.decode(body, context);
    if (!decoded.ok) throw new Error(decoded.error.message);
    const batch: Batch = decoded.value.batch;
    switch (batch.signal) {
      case 'logs':
        return batch.logs;
      case 'traces':
        return batch.spans;
      case 'metrics':
        return batch.samples;
    }
  });
}

/** Rows of several bodies as one insert of about 50,000 rows, as group commit would make it. */
function groups(rows: readonly Rows[]): { chunks: Uint8Array[]; rows: number }[] {
  const made: { chunks: Uint8Array[]; rows: number }[] = [];
  let open: { chunks: Uint8Array[]; rows: number } = { chunks: [], rows: 0 };
  for (const one of rows) {
    open.chunks.push(one.bytes);
    open.rows += one.count;
    if (open.rows >= ROWS_PER_INSERT) {
      made.push(open);
      open = { chunks: [], rows: 0 };
    }
  }
  if (open.rows >= ROWS_PER_INSERT / 2 || made.length === 0) made.push(open);
  return made;
}

const TABLES: Record<string, { table: string; layout: RowLayout }> = {
  logs: { table: 'logs', layout: LOG_ROW },
  traces: { table: 'spans', layout: SPAN_ROW },
  metrics: { table: 'samples', layout: SAMPLE_ROW },
};

async function rate(folder: string, signal: string, file: string, count: number, seconds: number): Promise<unknown> {
  const bytes = readFileSync(file);
  const bodies: Buffer[] = [];
  let at = 4 * count;
  for (let i = 0; i < count; i++) {
    const length = bytes.readUInt32LE(i * 4);
    bodies.push(bytes.subarray(at, at + length));
    at += length;
  }
  const { table, layout } = TABLES[signal]!;
  const inserts = groups(decode(signal, bodies));
  const engine = await open(folder);

  const timed = async (one: (i: number) => Promise<number>): Promise<number> => {
    await one(0); // warm-up
    let rows = 0;
    const started = performance.now();
    for (let i = 1; performance.now() - started < seconds * 1000; i++) rows += await one(i);
    return rows / ((performance.now() - started) / 1000);
  };

  const binaryRowsPerSecond = await timed(async (i) => {
    const insert = inserts[i % inserts.length]!;
    await must(engine.insert({ table, layout, ...insert }));
    return insert.rows;
  });

  // The same rows as text, in files made ahead: the text a client of the bare engine would send.
  const columns = layout.map(([name]) => `\`${name}\``).join(', ');
  const structure = layout.map(([name, type]) => `\`${name}\` ${type}`).join(', ');
  const files: { path: string; rows: number }[] = [];
  for (const [i, insert] of inserts.slice(0, 4).entries()) {
    await must(engine.command(`TRUNCATE TABLE ${table}`));
    await must(engine.insert({ table, layout, ...insert }));
    const text = await must(
      engine.query({ sql: `SELECT ${columns} FROM ${table}`, params: [] }, 'JSONCompactEachRow', { limits: LIMITS }),
    );
    const path = join(folder, `rows-${i}.jsonl`);
    writeFileSync(path, text);
    files.push({ path, rows: insert.rows });
  }
  const jsonRowsPerSecond = await timed(async (i) => {
    const { path, rows } = files[i % files.length]!;
    await must(
      engine.command(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM file('${path}', 'JSONCompactEachRow', '${structure}') ` +
          `SETTINGS max_insert_block_size = ${rows}, min_insert_block_size_rows = ${rows}`,
      ),
    );
    return rows;
  });
  await engine.close();
  return { binaryRowsPerSecond, jsonRowsPerSecond };
}

async function numbers(engine: EmbeddedEngine, sql: string): Promise<number[]> {
  const bytes = await must(engine.query({ sql, params: [] }, 'JSONCompactEachRow', { limits: LIMITS }));
  return (JSON.parse(Buffer.from(bytes).toString()) as unknown[]).map(Number);
}

async function count(folder: string): Promise<unknown> {
  const engine = await open(folder);
  const [logs, spans, samples] = await numbers(
    engine,
    "SELECT (SELECT count() FROM logs), (SELECT count() FROM spans), (SELECT countIf(metric != 'target_info') FROM samples)",
  );
  await engine.close();
  return { logs, spans, samples };
}

async function duplicates(folder: string): Promise<unknown> {
  const engine = await open(folder);
  const [logs, spans, samples] = await numbers(
    engine,
    "SELECT (SELECT count() - uniqExact(attributes['bench.id']) FROM logs), " +
      '(SELECT count() - uniqExact(trace_id, span_id) FROM spans), ' +
      '(SELECT count() - uniqExact(metric, fingerprint, ts) FROM samples)',
  );
  await engine.close();
  return { logs, spans, samples };
}

async function statements(folder: string, file: string): Promise<unknown> {
  const engine = await open(folder);
  for (const sql of JSON.parse(readFileSync(file, 'utf8')) as string[]) await must(engine.command(sql));
  // Merges after a fill this fast would be measured with the queries.
  await mergesDone(engine);
  await engine.close();
  return {};
}

async function mergesDone(engine: EmbeddedEngine): Promise<void> {
  while ((await numbers(engine, 'SELECT count() FROM system.merges'))[0]! > 0) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function bytes(folder: string, tables: readonly string[]): Promise<unknown> {
  const engine = await open(folder);
  // What a day's end leaves: one part a partition. Prometheus' snapshot is compacted too.
  for (const table of tables) await must(engine.command(`OPTIMIZE TABLE ${table} FINAL`));
  await mergesDone(engine);
  const names = tables.map((table) => `'${table}'`).join(', ');
  const [sum] = await numbers(
    engine,
    `SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table IN (${names})`,
  );
  await engine.close();
  return sum;
}

async function time(folder: string, file: string, answersFile: string): Promise<unknown> {
  const engine = await open(folder);
  const ask = (sql: string): Promise<Uint8Array> =>
    must(engine.query({ sql, params: [] }, 'JSONCompactEachRow', { limits: LIMITS }));
  const timed: TimedReference[] = [];
  for (const reference of JSON.parse(readFileSync(file, 'utf8')) as Reference[]) {
    let answers: Uint8Array[] = [];
    const ms = await repeat(() => timeOnce(async () => (answers = await runReference(reference, ask))));
    timed.push({ ms, rows: answers.map(rowsOf) });
  }
  await engine.close();
  writeFileSync(answersFile, JSON.stringify(timed));
  return {};
}

async function traceIds(folder: string, list: string): Promise<unknown> {
  const engine = await open(folder);
  const sql = `SELECT groupArray(lower(hex(${TRACE_ID('n')}))) FROM (SELECT toUInt64(arrayJoin([${list}])) * ${SPANS_PER_TRACE} AS n)`;
  const bytes = await must(engine.query({ sql, params: [] }, 'JSONCompactEachRow', { limits: LIMITS }));
  await engine.close();
  return (JSON.parse(Buffer.from(bytes).toString()) as [string[]])[0];
}

const [task, ...args] = process.argv.slice(2) as [string, ...string[]];
const tasks: Record<string, () => Promise<unknown>> = {
  rate: () => rate(args[0]!, args[1]!, args[2]!, Number(args[3]), Number(args[4])),
  count: () => count(args[0]!),
  duplicates: () => duplicates(args[0]!),
  statements: () => statements(args[0]!, args[1]!),
  bytes: () => bytes(args[0]!, args[1]!.split(',')),
  'trace-ids': () => traceIds(args[0]!, args[1]!),
  time: () => time(args[0]!, args[1]!, args[2]!),
};
const answer = await tasks[task]!();
process.send!(answer, () => process.disconnect());
