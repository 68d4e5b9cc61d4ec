import { describe, expect, it } from 'vitest';
import { readPrometheusFile } from './prometheus-file.js';
import { scrapeProtocols } from './scrape-config.js';

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
    escaping: 'allow-utf-8',
    honorLabels: false,
    honorTimestamps: true,
  });
});

it.each<[string, object]>([
  ['{job_name: a, scrape_interval: 0s, scrape_timeout: 0s}', { interval: 60_000, timeout: 10_000 }],
  [
    '{job_name: a, tls_config: {min_version: TLS12, max_version: TLS13}}',
    { http: { tls: { insecureSkipVerify: false } } },
  ],
  ['{job_name: a, scrape_interval: 5s}', { interval: 5000, timeout: 5000 }],
  ['{job_name: a, honor_labels: yes, honor_timestamps: off}', { honorLabels: true, honorTimestamps: false }],
  ['{job_name: a, metrics_path: , basic_auth: , static_configs: }', { metricsPath: '/metrics', discoveries: [] }],
  ["{job_name: a, fallback_scrape_protocol: ''}", { fallbackProtocol: undefined }],
  ['{job_name: a, metric_name_escaping_scheme: underscores}', { escaping: 'underscores' }],
  ['{job_name: a, dns_sd_configs: [{names: [b], type: a, port: 1}]}', { discoveries: [{ type: 'A' }] }],
  ['{job_name: a, file_sd_configs: [{files: [/b.YML]}]}', { discoveries: [{ files: ['/b.YML'] }] }],
])('reads %s', (job, expected) => {
  const { file, errors } = readPrometheusFile('p.yml', `scrape_configs: [${job}]`);
  expect(errors).toEqual([]);
  expect(file!.scrapeConfigs[0]).toMatchObject(expected);
});

it.each<[string, string, object, readonly string[]]>([
  ['', '', { native: false, customBuckets: false, classicToo: false }, []],
  [
    'scrape_native_histograms: true, convert_classic_histograms_to_nhcb: true, always_scrape_classic_histograms: true',
    '',
    { native: true, customBuckets: true, classicToo: true },
    ['PrometheusProto'],
  ],
  [
    'scrape_native_histograms: true, convert_classic_histograms_to_nhcb: true',
    ', scrape_native_histograms: false, convert_classic_histograms_to_nhcb: false',
    { native: false, customBuckets: false, classicToo: false },
    [],
  ],
  [
    '',
    ', scrape_native_histograms: true',
    { native: true, customBuckets: false, classicToo: false },
    ['PrometheusProto'],
  ],
])('forms of histograms: global %j, of the job %j', (global, own, histograms, first) => {
  const yaml = `global: {${global}}\nscrape_configs: [{job_name: a${own}}]`;
  const { file, errors } = readPrometheusFile('p.yml', yaml);
  expect(errors).toEqual([]);
  const job = file!.scrapeConfigs[0]!;
  expect(job.histograms).toEqual(histograms);
  expect(scrapeProtocols(job, job.histograms)).toEqual([
    ...first,
    'OpenMetricsText1.0.0',
    'OpenMetricsText0.0.1',
    'PrometheusText1.0.0',
    'PrometheusText0.0.4',
  ]);
});

it('escapes names as the global section has it, where a job does not say', () => {
  const yaml =
    'global: {metric_name_escaping_scheme: dots}\nscrape_configs: [{job_name: a}, {job_name: b, metric_name_escaping_scheme: values}]';
  expect(readPrometheusFile('p.yml', yaml).file!.scrapeConfigs.map((job) => job.escaping)).toEqual(['dots', 'values']);
});

it('protocols that are listed stand as they are, with native histograms or not', () => {
  const yaml =
    'global: {scrape_protocols: [PrometheusText0.0.4]}\nscrape_configs: [{job_name: a, scrape_native_histograms: true}]';
  const job = readPrometheusFile('p.yml', yaml).file!.scrapeConfigs[0]!;
  expect(scrapeProtocols(job, job.histograms)).toEqual(['PrometheusText0.0.4']);
});

