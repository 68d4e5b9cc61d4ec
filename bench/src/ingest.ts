/**
 * `npm run bench -- ingest`: what the bare engine stores, what the server stores and acknowledges over HTTP in the same
 * run, the latency and memory at half of the bar, and the start on the folder that results.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareEngineRate } from './bare-engine.js';
import { watchMemory, processMemory, type ProcessMemory } from './memory.js';
import { logsPayload } from './payload/logs.js';
import { lokiPushPayload } from './payload/loki-push.js';
import { metricsPayload } from './payload/metrics.js';
import { Random } from './payload/random.js';
import { spansPayload } from './payload/spans.js';
import { report, type Figure } from './report.js';
import { Sender } from './sender.js';
import { startServer, type ServerProcess } from './server-process.js';
import { quantile } from './statistics.js';

type SignalName = 'logs' | 'traces' | 'metrics';

interface Signal {
  readonly name: SignalName;
  readonly path: string;
  readonly recordsPerBody: number;
  readonly bodies: readonly Buffer[];
  /** Records per second that DESIGN.md section 7 asks for. */
  readonly bar: number;
}

const nowNs = (): bigint => BigInt(Date.now()) * 1_000_000n;

/** Bodies made ahead, so that the generator costs the machine as little as it can. */
export function signals(count: number): Signal[] {
  const random = new Random(42);
  const base = nowNs() - 60_000_000_000n;
  const LOGS = 1000;
  const TRACES = 60;
  const SPANS = 8;
  const SERIES = 100;
  const METRICS = 20;
  return [
    {
      name: 'logs',
      path: '/v1/logs',
      recordsPerBody: LOGS,
      bar: 160_000,
      bodies: Array.from({ length: count }, (_, b) =>
        logsPayload(random, {
          services: 50,
          records: LOGS,
          time: (i) => base + BigInt(b) * 100_000_000n + BigInt(i) * 50_000n,
        }),
      ),
    },
    {
      name: 'traces',
      path: '/v1/traces',
      recordsPerBody: TRACES * SPANS,
      bar: 80_000,
      bodies: Array.from({ length: count }, (_, b) =>
        spansPayload(random, {
          services: 40,
          traces: TRACES,
          spansPerTrace: SPANS,
          time: (i) => base + BigInt(b) * 100_000_000n + BigInt(i) * 900_000n,
        }),
      ),
    },
    {
      name: 'metrics',
      path: '/v1/metrics',
      recordsPerBody: SERIES * METRICS,
      bar: 400_000,
      bodies: Array.from({ length: count }, (_, b) =>
        metricsPayload({
          service: b % 10,
          series: SERIES,
          metrics: METRICS,
          time: base + BigInt(Math.floor(b / 10)) * 1_000_000_000n,
          start: base,
          value: (m, s) => b * 10 + m + s,
        }),
      ),
    },
  ];
}

/** The same log lines as Promtail would push them. */
function lokiPushSignal(count: number): Signal {
  const random = new Random(43);
  const base = nowNs() - 60_000_000_000n;
  const lines = 1000;
  const time = (b: number) => (i: number) => base + BigInt(b) * 100_000_000n + BigInt(i) * 50_000n;
  return {
    name: 'logs',
    path: '/loki/api/v1/push',
    recordsPerBody: lines,
    bar: 160_000,
    bodies: Array.from({ length: count }, (_, b) => lokiPushPayload(random, { services: 50, lines, time: time(b) })),
  };
}

interface FullSpeed {
  readonly recordsPerSecond: number;
  readonly refused: number;
  readonly peak: ProcessMemory;
}

