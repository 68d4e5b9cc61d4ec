import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { havePrograms, startProgram, type Program } from './program.js';
import { prometheusQuery, type VectorItem } from './query-api.js';
import { freePort, freshFolder, startServer, type ServerProcess } from './server-process.js';
import { runShop, type Shop } from './shop-process.js';

/** Bongsu in the place of Prometheus: it scrapes what people have, by a `prometheus.yml` as they have it. */
describe.skipIf(!havePrograms('prometheus', 'prometheus-alertmanager'))('scraping real targets', () => {
  let server: ServerProcess;
  let prometheus: Program;
  let alertmanager: Program;
  let shop: Shop;
  let folder: string;
  const ports = { prometheus: 0, alertmanager: 0, shop: 0 };

  beforeAll(async () => {
    folder = await freshFolder();
    await mkdir(folder, { recursive: true });
    ports.prometheus = await freePort();
    ports.alertmanager = await freePort();
    // Three pages, from this port on.
    ports.shop = 20_000 + Math.floor(Math.random() * 10_000);
    await writeFile(join(folder, 'peer.yml'), 'scrape_configs: []\n');
    await writeFile(join(folder, 'alertmanager.yml'), 'route: {receiver: none}\nreceivers: [{name: none}]\n');
    prometheus = startProgram('prometheus', [
      `--config.file=${join(folder, 'peer.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ]);
    alertmanager = startProgram('prometheus-alertmanager', [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
      '--cluster.listen-address=',
    ]);
    const shopTargets = [0, 1, 2].map((i) => `127.0.0.1:${ports.shop + i}`);
    await writeFile(
      join(folder, 'shop.json'),
      JSON.stringify([{ targets: shopTargets, labels: { team: 'shop', __meta_secret: 'x' } }]),
    );
    await writeFile(
      join(folder, 'prometheus.yml'),
      `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: prometheus
    static_configs: [{targets: ['127.0.0.1:${ports.prometheus}']}]
    metric_relabel_configs:
      - {source_labels: [__name__], regex: 'go_.*', action: drop}
      - {source_labels: [handler], regex: '/(.+)', target_label: page, replacement: 'page-\${1}'}
  - job_name: alertmanager
    static_configs: [{targets: ['127.0.0.1:${ports.alertmanager}']}]
    relabel_configs:
      - {source_labels: [__address__], regex: '.*:(\\d+)', target_label: port}
      - {target_label: instance, replacement: the-alertmanager}
  - job_name: shop
    file_sd_configs: [{files: ['*.json']}]
    relabel_configs:
      - {source_labels: [__address__], modulus: 1, target_label: shard, action: hashmod}
`,
    );
    const settings = join(folder, 'bongsu.yaml');
    await writeFile(settings, 'prometheus: {enableLifecycle: on}\n');
    server = await startServer({
      args: ['--config', settings, '--prometheus-config', join(folder, 'prometheus.yml')],
    });
    shop = runShop(server.url, {
      env: { OTEL_METRICS_EXPORTER: 'otlp,prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: String(ports.shop) },
    });
  });
  afterAll(async () => {
    await Promise.all([shop?.stop(), prometheus.stop(), alertmanager.stop()]);
    await server.stop();
  });

  const query = (expression: string): Promise<readonly VectorItem[]> => prometheusQuery(server.url, expression);

  test('all of them are up, this server too', async () => {
    await eventually(async () => {
      const up = await query('sum by (job) (up)');
      expect(up.map(({ metric, value }) => `${metric['job'] ?? ''} ${value![1]}`).sort()).toEqual([
        'alertmanager 1',
        'bongsu 1',
        'prometheus 1',
        'shop 3',
      ]);
    }, 60_000);
  });

  test('rules drop metrics, add labels and name instances', async () => {
    expect(await query('{job="prometheus",__name__=~"go_.*"}')).toEqual([]);
    expect((await query('prometheus_build_info{job="prometheus"}')).length).toBe(1);
    const paged = await query('prometheus_http_requests_total{page="page-metrics"}');
    expect(paged.map(({ metric }) => metric['handler'])).toEqual(['/metrics']);
    const [info] = await query('alertmanager_build_info');
    expect(info!.metric).toMatchObject({ instance: 'the-alertmanager', port: String(ports.alertmanager) });
    const shops = await query('up{job="shop",team="shop",shard="0"}');
    expect(shops).toHaveLength(3);
    expect(Object.keys(shops[0]!.metric).filter((name) => name.startsWith('__meta'))).toEqual([]);
  });

  // The exporter of the SDK for Node leaves the unit out of names.
  test("the shop's request histogram is scraped and answers a quantile", async () => {
    await eventually(async () => {
      const [p95] = await query(
        'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_bucket{job="shop"}[30s])))',
      );
      expect(Number(p95?.value?.[1])).toBeGreaterThan(0);
    }, 60_000);
  });

  test('the targets page tells where they come from', async () => {
    const response = await fetch(`${server.url}/api/v1/targets?state=active&scrapePool=shop`);
    const { data } = (await response.json()) as {
      data: { activeTargets: { health: string; discoveredLabels: Record<string, string> }[] };
    };
    expect(data.activeTargets.map(({ health }) => health)).toEqual(['up', 'up', 'up']);
    expect(data.activeTargets[0]!.discoveredLabels['__meta_filepath']).toBe(join(folder, 'shop.json'));
    const config = await (await fetch(`${server.url}/api/v1/status/config`)).text();
    expect(config).toContain('job_name: alertmanager');
  });

  test('a target that ends goes down and its series with it', async () => {
    await alertmanager.stop();
    await eventually(async () => {
      expect((await query('up{job="alertmanager"}'))[0]?.value?.[1]).toBe('0');
      expect(await query('alertmanager_build_info')).toEqual([]);
    }, 30_000);
  });

  test('a reload follows the new file, and refuses a broken one', async () => {
    const file = join(folder, 'prometheus.yml');
    await writeFile(file, 'scrape_configs: [{job_nam: x}]\n');
    const refused = await fetch(`${server.url}/-/reload`, { method: 'POST' });
    expect(refused.status).toBe(500);
    expect(await refused.text()).toContain('prometheus.yml:1: scrape_configs[0].job_nam: is not a known key');
    await writeFile(file, 'scrape_configs: []\n');
    expect((await fetch(`${server.url}/-/reload`, { method: 'POST' })).status).toBe(200);
    await eventually(async () => {
      expect((await query('up')).map(({ metric }) => metric['job'])).toEqual(['bongsu']);
    }, 30_000);
  });
});
