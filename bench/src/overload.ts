/**
 * `npm run bench -- overload --seconds 30`: offers five times the ingest bar of all three signals and checks that what
 * is refused is refused with a hint, that memory stays bounded, that the server recovers by itself, and that every
 * acknowledged log line is there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countRows } from './bare-engine.js';
import { signals } from './ingest.js';
import { watchMemory } from './memory.js';
import { report, type Figure } from './report.js';
import { Sender } from './sender.js';
import { startServer } from './server-process.js';

const OVERLOAD = 5;
/** Requests waiting for an answer; beyond it the generator itself would run out of memory. */
const MAX_IN_FLIGHT = 2000;

export async function benchOverload(options: { seconds: number }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-overload-'));
  const server = await startServer({ folder });
  const sender = new Sender(server.port, MAX_IN_FLIGHT);
  const memory = watchMemory(server.pid);
  const counts = { offered: 0, acknowledged: 0, refused: 0, unsent: 0, withoutHint: 0, other: 0, broken: 0 };
  const stored: Record<string, number> = { logs: 0, traces: 0, metrics: 0 };
  const breaks: Record<string, number> = {};
  const pending = new Set<Promise<void>>();
  const until = performance.now() + options.seconds * 1000;

  await Promise.all(
    signals(40).map(async (signal) => {
      const intervalMs = (signal.recordsPerBody / (signal.bar * OVERLOAD)) * 1000;
      const started = performance.now();
      for (let sent = 0; performance.now() < until; sent++) {
        const wait = started + sent * intervalMs - performance.now();
        if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
        else if (sent % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
        counts.offered++;
        if (pending.size >= MAX_IN_FLIGHT) {
          counts.unsent++;
          continue;
        }
        const body = signal.bodies[sent % signal.bodies.length]!;
        const one = sender.post(signal.path, body).then(
          (answer) => {
            if (answer.status === 200) {
              counts.acknowledged++;
              stored[signal.name] = (stored[signal.name] ?? 0) + signal.recordsPerBody;
            } else if (answer.status === 429 || answer.status === 503) {
              counts.refused++;
              if (answer.retryAfter === undefined) counts.withoutHint++;
            } else counts.other++;
          },
          (error: unknown) => {
            counts.broken++;
            const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
            breaks[code] = (breaks[code] ?? 0) + 1;
          },
        );
        const tracked = one.finally(() => void pending.delete(tracked));
        pending.add(tracked);
      }
    }),
  );
  await Promise.all(pending);
  const { peak } = memory.stop();

  const recoveryStarted = performance.now();
  const probe = signals(1)[0]!;
  for (;;) {
    const answer = await sender.post(probe.path, probe.bodies[0]!);
    if (answer.status === 200) break;
    if (performance.now() - recoveryStarted > 30_000) throw new Error('the server did not recover within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const recoveryMs = performance.now() - recoveryStarted;
  stored['logs'] = (stored['logs'] ?? 0) + probe.recordsPerBody;
  const status = await sender.getJson('/api/bongsu/status');
  sender.close();
  const exitCode = await server.stop();
  const rows = await countRows(folder);
  rmSync(folder, { recursive: true, force: true });

  const figures: Figure[] = [
    { name: 'requests offered', value: counts.offered, unit: '' },
    { name: 'requests acknowledged', value: counts.acknowledged, unit: '' },
    { name: 'requests refused with 429 or 503', value: counts.refused, unit: '', bar: { op: '>=', value: 1 } },
    { name: 'requests the generator could not send', value: counts.unsent, unit: '' },
    { name: 'refusals without Retry-After', value: counts.withoutHint, unit: '', bar: { op: '<=', value: 0 } },
    { name: 'other answers', value: counts.other, unit: '', bar: { op: '<=', value: 0 } },
    { name: 'broken connections', value: counts.broken, unit: '', bar: { op: '<=', value: 0 } },
    { name: 'peak RSS', value: peak.rssMb, unit: 'MB' },
    { name: 'first ack after the overload', value: recoveryMs, unit: 'ms' },
    { name: 'exit code of the stop', value: exitCode, unit: '', bar: { op: '<=', value: 0 } },
    {
      name: 'acknowledged log lines missing',
      value: Math.max(0, stored['logs'] - rows.logs),
      unit: '',
      bar: { op: '<=', value: 0 },
    },
    {
      name: 'acknowledged spans missing',
      value: Math.max(0, (stored['traces'] ?? 0) - rows.spans),
      unit: '',
      bar: { op: '<=', value: 0 },
    },
    {
      name: 'acknowledged samples missing',
      value: Math.max(0, (stored['metrics'] ?? 0) - rows.samples),
      unit: '',
      bar: { op: '<=', value: 0 },
    },
  ];
  report('overload', figures, { counts, breaks, stored, rows, status });
}
