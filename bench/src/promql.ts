/**
 * `npm run bench -- promql`: the same samples by remote write into Bongsu and into Debian's Prometheus, then the same
 * dashboard queries to both, in one run: speed, equal answers, bytes per sample. `bench/README.md` lists the queries.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableBytes } from './bare-engine.js';
import { processMemory } from './memory.js';
import { instanceSeries, SERIES_PER_INSTANCE } from './payload/node-series.js';
import { Random } from './payload/random.js';
import { compressed, REMOTE_WRITE_HEADERS, RemoteWriteInstance } from './payload/remote-write.js';
import { startPrometheus } from './prometheus-process.js';
import { repeatInTurn } from './repeat.js';
import { report, type Figure } from './report.js';
import { Sender, type Received } from './sender.js';
import { startServer } from './server-process.js';
import { median, quantile } from './statistics.js';

const STEP_MS = 15_000;
const HOURS = 6;
const SCRAPES = (HOURS * 3_600_000) / STEP_MS;
/** Scrapes and instances in one request: 8,000 samples, a bit above Prometheus' own default of 2,000 a shard. */
const SCRAPES_PER_REQUEST = 8;
const INSTANCES_PER_REQUEST = 10;
const CONCURRENT = 4;

/** Panels of real dashboards: the source set-ups' and node_exporter's. */
const QUERIES: readonly string[] = [
  'sum(rate(http_requests_total[5m])) by (method)',
  'sum by (endpoint, status_code) (rate(http_requests_total[5m]))',
  'sum(rate(http_requests_total{status_code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) * 100',
  'histogram_quantile(0.95, sum by (le, endpoint) (rate(http_request_duration_seconds_bucket[5m])))',
  'histogram_quantile(0.99, sum(rate(http_request_duration_seconds_bucket[5m])) by (le))',
  'topk(10, histogram_quantile(0.99, sum by (le, endpoint, instance) (rate(http_request_duration_seconds_bucket[5m]))))',
  'sum(rate(http_request_duration_seconds_sum[5m])) by (endpoint) / sum(rate(http_request_duration_seconds_count[5m])) by (endpoint)',
  '100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
  'sum by (mode) (irate(node_cpu_seconds_total[5m]))',
  '(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100',
  'node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"}',
  'sum(rate(cache_hits_total[5m])) / (sum(rate(cache_hits_total[5m])) + sum(rate(cache_misses_total[5m]))) * 100',
  'sum by (status_code) (increase(http_requests_total[1h]))',
  'max_over_time(node_load1[10m])',
  'avg by (job) (process_resident_memory_bytes)',
  'count(up == 1) by (job)',
  'rate(process_cpu_seconds_total{instance="10.0.0.7:9100"}[5m])',
  'node_load1{instance="10.0.0.3:9100"}',
  'quantile(0.9, rate(http_requests_total{status_code="200"}[5m]))',
  'sum(increase(http_requests_total{status_code="500"}[5m])) by (instance) > 5',
  'predict_linear(node_filesystem_avail_bytes[1h], 4 * 3600)',
];

interface Peer {
  readonly name: string;
  readonly sender: Sender;
  /** Seconds spent in requests that carried samples. */
  writeSeconds: number;
}

async function write(peers: readonly Peer[], series: number, startMs: number): Promise<void> {
  const count = series / SERIES_PER_INSTANCE;
  const instances = Array.from(
    { length: count },
    (_, i) => new RemoteWriteInstance(instanceSeries(i), new Random(1000 + i)),
  );
  for (let scrape = 0; scrape < SCRAPES; scrape += SCRAPES_PER_REQUEST) {
    const bodies: Buffer[] = [];
    for (let i = 0; i < count; i += INSTANCES_PER_REQUEST) {
      const group = instances.slice(i, i + INSTANCES_PER_REQUEST);
      bodies.push(compressed(group.map((one) => one.next(startMs + scrape * STEP_MS, STEP_MS, SCRAPES_PER_REQUEST))));
    }
    for (const peer of peers) {
      const started = performance.now();
      for (let i = 0; i < bodies.length; i += CONCURRENT) {
        const sent = await Promise.all(
          bodies.slice(i, i + CONCURRENT).map((body) => peer.sender.post('/api/v1/write', body, REMOTE_WRITE_HEADERS)),
        );
        const refused = sent.find(({ status }) => status >= 300);
        if (refused) throw new Error(`${peer.name} refused samples: ${refused.status} ${refused.body}`);
      }
      peer.writeSeconds += (performance.now() - started) / 1000;
    }
  }
}

interface Matrix {
  readonly data: { readonly result: { metric: Record<string, string>; values: [number, string][] }[] };
}

/** The largest relative difference of two answers; throws when they are not of the same series and times. */
function difference(query: string, ours: Matrix, theirs: Matrix): number {
  const key = (metric: Record<string, string>): string => JSON.stringify(Object.entries(metric).sort());
  const a = new Map(ours.data.result.map((one) => [key(one.metric), one.values]));
  // The ten topmost change where two are equal but for rounding; so do those of Prometheus from run to run.
  const isTop = query.startsWith('topk');
  if ((a.size !== theirs.data.result.length && !isTop) || a.size === 0) {
    throw new Error(`${query}: ${a.size} series, Prometheus has ${theirs.data.result.length}`);
  }
  let worst = 0;
  for (const { metric, values } of theirs.data.result) {
    const own = a.get(key(metric));
    if (!isTop && own?.length !== values.length) {
      throw new Error(`${query}: series ${key(metric)} has ${own?.length ?? 0} points, not ${values.length}`);
    }
    const ownAt = new Map(own);
    for (const [time, text] of values) {
      const ownText = ownAt.get(time);
      if (ownText === undefined) {
        if (isTop) continue;
        throw new Error(`${query}: series ${key(metric)} has no point at ${time}, and Prometheus has`);
      }
      const theirsValue = Number(text);
      const diff = Math.abs(Number(ownText) - theirsValue);
      if (diff > 0) worst = Math.max(worst, diff / Math.max(Math.abs(theirsValue), Number.MIN_VALUE));
    }
  }
  return worst;
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderBytes(path) : statSync(path).size);
  }, 0);
}

