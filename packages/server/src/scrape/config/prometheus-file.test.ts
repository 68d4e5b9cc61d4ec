import { describe, expect, it } from 'vitest';
import { readPrometheusFile } from './prometheus-file.js';

const errorsOf = (yaml: string): readonly string[] => readPrometheusFile('/etc/prometheus.yml', yaml).errors;

/** What people have: all the usual keys of a job. */
const WHOLE = `
global:
  scrape_interval: 15s
  scrape_timeout: 5s
  evaluation_interval: 30s
  external_labels: {cluster: home}
scrape_configs:
  - job_name: api
    metrics_path: /api/metrics
    scheme: https
    honor_labels: true
    honor_timestamps: false
    params: {module: [http_2xx, b]}
    basic_auth: {username: u, password_file: secrets/pw}
    tls_config: {ca_file: ca.pem, insecure_skip_verify: true}
    sample_limit: 1000
    body_size_limit: 10MB
    static_configs:
      - targets: [api:4000, 'web:3000']
        labels: {env: prod}
    relabel_configs:
      - {source_labels: [__address__], target_label: host, regex: '(.*):.*'}
    metric_relabel_configs:
      - {source_labels: [__name__], regex: go_.*, action: drop}
  - job_name: files
    scrape_interval: 1m
    file_sd_configs: [{files: ['targets/*.json'], refresh_interval: 1m}]
    dns_sd_configs: [{names: [db.local], type: A, port: 9187}]
    http_sd_configs: [{url: 'http://sd/targets'}]
    docker_sd_configs: [{host: 'unix:///var/run/docker.sock'}]
    kubernetes_sd_configs: [{role: pod, namespaces: {names: [apps]}}]
`;

it('reads every key of a job and what it inherits', () => {
  const { file, errors, warnings } = readPrometheusFile('/etc/prometheus.yml', WHOLE);
  expect([errors, warnings]).toEqual([[], []]);
  const [api, files] = file!.scrapeConfigs;
  expect(api).toMatchObject({
    jobName: 'api',
    interval: 15_000,
    timeout: 5000,
    metricsPath: '/api/metrics',
    scheme: 'https',
    honorLabels: true,
    honorTimestamps: false,
    params: [['module', ['http_2xx', 'b']]],
    limits: { samples: 1000, bodySizeBytes: 10_000_000 },
    http: {
      basicAuth: { username: { text: 'u' }, password: { file: '/etc/secrets/pw' } },
      tls: { caFile: '/etc/ca.pem', insecureSkipVerify: true },
    },
  });
  expect(api!.relabel).toHaveLength(1);
  expect(api!.metricRelabel[0]!.action).toBe('drop');
  expect(files!.interval).toBe(60_000);
  expect(files!.discoveries.map((each) => each.kind)).toEqual(['file', 'http', 'dns', 'docker', 'kubernetes']);
  expect(files!.discoveries[0]).toMatchObject({ files: ['/etc/targets/*.json'] });
  expect(file!.externalLabels).toEqual({ cluster: 'home' });
  expect(file!.evaluationInterval).toBe(30_000);
});

it('has defaults of Prometheus, and text as the fallback of a target that names no type', () => {
  const [job] = readPrometheusFile('p.yml', 'scrape_configs: [{job_name: a}]').file!.scrapeConfigs;
  expect(job).toMatchObject({
    interval: 60_000,
    timeout: 10_000,
    metricsPath: '/metrics',
    scheme: 'http',
    fallbackProtocol: 'PrometheusText0.0.4',
    honorLabels: false,
    honorTimestamps: true,
  });
});

it('an empty file scrapes nothing', () => {
  expect(readPrometheusFile('p.yml', '').file!.scrapeConfigs).toEqual([]);
  expect(readPrometheusFile('p.yml', '# nothing\nscrape_configs:\n').file!.scrapeConfigs).toEqual([]);
});

it('says what is read without effect, and where', () => {
  const { file, warnings } = readPrometheusFile(
    'p.yml',
    'rule_files:\n  - rules.yml\nalerting:\n  alertmanagers: [{}]\nscrape_configs: []\n',
  );
  expect(file).toBeDefined();
  expect(warnings.map((each) => each.split(': ').slice(0, 2))).toEqual([
    ['p.yml:2', 'rule_files'],
    ['p.yml:4', 'alerting'],
  ]);
});

describe('errors name file, line and key', () => {
  it.each([
    ['scrape_config: []', 'p.yml:1: scrape_config: is not a known key'],
    [
      'scrape_configs:\n  - job_name: a\n    scrape_intervall: 1s',
      'p.yml:3: scrape_configs[0].scrape_intervall: is not a known key',
    ],
    [
      'scrape_configs:\n  - job_name: a\n  - job_name: a',
      'p.yml:3: scrape_configs[1]: found multiple scrape configs with job name "a"',
    ],
    ['scrape_configs: [{}]', 'p.yml:1: scrape_configs[0]: job_name is empty'],
    [
      'scrape_configs: [{job_name: a, scrape_interval: 5}]',
      'p.yml:1: scrape_configs[0].scrape_interval: not a valid duration string: "5"',
    ],
    [
      'scrape_configs: [{job_name: a, scrape_interval: 1s, scrape_timeout: 2s}]',
      'scrape timeout greater than scrape interval',
    ],
    ['scrape_configs: [{job_name: a, honor_labels: maybe}]', 'scrape_configs[0].honor_labels: must be true or false'],
    [
      'scrape_configs: [{job_name: a, consul_sd_configs: [{}]}]',
      'consul_sd_configs: is not supported: list the targets with file_sd_configs',
    ],
    ['scrape_configs: [{job_name: a, oauth2: {}}]', 'oauth2: is not supported'],
    ['scrape_configs: [{job_name: a, proxy_url: x}]', 'proxy_url: is not supported'],
    [
      'scrape_configs: [{job_name: a, basic_auth: {username: u}, bearer_token: t}]',
      'at most one of basic_auth, authorization',
    ],
    [
      'scrape_configs: [{job_name: a, file_sd_configs: [{files: [a.txt]}]}]',
      'a file name must end in .json, .yml or .yaml',
    ],
    [
      'scrape_configs: [{job_name: a, dns_sd_configs: [{names: [a], type: A}]}]',
      'a port is required in DNS-SD configs',
    ],
    [
      'scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: pods}]}]',
      '"pods" is not one of node, service, pod',
    ],
    [
      'scrape_configs: [{job_name: a, static_configs: [{target: [b]}]}]',
      'static_configs[0].target: is not a known key',
    ],
    ['remote_write: [{url: x}]', 'remote_write: is not supported: samples stay here'],
    ['global: {scrape_interval: 0s}\nscrape_configs: []', 'global: scrape_interval must be greater than 0'],
    ['scrape_configs: {}x', 'not valid YAML'],
    ['- a', 'must be a map of keys to values'],
  ])('%s', (yaml, message) => {
    expect(readPrometheusFile('p.yml', yaml).errors[0] ?? 'no error').toContain(message);
  });

  it('reports all at once', () => {
    expect(errorsOf('a: 1\nb: 2\nscrape_configs: [{job_name: x, c: 3}]')).toHaveLength(3);
  });

  it('a file that is not there', async () => {
    const { loadPrometheusFile } = await import('./prometheus-file.js');
    expect(loadPrometheusFile('/nowhere/p.yml').errors).toEqual([
      "cannot read /nowhere/p.yml: ENOENT: no such file or directory, open '/nowhere/p.yml'",
    ]);
  });
});
