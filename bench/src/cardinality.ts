/**
 * `npm run bench -- cardinality [--series 1000000]`: that many series by remote write to the whole server, each with a
 * sample; then the same against a limit. Prints rate, memory, how long the statistics take, and how a limit answers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMemory, watchMemory } from './memory.js';
import { ProtobufWriter } from './payload/protobuf-writer.js';
import { compressed, REMOTE_WRITE_HEADERS } from './payload/remote-write.js';
import { report, type Figure } from './report.js';
import { Sender, type Sent } from './sender.js';
import { startServer } from './server-process.js';
import { quantile } from './statistics.js';

const SERIES_PER_METRIC = 500;
const SERIES_PER_REQUEST = 5_000;
const CONCURRENT = 4;
/** Of the second server: a fifth of what is sent to it. */
const LIMIT = 10_000;

/** A sample of each of the series from `first` on. */
function body(first: number, count: number, timeMs: number): Buffer {
  const request = new ProtobufWriter();
  for (let i = first; i < first + count; i++) {
    request.message(1, (series) => {
      const labels: [string, string][] = [
        ['__name__', `bench_requests_${Math.floor(i / SERIES_PER_METRIC)}_total`],
        ['instance', `10.0.${i % 200}.${Math.floor(i / 200) % 250}:9100`],
        ['job', 'cardinality'],
        ['path', `/api/v1/items/${i}`],
      ];
      for (const [name, value] of labels) series.message(1, (label) => label.text(1, name).text(2, value));
      series.message(2, (sample) => sample.double(1, i).uint(2, timeMs));
    });
  }
  return compressed([request.finish()]);
}

async function sendAll(sender: Sender, series: number, timeMs: number): Promise<Sent[]> {
  const sent: Sent[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < series) {
      const first = next;
      next += SERIES_PER_REQUEST;
      sent.push(
        await sender.post(
          '/api/v1/write',
          body(first, Math.min(SERIES_PER_REQUEST, series - first), timeMs),
          REMOTE_WRITE_HEADERS,
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, lane));
  return sent;
}

export async function benchCardinality(series: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'bongsu-bench-cardinality-'));
  const server = await startServer({ folder: join(scratch, 'all') });
  const idle = processMemory(server.pid);
  const sender = new Sender(server.port);
  const memory = watchMemory(server.pid);
  const rounds: number[] = [];
  const answers: Sent[] = [];
  // Two rounds: series that are new, and series that are known.
  for (let round = 0; round < 2; round++) {
    const started = performance.now();
    answers.push(...(await sendAll(sender, series, Date.now())));
    rounds.push((performance.now() - started) / 1000);
  }
  const refused = answers.find(({ status }) => status >= 300);
  if (refused) throw new Error(`samples were refused: ${refused.status} ${refused.body}`);
  const { peak } = memory.stop();
  const started = performance.now();
  const status = await sender.getJson('/api/v1/status/tsdb');
  const statusMs = performance.now() - started;
  const after = processMemory(server.pid);
  sender.close();
  await server.stop();

  const limited = await startServer({
    folder: join(scratch, 'limited'),
    env: { BONGSU_LIMITS_SERIES_PER_TENANT: `${LIMIT}` },
  });
  const limitedSender = new Sender(limited.port);
  const over = await sendAll(limitedSender, 5 * LIMIT, Date.now());
  limitedSender.close();
  await limited.stop();
  rmSync(scratch, { recursive: true, force: true });

  const answersOver = over.filter(({ status: code }) => code >= 300);
  const clear = answersOver.filter(
    ({ status: code, body: text }) => code >= 400 && code < 500 && text.includes('limits.series.perTenant'),
  );
  const figures: Figure[] = [
    { name: `${series} new series`, value: series / rounds[0]!, unit: 'series/s' },
    { name: '  the same once more', value: series / rounds[1]!, unit: 'samples/s' },
    { name: 'slowest ack', value: quantile(answers.map(({ ms }) => ms), 1), unit: 'ms' }, // prettier-ignore
    { name: 'RSS before', value: idle.rssMb, unit: 'MB' },
    { name: 'peak RSS', value: peak.rssMb, unit: 'MB' },
    { name: 'RSS after', value: after.rssMb, unit: 'MB' },
    { name: 'status/tsdb', value: statusMs, unit: 'ms' },
    { name: 'requests beyond limits.series.perTenant', value: answersOver.length, unit: '', bar: { op: '>=', value: 1 } }, // prettier-ignore
    { name: '  without a clear 4xx', value: answersOver.length - clear.length, unit: '', bar: { op: '<=', value: 0 } },
  ];
  report('cardinality', figures, { rounds, status, refusal: answersOver[0] });
}
