import fc from 'fast-check';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../testkit/running-app.js';

/** Ascending bounds, and what is counted in each bucket and above them all. */
const histogram = fc
  .uniqueArray(
    fc.integer({ min: -5000, max: 50_000 }).map((n) => n / 1000),
    { minLength: 1, maxLength: 12 },
  )
  .chain((bounds) =>
    fc.record({
      bounds: fc.constant(bounds.sort((a, b) => a - b)),
      counts: fc.array(fc.oneof(fc.constant(0), fc.nat(1000)), {
        minLength: bounds.length + 1,
        maxLength: bounds.length + 1,
      }),
    }),
  );
const histograms = fc.sample(histogram, { numRuns: 200, seed: 7 });

function exposition(): string {
  const lines = ['# TYPE lat histogram', '# HELP lat Latency.'];
  histograms.forEach(({ bounds, counts }, n) => {
    let cumulative = 0;
    [...bounds, '+Inf'].forEach((bound, i) => {
      cumulative += counts[i]!;
      const exemplar = n === 0 && i === 0 ? ' # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.5 1700000000' : '';
      lines.push(`lat_bucket{n="${n}",le="${bound}"} ${cumulative}${exemplar}`);
    });
    lines.push(`lat_count{n="${n}"} ${cumulative}`, `lat_sum{n="${n}"} ${cumulative * 2}`);
    lines.push(`lat_created{n="${n}"} 1700000000`);
  });
  return [...lines, '# EOF', ''].join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'bongsu-scrape-histograms-'));
const file = join(folder, 'prometheus.yml');
let targets: Server;
let app: RunningApp;

beforeAll(async () => {
  const body = exposition();
  targets = createServer((_, response) => {
    response.setHeader('content-type', 'application/openmetrics-text; version=1.0.0').end(body);
  });
  targets.listen(0, '127.0.0.1');
  await once(targets, 'listening');
  const address = `127.0.0.1:${(targets.address() as AddressInfo).port}`;
  const rule = (label: string): string => `{target_label: ${label}, replacement: "true"}`;
  writeFileSync(
    file,
    [
      'global: {scrape_interval: 1s, convert_classic_histograms_to_nhcb: true}',
      'scrape_configs:',
      `  - {job_name: custom, static_configs: [{targets: ['${address}']}]}`,
      `  - {job_name: classic, convert_classic_histograms_to_nhcb: false, static_configs: [{targets: ['${address}']}]}`,
      `  - {job_name: both, always_scrape_classic_histograms: true, static_configs: [{targets: ['${address}']}]}`,
      '  - job_name: ruled',
      '    convert_classic_histograms_to_nhcb: false',
      `    static_configs: [{targets: ['${address}']}]`,
      `    relabel_configs: [${rule('__convert_classic_histograms_to_nhcb__')}]`,
    ].join('\n'),
  );
  app = await startApp(
    testConfig((config) => ({ ...config, prometheus: { ...config.prometheus, configFile: file, selfScrape: false } })),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
  targets.closeAllConnections();
  targets.close();
  rmSync(folder, { recursive: true });
});

type Vector = { metric: Record<string, string>; value?: [number, string]; histogram?: [number, object] }[];

async function query(expression: string): Promise<Vector> {
  const response = await fetch(`${app.url}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`);
  return ((await response.json()) as { data: { result: Vector } }).data.result;
}

/** Asks until there is an answer, for at most 15 s. */
async function answered(expression: string): Promise<Vector> {
  for (let i = 0; ; i++) {
    const answer = await query(expression);
    if (answer.length > 0 || i === 150) return answer;
    await sleep(100);
  }
}

it.each([
  ['custom', 0, 200],
  ['classic', 200, 0],
  ['both', 200, 200],
  ['ruled', 0, 200],
])('the job %s has %i classic and %i native histograms', async (job, classic, native) => {
  await answered(`up{job="${job}"} == 1`);
  expect((await query(`{__name__=~"lat_(count|sum)",job="${job}"}`)).length).toBe(2 * classic);
  expect((await query(`lat_bucket{job="${job}",le="+Inf"}`)).length).toBe(classic);
  expect((await query(`lat{job="${job}"}`)).length).toBe(native);
});

it('answers as the classic form does', async () => {
  await answered('up{job="custom"} == 1 and on () up{job="classic"} == 1');
  const byNumber = async (expression: string): Promise<Map<string, number>> =>
    new Map((await query(expression)).map(({ metric, value }) => [metric['n']!, Number(value![1])]));
  // Not 0, and no rank that ends a bucket from 0.5 on: where buckets are empty the two forms answer from its two sides.
  const questions = [0.001, 0.01, 0.25, 0.5772156649, 0.9123456789, 0.9991234567, 1].map((q) => [
    `histogram_quantile(${q}, lat{job="custom"})`,
    `histogram_quantile(${q}, lat_bucket{job="classic"})`,
  ]);
  questions.push(['histogram_count(lat{job="custom"})', 'lat_count{job="classic"}']);
  questions.push(['histogram_sum(lat{job="custom"})', 'lat_sum{job="classic"}']);
  for (const [custom, classic] of questions) {
    const expected = await byNumber(classic!);
    const found = await byNumber(custom!);
    expect(found.size).toBe(histograms.length);
    for (const [n, value] of expected) {
      if (Number.isNaN(value)) expect(found.get(n)).toBeNaN();
      else expect(Math.abs(found.get(n)! - value), `${custom!} of ${n}`).toBeLessThanOrEqual(1e-9 * Math.abs(value));
    }
  }
});

it('keeps the exemplar that has a time, once', async () => {
  await answered('count_over_time(lat{job="custom",n="0"}[1m]) > 2');
  const params = new URLSearchParams({ query: 'lat{job="custom"}', start: '1699999999', end: '1700000001' });
  const exemplars = (await (await fetch(`${app.url}/api/v1/query_exemplars?${params.toString()}`)).json()) as {
    data: { seriesLabels: Record<string, string>; exemplars: { value: string; timestamp: number }[] }[];
  };
  expect(exemplars.data.map((each) => [each.seriesLabels['n'], each.exemplars])).toEqual([
    ['0', [{ labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' }, value: '0.5', timestamp: 1_700_000_000 }]],
  ]);
});
