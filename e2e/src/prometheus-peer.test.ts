import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { havePrograms, runProgram, startProgram, type Program } from './program.js';
import { freePort, freshFolder, startServer, type ServerProcess } from './server-process.js';

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

async function get<T>(base: string, path: string, params: Record<string, string>): Promise<T> {
  const response = await fetch(`${base}${path}?${String(new URLSearchParams(params))}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${base}${path}: ${response.status} ${text}`);
  return (JSON.parse(text) as { data: T }).data;
}

/** Series in the order of their labels; values to twelve digits, since sums depend on the order of their terms. */
function sorted(series: readonly Series[]): object[] {
  const rounded = ([time, value]: readonly [number, string]) => [time, Number(Number(value).toPrecision(12))];
  return series
    .map(({ metric, value, values }) => ({
      metric: Object.fromEntries(Object.entries(metric).sort()),
      points: (values ?? [value!]).map(rounded),
    }))
    .sort((a, b) => (JSON.stringify(a.metric) < JSON.stringify(b.metric) ? -1 : 1));
}

/** Real Prometheus scrapes itself and Bongsu, and sends all of it to Bongsu: both must answer alike. */
describe.skipIf(!havePrograms('prometheus', 'promtool'))('Prometheus as a sender', () => {
  let server: ServerProcess;
  let prometheus: Program;
  let peer: string;
  /** Seconds; both have every sample up to it. */
  let time: number;

  beforeAll(async () => {
    const folder = await freshFolder();
    await mkdir(folder, { recursive: true });
    const settings = join(folder, 'bongsu.yaml');
    // Its own scrape of itself would be there beside what Prometheus sends.
    await writeFile(settings, JSON.stringify({ prometheus: { selfScrape: 'off' } }));
    server = await startServer({ args: ['--config', settings] });
    const port = await freePort();
    peer = `http://127.0.0.1:${port}`;
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        { job_name: 'prometheus', static_configs: [{ targets: [`127.0.0.1:${port}`] }] },
        { job_name: 'bongsu', static_configs: [{ targets: [server.url.replace('http://', '')] }] },
        { job_name: 'gone', static_configs: [{ targets: ['127.0.0.1:1'] }] },
      ],
      remote_write: [
        {
          url: `${server.url}/api/v1/write`,
          send_exemplars: true,
          metadata_config: { send: true, send_interval: '1s' },
          queue_config: { batch_send_deadline: '200ms' },
        },
      ],
    };
    await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
    prometheus = startProgram('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    // Twenty scrapes, the newest of them stored by both.
    time = await eventually(async () => {
      const [first] = await get<{ result: Series[] }>(peer, '/api/v1/query', {
        query: 'min(min_over_time(timestamp(up{job="bongsu"})[1h:1s]))',
      }).then(({ result }) => result);
      const from = Number(first?.value?.[1] ?? NaN);
      const { result } = await get<{ result: Series[] }>(server.url, '/api/v1/query', { query: 'min(timestamp(up))' });
      const until = Number(result[0]?.value?.[1] ?? NaN);
      expect(until - from, prometheus.output()).toBeGreaterThan(20);
      return Math.floor(until) - 1;
    }, 90_000);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await server?.kill();
  });

  // Windows in which no counter begins: Prometheus 2 extrapolates those to zero in another way than 3.
  test.each([
    'up',
    'count by (job) ({__name__!=""})',
    'prometheus_build_info',
    'scrape_samples_scraped',
    'sum by (job, instance) (rate(process_cpu_seconds_total[5s]))',
    'sum by (handler) (increase(prometheus_http_requests_total[5s]))',
    'histogram_quantile(0.9, sum by (le) (rate(prometheus_http_request_duration_seconds_bucket[5s])))',
    'go_gc_duration_seconds{quantile=~"0.*5"}',
    'topk(3, prometheus_tsdb_head_series)',
    'max_over_time(bongsu_active_series[5s])',
    'bongsu_http_requests_total',
    'absent(no_such_metric)',
  ])('%s', async (query) => {
    const ask = async (base: string) => {
      const at = await get<{ result: Series[] }>(base, '/api/v1/query', { query, time: String(time) });
      const range = { start: String(time - 8), end: String(time), step: '2' };
      const over = await get<{ result: Series[] }>(base, '/api/v1/query_range', { query, ...range });
      return { at: sorted(at.result), over: sorted(over.result) };
    };
    const expected = await ask(peer);
    expect(expected.at.length).toBeGreaterThan(0);
    expect(await ask(server.url)).toEqual(expected);
  });

  test('label names, values and series', async () => {
    const range = { start: String(time - 8), end: String(time) };
    for (const path of ['/api/v1/labels', '/api/v1/label/job/values', '/api/v1/label/__name__/values']) {
      const selector = { 'match[]': '{job="prometheus"}', ...range };
      expect(await get(server.url, path, selector)).toEqual(await get(peer, path, selector));
    }
    const selector = { 'match[]': 'go_gc_duration_seconds', ...range };
    expect(await get(server.url, '/api/v1/series', selector)).toEqual(await get(peer, '/api/v1/series', selector));
  });

  test('metadata comes with remote write', async () => {
    await eventually(async () => {
      for (const metric of ['go_goroutines', 'prometheus_http_request_duration_seconds', 'go_gc_duration_seconds']) {
        const expected = await get<Record<string, object[]>>(peer, '/api/v1/metadata', { metric });
        const found = await get<Record<string, object[]>>(server.url, '/api/v1/metadata', { metric });
        expect(Object.keys(expected)).toEqual([metric]);
        expect(found[metric]).toContainEqual(expected[metric]![0]);
      }
    }, 30_000);
  });

  test('what it sends is taken whole', async () => {
    expect(prometheus.output()).not.toMatch(/non-recoverable error|Failed to send batch/);
    const { result } = await get<{ result: Series[] }>(peer, '/api/v1/query', {
      query:
        'sum(prometheus_remote_storage_samples_failed_total) + sum(prometheus_remote_storage_samples_dropped_total)',
    });
    expect(result.map(({ value }) => value?.[1])).toEqual(['0']);
  });

  test('promtool asks', async () => {
    const instant = await runProgram('promtool', ['query', 'instant', server.url, `up{job="bongsu"} @ ${time}`]);
    expect(instant).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^up\{.*job="bongsu"\} => 1 @\[/) as string,
    });
    const span = [`--start=${time - 8}`, `--end=${time}`, '--step=4s'];
    const range = await runProgram('promtool', ['query', 'range', ...span, server.url, 'up{job="gone"}']);
    expect(range.stdout).toContain(
      `up{instance="127.0.0.1:1", job="gone"} =>\n0 @[${time - 8}]\n0 @[${time - 4}]\n0 @[${time}]`,
    );
    const series = await runProgram('promtool', ['query', 'series', '--match=up', server.url]);
    expect(series.stdout.trim().split('\n')).toHaveLength(3);
    const labels = await runProgram('promtool', ['query', 'labels', server.url, 'job']);
    expect(labels.stdout).toBe('bongsu\ngone\nprometheus\n');
    const wrong = await runProgram('promtool', ['query', 'instant', server.url, 'sum(']);
    expect(wrong).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('bad_data: invalid parameter "query"') as string,
    });
  });

  test('promtool finds nothing wrong with our own metrics', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(await runProgram('promtool', ['check', 'metrics'], text)).toMatchObject({ code: 0, stderr: '' });
  });
});
