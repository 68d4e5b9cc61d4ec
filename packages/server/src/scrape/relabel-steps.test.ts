import { expect, it } from 'vitest';
import { readPrometheusFile } from './config/prometheus-file.js';
import { relabelSteps } from './relabel-steps.js';

it('shows what each rule made of the labels, and nothing after a drop', () => {
  const { file } = readPrometheusFile(
    'p.yml',
    `
scrape_configs:
  - job_name: j
    relabel_configs:
      - {source_labels: [__meta_zone, x], target_label: zone}
      - {regex: '__meta_.+', action: LabelDrop}
      - {source_labels: [__address__], modulus: 4, target_label: shard, action: hashmod}
      - {source_labels: [zone], regex: 'north;.*', action: drop}
      - {target_label: never, replacement: reached}
`,
  );
  const steps = relabelSteps({ __address__: 'a:1', __meta_zone: 'north' }, file!.scrapeConfigs[0]!);
  const defaults = {
    __address__: 'a:1',
    __always_scrape_classic_histograms__: 'false',
    __convert_classic_histograms_to_nhcb__: 'false',
    __metrics_path__: '/metrics',
    __scheme__: 'http',
    __scrape_interval__: '1m',
    __scrape_native_histograms__: 'false',
    __scrape_timeout__: '10s',
    job: 'j',
  };
  const replace = { separator: ';', regex: '(.*)', replacement: '$1', action: 'replace' };
  expect(steps).toEqual([
    {
      rule: { ...replace, source_labels: ['__meta_zone', 'x'], target_label: 'zone' },
      output: { ...defaults, __meta_zone: 'north', zone: 'north;' },
      keep: true,
    },
    {
      rule: { separator: ';', regex: '__meta_.+', replacement: '$1', action: 'labeldrop' },
      output: { ...defaults, zone: 'north;' },
      keep: true,
    },
    {
      rule: { ...replace, source_labels: ['__address__'], modulus: 4, target_label: 'shard', action: 'hashmod' },
      output: { ...defaults, zone: 'north;', shard: expect.stringMatching(/^[0-3]$/) as string },
      keep: true,
    },
    { rule: { ...replace, source_labels: ['zone'], regex: 'north;.*', action: 'drop' }, output: {}, keep: false },
    { rule: { ...replace, target_label: 'never', replacement: 'reached' }, output: {}, keep: false },
  ]);
});
