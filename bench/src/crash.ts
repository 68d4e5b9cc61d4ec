/**
 * `npm run crash [-- --rounds 50]`: kill -9 under load. Each round starts the real command on the same folder, sends
 * logs, spans and samples with ids of their own, kills the process at a random moment, starts it again and
 * compares: everything acknowledged must be there, nothing may be there twice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countDuplicates } from './bare-engine.js';
import { logsPayload } from './payload/logs.js';
import { metricsPayload } from './payload/metrics.js';
import { Random } from './payload/random.js';
import { spansPayload } from './payload/spans.js';
import { Sender } from './sender.js';
import { startServer, type ServerProcess } from './server-process.js';

const RECORDS = 200;
const SPANS = 8;
const SERIES = 50;
/** Connections of each signal. */
const LANES = 6;
/** The check reads windows whole. */
const LIMITS = { BONGSU_LIMITS_QUERY_LOG_LINES: '1000000' };

interface Round {
  readonly logs: string[];
  readonly traces: string[];
  /** Sample times in ms acknowledged in this round. */
  readonly samples: number[];
}

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const rounds = Number(values.rounds);
const random = new Random(Number(values.seed));
const folder = mkdtempSync(join(tmpdir(), 'bongsu-crash-'));
const acknowledged: Round = { logs: [], traces: [], samples: [] };
const problems: string[] = [];
let batch = 0;
let lastSampleMs = 0;

const nowNs = (): bigint => BigInt(Date.now()) * 1_000_000n;

/** Sends one batch of each signal until the process dies. Only what was answered 200 is noted. */
async function load(sender: Sender, alive: () => boolean): Promise<void> {
  const lane = async (send: () => Promise<void>): Promise<void> => {
    while (alive()) {
      try {
        await send();
      } catch (error) {
        // The connection of a killed process breaks: what was in flight is not acknowledged.
        if (alive()) throw error;
        return;
      }
    }
  };
  const lanes = (send: () => Promise<void>): Promise<void>[] => Array.from({ length: LANES }, () => lane(send));
  await Promise.all([
    ...lanes(async () => {
      const id = `b${batch++}`;
      const time = nowNs();
      const body = logsPayload(random, { services: 1, records: RECORDS, time: (i) => time + BigInt(i), id });
      if ((await sender.post('/v1/logs', body)).status === 200) acknowledged.logs.push(id);
    }),
    ...lanes(async () => {
      const id = random.bytes(16);
      const time = nowNs();
      const body = spansPayload(random, {
        services: 5,
        traces: 1,
        spansPerTrace: SPANS,
        time: () => time,
        traceId: () => id,
      });
      if ((await sender.post('/v1/traces', body)).status === 200) acknowledged.traces.push(id.toString('hex'));
    }),
    ...lanes(async () => {
      // Every batch has a time of its own, so that a sample stored twice shows.
      const now = (lastSampleMs = Math.max(Date.now(), lastSampleMs + 1));
      const body = metricsPayload({
        service: 0,
        series: SERIES,
        metrics: 1,
        time: BigInt(now) * 1_000_000n,
        start: BigInt(now - 60_000) * 1_000_000n,
        value: () => batch,
      });
      if ((await sender.post('/v1/metrics', body)).status === 200) acknowledged.samples.push(now);
    }),
  ]);
}

interface LokiStreams {
  readonly data: { readonly result: { readonly stream: Record<string, string>; readonly values: unknown[][] }[] };
}

/** Counts every line by its `bench.id`, reading the whole folder back through the public API. */
async function readLogs(sender: Sender, since: number): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  const windowMs = 250;
  const end = Date.now() + 1000;
  for (let start = since; start < end; start += windowMs) {
    const query = new URLSearchParams({
      query: '{service_name=~".+"}',
      start: `${start}000000`,
      end: `${start + windowMs}000000`,
      limit: '1000000',
    });
    const answer = (await sender.getJson(`/loki/api/v1/query_range?${query.toString()}`, {
      'x-loki-response-encoding-flags': 'categorize-labels',
    })) as LokiStreams;
    for (const stream of answer.data.result) {
      for (const value of stream.values) {
        const metadata = (value[2] as { structuredMetadata?: Record<string, string> }).structuredMetadata;
        const id = metadata?.['bench_id'];
        if (id !== undefined) seen.set(id, (seen.get(id) ?? 0) + 1);
      }
    }
  }
  return seen;
}