it('external labels name variables of the environment', () => {
  const yaml = 'global: {external_labels: {zone: "$ZONE-1", price: "$$5", user: "${NOBODY}"}}';
  const { file, warnings } = readPrometheusFile('p.yml', yaml, { ZONE: 'eu' });
  expect(file!.externalLabels).toEqual({ zone: 'eu-1', price: '$5', user: '' });
  expect(warnings).toEqual(['p.yml:1: global.external_labels: user: the environment variable NOBODY is not set']);
});

describe('what cannot stand together in kubernetes_sd_configs', () => {
  it.each([
    ['role: pod, basic_auth: {username: u}', "please provide the 'api_server' URL explicitly"],
    ['role: pod, kubeconfig_file: k, bearer_token: t', "together with 'kubeconfig_file'"],
    ['role: pod, kubeconfig_file: k, api_server: "http://a"', "cannot use 'kubeconfig_file' and 'api_server'"],
    [
      'role: pod, api_server: "http://a", namespaces: {own_namespace: true}',
      "'api_server' and 'namespaces.own_namespace'",
    ],
    [
      'role: pod, kubeconfig_file: k, namespaces: {own_namespace: true}',
      "'kubeconfig_file' and 'namespaces.own_namespace'",
    ],
    ['role: node, selectors: [{role: pod, label: a}]', 'node role supports only node selectors'],
    ['role: pod, selectors: [{role: node, label: a}]', 'pod role supports only pod selectors'],
    [
      'role: endpoints, selectors: [{role: node, label: a}]',
      'endpoints role supports only pod, service, endpoints selectors',
    ],
    ['role: pod, selectors: [{role: pod, label: a}, {role: pod, label: b}]', 'duplicated selector role: pod'],
    ['role: pod, attach_metadata: {node: true}, selectors: [{role: node, label: a}]', undefined],
    ['role: endpointslice, selectors: [{role: pod, label: a}, {role: service, label: b}]', undefined],
    ['role: service, api_server: "https://a", authorization: {credentials_file: t}', undefined],
  ])('%s', (entry, message) => {
    const yaml = `scrape_configs: [{job_name: a, kubernetes_sd_configs: [{${entry}}]}]`;
    const { errors } = readPrometheusFile('p.yml', yaml);
    expect(errors).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
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
    ['global: {metric_name_validation_scheme: legacy}', 'only utf8 is supported: names are stored as they come'],
    [
      'scrape_configs: [{job_name: a, metric_name_escaping_scheme: none}]',
      '"none" is not one of allow-utf-8, underscores, dots, values',
    ],
    ['remote_write: [{url: x}]', 'remote_write: is not supported: samples stay here'],
    [
      'scrape_configs: [{job_name: a, tls_config: {cert_file: a.pem}}]',
      'exactly one of key or key_file must be configured when a client certificate is configured',
    ],
    [
      'scrape_configs: [{job_name: a, tls_config: {key_file: a.pem}}]',
      'exactly one of cert or cert_file must be configured when a client key is configured',
    ],
    [
      'scrape_configs: [{job_name: a, tls_config: {min_version: TLS10}}]',
      'tls_config.min_version: "TLS10" is not one of TLS12',
    ],
    ['scrape_configs: [{job_name: a, static_configs: [null]}]', 'empty or null section in static_configs'],
    [
      'scrape_configs: [{job_name: a, static_configs: [{targets: ["http://b:80"]}]}]',
      'static_configs[0].targets[0]: "http://b:80" is not a valid hostname',
    ],
    ['scrape_configs: [{job_name: a, static_configs: [{labels: {"": b}}]}]', '"" is not a valid label name'],
    ['scrape_configs: [{job_name: a, relabel_configs: {}}]', 'relabel_configs: must be a list'],
    ['scrape_configs: [{job_name: a, dns_sd_configs: [{names: [a], type: TXT}]}]', '"TXT" is not one of SRV, A, AAAA'],
    ['scrape_configs: [{job_name: a, honor_labels: "yes"}]', 'honor_labels: must be true or false'],
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
    expect(loadPrometheusFile('/nowhere/p.yml', {}).errors).toEqual([
      "cannot read /nowhere/p.yml: ENOENT: no such file or directory, open '/nowhere/p.yml'",
    ]);
  });
});