/** As fast as `lanes` connections can with durable acks, for `seconds`. */
async function fullSpeed(server: ServerProcess, signal: Signal, seconds: number, lanes: number): Promise<FullSpeed> {
  const sender = new Sender(server.port);
  const memory = watchMemory(server.pid);
  let acknowledged = 0;
  let refused = 0;
  let next = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < until) {
        const body = signal.bodies[next++ % signal.bodies.length]!;
        const answer = await sender.post(signal.path, body);
        if (answer.status === 200 || answer.status === 204) acknowledged += signal.recordsPerBody;
        else if (answer.status === 429 || answer.status === 503) refused++;
        else throw new Error(`${signal.path}: ${answer.status} ${answer.body.slice(0, 300)}`);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  sender.close();
  return { recordsPerSecond: acknowledged / elapsed, refused, peak: memory.stop().peak };
}

interface SteadyLoad {
  readonly ackMs: readonly number[];
  readonly visibleMs: readonly number[];
  readonly achieved: number;
  readonly peak: ProcessMemory;
  readonly medianRssMb: number;
}

/** Sends at a steady rate and, every half second, times how long a marker takes from its ack to an answer that shows it. */
async function steadyLoad(
  server: ServerProcess,
  signal: Signal,
  recordsPerSecond: number,
  seconds: number,
): Promise<SteadyLoad> {
  const sender = new Sender(server.port);
  const memory = watchMemory(server.pid);
  const intervalMs = (signal.recordsPerBody / recordsPerSecond) * 1000;
  const ackMs: number[] = [];
  const visibleMs: number[] = [];
  const pending: Promise<void>[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  let sent = 0;
  let nextMarker = started + 500;
  const random = new Random(7);
  while (performance.now() < until) {
    const due = started + sent * intervalMs;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const body = signal.bodies[sent++ % signal.bodies.length]!;
    pending.push(
      sender.post(signal.path, body).then((answer) => {
        if (answer.status !== 200) throw new Error(`${answer.status} at a steady load: ${answer.body.slice(0, 300)}`);
        ackMs.push(answer.ms);
      }),
    );
    if (performance.now() > nextMarker) {
      nextMarker += 500;
      pending.push(marker(sender, random).then((ms) => void visibleMs.push(ms)));
    }
  }
  await Promise.all(pending);
  const elapsed = (performance.now() - started) / 1000;
  sender.close();
  const { peak, medianRssMb } = memory.stop();
  return { ackMs, visibleMs, achieved: (sent * signal.recordsPerBody) / elapsed, peak, medianRssMb };
}

/** Milliseconds from the ack of a one-span trace to the first answer that holds it. */
async function marker(sender: Sender, random: Random): Promise<number> {
  const id = random.bytes(16);
  const body = spansPayload(random, {
    services: 1,
    traces: 1,
    spansPerTrace: 1,
    time: () => nowNs(),
    traceId: () => id,
  });
  const answer = await sender.post('/v1/traces', body);
  if (answer.status !== 200) throw new Error(`marker: ${answer.status} ${answer.body}`);
  const acked = performance.now();
  for (;;) {
    const trace = (await sender.getJson(`/api/v2/traces/${id.toString('hex')}`, { accept: 'application/json' })) as {
      trace?: { resourceSpans?: unknown[] };
    };
    if ((trace.trace?.resourceSpans?.length ?? 0) > 0) return performance.now() - acked;
    if (performance.now() - acked > 30_000) throw new Error('a marker did not become visible within 30 s');
  }
}

export async function benchIngest(options: { seconds: number; lanes: number }): Promise<void> {
  const figures: Figure[] = [];
  const raw: Record<string, unknown> = {};
  const all = signals(60);
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-bench-'));

  let server = await startServer({ folder });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const idle = processMemory(server.pid);
  figures.push({ name: 'RSS idle', value: idle.rssMb, unit: 'MB', bar: { op: '<=', value: 400 } });
  raw['idle'] = idle;
  await server.stop();

  const halves: (readonly [signal: Signal, recordsPerSecond: number])[] = [];
  for (const signal of all) {
    console.log(`${signal.name}: bare engine`);
    const bare = await bareEngineRate(signal.name, signal.bodies, options.seconds);
    console.log(`${signal.name}: server, full speed`);
    server = await startServer({ folder });
    await fullSpeed(server, signal, 2, options.lanes); // warm-up: compiles the decoder, fills the caches
    const full = await fullSpeed(server, signal, options.seconds, options.lanes);
    await server.stop();
    console.log(`${signal.name}: server, half of the bar`);
    server = await startServer({ folder });
    await fullSpeed(server, signal, 1, 2);
    const half = await steadyLoad(server, signal, signal.bar / 2, options.seconds);
    await server.stop();
    raw[signal.name] = { bare, full, half };
    halves.push([signal, full.recordsPerSecond / 2]);
    const unit = `${signal.name === 'logs' ? 'records' : signal.name === 'traces' ? 'spans' : 'samples'}/s`;
    figures.push(
      { name: `${signal.name}: bare engine, JSONCompactEachRow`, value: bare.jsonRowsPerSecond, unit },
      { name: `${signal.name}: bare engine, RowBinary`, value: bare.binaryRowsPerSecond, unit },
      {
        name: `${signal.name}: OTLP/HTTP protobuf, durable ack`,
        value: full.recordsPerSecond,
        unit,
        bar: { op: '>=', value: signal.bar },
      },
      {
        name: `${signal.name}: ratio to bare engine, JSONCompactEachRow`,
        value: full.recordsPerSecond / bare.jsonRowsPerSecond,
        unit: 'x',
        bar: { op: '>=', value: 0.5 },
      },
      {
        name: `${signal.name}: ratio to bare engine, RowBinary`,
        value: full.recordsPerSecond / bare.binaryRowsPerSecond,
        unit: 'x',
      },
      {
        name: `${signal.name}: ack p99 at half load (${Math.round(half.achieved)}/s)`,
        value: quantile(half.ackMs, 0.99),
        unit: 'ms',
        bar: { op: '<=', value: 500 },
      },
      { name: `${signal.name}: ack p50 at half load`, value: quantile(half.ackMs, 0.5), unit: 'ms' },
      {
        name: `${signal.name}: visible after ack, slowest of ${half.visibleMs.length}`,
        value: Math.max(...half.visibleMs),
        unit: 'ms',
        bar: { op: '<=', value: 1000 },
      },
      {
        name: `${signal.name}: peak RSS at half load`,
        value: half.peak.rssMb,
        unit: 'MB',
        bar: { op: '<=', value: 800 },
      },
      { name: `${signal.name}: peak RSS at full speed`, value: full.peak.rssMb, unit: 'MB' },
    );
  }

  // At the end: what they leave to merge is not to slow down what the figures above measure.
  for (const [signal, recordsPerSecond] of halves) {
    console.log(`${signal.name}: server, half of its full speed`);
    server = await startServer({ folder });
    await fullSpeed(server, signal, 1, 2);
    const own = await steadyLoad(server, signal, recordsPerSecond, options.seconds);
    await server.stop();
    raw[`${signal.name}, half of its full speed`] = own;
    figures.push({
      name: `${signal.name}: ack p99 at half of this run's speed (${Math.round(own.achieved)}/s)`,
      value: quantile(own.ackMs, 0.99),
      unit: 'ms',
    });
  }

  console.log('Loki push: server, full speed');
  const push = lokiPushSignal(60);
  server = await startServer({ folder });
  await fullSpeed(server, push, 2, options.lanes);
  const pushed = await fullSpeed(server, push, options.seconds, options.lanes);
  await server.stop();
  raw['lokiPush'] = pushed;
  figures.push({
    name: 'logs: Loki push, snappy protobuf, durable ack',
    value: pushed.recordsPerSecond,
    unit: 'records/s',
  });

  const starts: number[] = [];
  for (let i = 0; i < 5; i++) {
    server = await startServer({ folder });
    starts.push(server.startMs);
    await server.stop();
  }
  raw['starts'] = starts;
  figures.push({
    name: 'start on this folder until /readyz is 200, slowest of 5',
    value: Math.max(...starts),
    unit: 'ms',
    bar: { op: '<=', value: 2000 },
  });
  rmSync(folder, { recursive: true, force: true });
  report('ingest', figures, raw);
}
