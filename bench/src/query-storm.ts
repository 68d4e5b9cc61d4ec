/**
 * `npm run bench -- query-storm --seconds 30`: a hundred queries that would read everything, asked at once and again and
 * again while logs come in at half of the ingest bar. No push may fail and all that is offered is taken in, memory stays
 * under its ceiling, and when all clients hang up at once the engine is free.
 */
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStatements } from './bare-engine.js';
import { fillLogs } from './fill/logs.js';
import { signals } from './ingest.js';
import { processMemory, watchMemory } from './memory.js';
import { report, type Figure } from './report.js';
import { Sender } from './sender.js';
import { startServer } from './server-process.js';
import { median, quantile } from './statistics.js';

const QUERIES = 100;
const STORED_LINES = 3_000_000;
/** A client that is done waiting; half of them hang up. */
const PATIENCE_MS = 2000;
const DAY_MS = 86_400_000;
const MB = 1e6;
/** Characters of the server's own words that are shown when its stop failed. */
const OUTPUT_TAIL = 4000;
/** The default of `engine.memory`, 2 GiB: the ceiling of what the engine holds. */
const ENGINE_MB = (2 * 1024 ** 3) / MB;

export async function benchQueryStorm(options: { seconds: number }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-storm-'));
  const endMs = Date.now();
  // Made ahead: it takes the generator seconds, in which nothing would be sent.
  const logs = signals(40)[0]!;
  console.log(`filling ${STORED_LINES} lines`);
  await runStatements(folder, fillLogs(endMs, STORED_LINES));
  const server = await startServer({ folder });
  const ingest = new Sender(server.port, 64);
  // A connection of its own: what waits to be pushed must not stand before it.
  const visitor = new Sender(server.port, 1);
  const idle = processMemory(server.pid);
  const memory = watchMemory(server.pid);
  const until = performance.now() + options.seconds * 1000;
  const end = new AbortController();
  setMaxListeners(QUERIES, end.signal);
  const query = new URLSearchParams({
    query: '{service_name=~".+"} |~ "(a+)+$"',
    start: `${BigInt(endMs - 3 * DAY_MS) * 1_000_000n}`,
    end: `${BigInt(endMs) * 1_000_000n}`,
    limit: '1000',
  });
  const url = `http://127.0.0.1:${server.port}/loki/api/v1/query_range?${query.toString()}`;
  const answers: Record<string, number> = {};
  const count = (what: string): void => void (answers[what] = (answers[what] ?? 0) + 1);

  const ask = async (impatient: boolean): Promise<void> => {
    while (performance.now() < until) {
      const client = new AbortController();
      const hangUp = (): void => client.abort();
      end.signal.addEventListener('abort', hangUp, { once: true });
      // Not AbortSignal.any: Node 20 may collect a signal made of others before it fires.
      const patience = setTimeout(hangUp, impatient ? PATIENCE_MS : options.seconds * 2000);
      try {
        const response = await fetch(url, { signal: client.signal });
        await response.arrayBuffer();
        count(`answered ${response.status}`);
        // Refused or answered at once: no reason to flood the connection queue.
        await new Promise((resolve) => setTimeout(resolve, 100));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (error.name !== 'AbortError') count(`broken: ${error.name}`);
        else count(end.signal.aborted ? 'cut off at the end' : 'given up after 2 s');
      } finally {
        clearTimeout(patience);
        end.signal.removeEventListener('abort', hangUp);
      }
    }
  };

  const pushed = { offered: 0, acknowledged: 0, failed: 0 };
  const failures: string[] = [];
  const ackMs: number[] = [];
  const push = async (): Promise<void> => {
    const intervalMs = (logs.recordsPerBody / (logs.bar / 2)) * 1000;
    const started = performance.now();
    const pending = new Set<Promise<void>>();
    for (let sent = 0; performance.now() < until; sent++) {
      const wait = started + sent * intervalMs - performance.now();
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
      else if (sent % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
      pushed.offered++;
      const one = ingest.post(logs.path, logs.bodies[sent % logs.bodies.length]!).then(
        (answer) => {
          ackMs.push(answer.ms);
          if (answer.status === 200) pushed.acknowledged++;
          else {
            pushed.failed++;
            failures.push(`${answer.status} ${answer.body.slice(0, 200)}`);
          }
        },
        (error: unknown) => {
          pushed.failed++;
          failures.push(String(error));
        },
      );
      const tracked = one.finally(() => void pending.delete(tracked));
      pending.add(tracked);
    }
    await Promise.all(pending);
  };

  const pushing = push();
  const asking = Array.from({ length: QUERIES }, (_, i) => ask(i % 2 === 0));
  await new Promise((resolve) => setTimeout(resolve, until - performance.now()));
  end.abort();
  await Promise.all(asking);
  // Everybody has hung up: a small query must find a free engine.
  const freed = performance.now();
  await visitor.getJson('/loki/api/v1/labels');
  const freeMs = performance.now() - freed;
  await pushing;
  const takenMs = performance.now() - (until - options.seconds * 1000);
  const { peak } = memory.stop();
  ingest.close();
  visitor.close();
  const exitCode = await server.stop();
  if (exitCode !== 0) console.error(server.output().slice(-OUTPUT_TAIL));
  rmSync(folder, { recursive: true, force: true });
  const figures: Figure[] = [
    // All at once at the end of the storm is too late; a tenth of grace for the last ones.
    {
      name: 'lines taken in while queries run',
      value: (pushed.acknowledged * logs.recordsPerBody * 1000) / takenMs,
      unit: '/s',
      bar: { op: '>=', value: 0.9 * (logs.bar / 2) },
    },
    { name: '  offered', value: (pushed.offered * logs.recordsPerBody) / options.seconds, unit: '/s' },
    { name: 'pushes that failed', value: pushed.failed, unit: '', bar: { op: '<=', value: 0 } },
    { name: '  acknowledged', value: pushed.acknowledged, unit: '' },
    { name: '  ack, p50', value: median(ackMs), unit: 'ms' },
    { name: '  ack, p99', value: quantile(ackMs, 0.99), unit: 'ms' },
    ...Object.entries(answers).map(([what, times]) => ({ name: `queries ${what}`, value: times, unit: '' })),
    {
      name: 'peak RSS (ceiling: engine.memory and the idle process)',
      value: peak.rssMb,
      unit: 'MB',
      bar: { op: '<=', value: ENGINE_MB + idle.rssMb },
    },
    { name: 'a small query right after all hung up', value: freeMs, unit: 'ms', bar: { op: '<=', value: 1000 } },
    { name: 'exit code of the stop', value: exitCode, unit: '', bar: { op: '<=', value: 0 } },
  ];
  report('query-storm', figures, { answers, pushed, failures: failures.slice(0, 20), ackMs });
}