async function benchSeries(series: number): Promise<{ figures: Figure[]; raw: unknown }> {
  const scratch = mkdtempSync(join(tmpdir(), 'bongsu-bench-promql-'));
  const folder = join(scratch, 'bongsu');
  const samples = series * SCRAPES;
  // Off the grid of the scrapes: windows of Prometheus 2 and 3 differ only on their left bound.
  const endMs = Math.floor(Date.now() / 60_000) * 60_000 - 7_000;
  const startMs = endMs + 7_000 - HOURS * 3_600_000;
  const server = await startServer({ folder, args: ['--retention', 'off'] });
  const prometheus = await startPrometheus(scratch);
  const ours: Peer = { name: 'Bongsu', sender: new Sender(server.port), writeSeconds: 0 };
  const theirs: Peer = { name: 'Prometheus', sender: new Sender(prometheus.port), writeSeconds: 0 };
  await write([ours, theirs], series, startMs);
  const figures: Figure[] = [
    { name: `remote write, ${series} series`, value: samples / ours.writeSeconds, unit: 'samples/s' },
    { name: '  Prometheus', value: samples / theirs.writeSeconds, unit: 'samples/s' },
  ];

  const raw: { query: string; ours: number[]; prometheus: number[]; difference: number }[] = [];
  for (const query of QUERIES) {
    const path = `/api/v1/query_range?${new URLSearchParams({ query, start: `${(startMs + 3_653_000) / 1000}`, end: `${endMs / 1000}`, step: '60' }).toString()}`;
    const answers: Received[] = [];
    const rounds = await repeatInTurn(
      [ours, theirs].map(
        ({ sender }, i) =>
          async () =>
            (answers[i] = await sender.get(path)).ms,
      ),
    );
    const [own, their] = answers.map((answer) => answer.json() as Matrix);
    const apart = difference(query, own!, their!);
    if (apart > 1e-6) throw new Error(`${query}: answers differ by ${apart}`);
    raw.push({ query, ours: rounds.map(([ms]) => ms!), prometheus: rounds.map(([, ms]) => ms!), difference: apart });
  }
  const memory = { bongsu: processMemory(server.pid), prometheus: processMemory(prometheus.pid) };
  const snapshot = await fetch(`http://127.0.0.1:${prometheus.port}/api/v1/admin/tsdb/snapshot`, { method: 'POST' });
  if (!snapshot.ok) throw new Error(`no snapshot of Prometheus: ${snapshot.status}`);
  const blocks = folderBytes(join(scratch, 'tsdb', 'snapshots'));
  ours.sender.close();
  theirs.sender.close();
  await Promise.all([server.stop(), prometheus.stop()]);
  const bytes = await tableBytes(folder, ['samples', 'metric_series']);

  const ratios: number[] = [];
  const small: number[] = [];
  const smallOfPrometheus: number[] = [];
  for (const one of raw) {
    const own = median(one.ours);
    const their = median(one.prometheus);
    if (their >= 20) ratios.push(their / own);
    else {
      small.push(...one.ours);
      smallOfPrometheus.push(...one.prometheus);
    }
    figures.push(
      { name: one.query, value: own, unit: 'ms', ...(their >= 20 ? { bar: { op: '<=', value: their / 0.8 } } : {}) },
      { name: '  Prometheus', value: their, unit: 'ms' },
    );
  }
  if (ratios.length > 0) {
    figures.push({
      name: `times as fast as Prometheus, geometric mean of ${ratios.length} queries of >= 20 ms`,
      value: Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length),
      unit: '',
      bar: { op: '>=', value: 1.5 },
    });
    figures.push({
      name: '  the slowest of them',
      value: Math.min(...ratios),
      unit: '',
      bar: { op: '>=', value: 0.8 },
    });
  }
  if (small.length > 0) {
    figures.push({
      name: 'p95 of the smaller ones',
      value: quantile(small, 0.95),
      unit: 'ms',
      bar: { op: '<=', value: 10 },
    });
    figures.push({ name: '  Prometheus', value: quantile(smallOfPrometheus, 0.95), unit: 'ms' });
  }
  figures.push(
    { name: 'bytes per sample', value: bytes / samples, unit: 'B', bar: { op: '<=', value: blocks / samples } },
    { name: '  Prometheus (snapshot blocks)', value: blocks / samples, unit: 'B' },
    { name: 'RSS after the queries', value: memory.bongsu.rssMb, unit: 'MB' },
    { name: '  Prometheus', value: memory.prometheus.rssMb, unit: 'MB' },
  );
  rmSync(scratch, { recursive: true, force: true });
  return { figures, raw: { series, samples, queries: raw, memory } };
}

export async function benchPromql(sizes: readonly number[]): Promise<void> {
  for (const series of sizes) {
    const { figures, raw } = await benchSeries(series);
    report(`promql-${series}`, figures, raw);
  }
}