async function verify(
  sender: Sender,
  since: number,
  logs: string[],
  traces: string[],
  samples: number[],
): Promise<void> {
  const seen = await readLogs(sender, since);
  for (const id of logs) {
    for (let i = 0; i < RECORDS; i++)
      if (!seen.has(`${id}-${i}`)) problems.push(`acknowledged line ${id}-${i} is missing`);
  }
  for (const [id, count] of seen) if (count > 1) problems.push(`line ${id} is stored ${count} times`);
  for (const id of traces) {
    const answer = (await sender.getJson(`/api/v2/traces/${id}`, { accept: 'application/json' })) as {
      trace?: { resourceSpans?: { scopeSpans: { spans: unknown[] }[] }[] };
    };
    const spans = (answer.trace?.resourceSpans ?? []).flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)).length;
    if (spans !== SPANS) problems.push(`acknowledged trace ${id} has ${spans} of ${SPANS} spans`);
  }
  if (samples.length > 0) {
    const first = Math.min(...samples) / 1000;
    const last = Math.max(...samples) / 1000;
    const query = new URLSearchParams({
      query: `sum(count_over_time(bench_requests_0_total[${Math.ceil(last - first) + 2}s]))`,
      time: String(last),
    });
    const answer = (await sender.getJson(`/api/v1/query?${query.toString()}`)) as {
      data: { result: { value: [number, string] }[] };
    };
    const stored = Number(answer.data.result[0]?.value[1] ?? 0);
    // Unacknowledged samples may be stored too, but no more than one batch a kill.
    const low = samples.length * SERIES;
    if (stored < low) problems.push(`${stored} samples are stored, ${low} were acknowledged`);
  }
}

const startedAt = Date.now();
let server: ServerProcess | undefined;
for (let round = 1; round <= rounds; round++) {
  const roundStart = Date.now();
  server = await startServer({ folder, env: LIMITS });
  const sender = new Sender(server.port);
  const before = {
    logs: acknowledged.logs.length,
    traces: acknowledged.traces.length,
    samples: acknowledged.samples.length,
  };
  let killed = false;
  const running = load(sender, () => !killed);
  await new Promise((resolve) => setTimeout(resolve, 300 + random.int(1200)));
  killed = true;
  await server.kill();
  await running;
  sender.close();

  server = await startServer({ folder, env: LIMITS });
  const reader = new Sender(server.port);
  const logs = acknowledged.logs.slice(before.logs);
  await verify(
    reader,
    roundStart,
    logs,
    acknowledged.traces.slice(before.traces),
    acknowledged.samples.slice(before.samples),
  );
  reader.close();
  await server.kill();
  console.log(
    `round ${round}: ${logs.length * RECORDS} lines, ${acknowledged.traces.length - before.traces} traces, ` +
      `${(acknowledged.samples.length - before.samples) * SERIES} samples acknowledged; ${problems.length} problems so far`,
  );
  if (problems.length > 0) break;
}

// The whole history once more: later rounds must not have damaged earlier ones.
server = await startServer({ folder, env: LIMITS });
const reader = new Sender(server.port);
if (problems.length === 0) await verify(reader, startedAt, acknowledged.logs, acknowledged.traces.slice(-200), []);
reader.close();
await server.stop();
const duplicates = await countDuplicates(folder);
for (const [table, count] of Object.entries<number>({ ...duplicates })) {
  if (count > 0) problems.push(`${count} rows of ${table} are stored more than once`);
}
rmSync(folder, { recursive: true, force: true });
for (const problem of problems.slice(0, 20)) console.error(problem);
console.log(
  `crash: ${rounds} rounds, ${acknowledged.logs.length * RECORDS} lines, ${acknowledged.traces.length} traces acknowledged, ` +
    `${problems.length} problems`,
);
process.exit(problems.length === 0 ? 0 : 1);
