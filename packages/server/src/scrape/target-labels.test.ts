import { describe, expect, it } from 'vitest';
import { readPrometheusFile } from './config/prometheus-file.js';
import { resolveTarget } from './target-labels.js';

function config(job: string) {
  const { file, errors } = readPrometheusFile('p.yml', `scrape_configs: [{job_name: j${job}}]`);
  if (file === undefined) throw new Error(errors.join('\n'));
  return file.scrapeConfigs[0]!;
}

describe('resolveTarget', () => {
  it.each<[string, string, Record<string, string>, Record<string, string>, string]>([
    ['defaults', '', { __address__: 'a:1' }, { instance: 'a:1', job: 'j' }, 'http://a:1/metrics'],
    ['no port is added', '', { __address__: 'a' }, { instance: 'a', job: 'j' }, 'http://a/metrics'],
    [
      'labels of the group',
      '',
      { __address__: 'a:1', env: 'p', job: 'k' },
      { instance: 'a:1', job: 'k', env: 'p' },
      'http://a:1/metrics',
    ],
    [
      'meta labels are not stored',
      '',
      { __address__: 'a:1', __meta_x: 'y' },
      { instance: 'a:1', job: 'j' },
      'http://a:1/metrics',
    ],
    [
      'parameters',
      ', params: {m: [x, y], n: [z]}',
      { __address__: 'a:1' },
      { instance: 'a:1', job: 'j' },
      'http://a:1/metrics?m=x&m=y&n=z',
    ],
    [
      'a rule rewrites address, path, scheme and parameter',
      ", params: {m: [x]}, relabel_configs: [{target_label: __address__, replacement: 'b:2'}, {target_label: __metrics_path__, replacement: p}, {target_label: __scheme__, replacement: https}, {source_labels: [__meta_t], target_label: __param_m}]",
      { __address__: 'a:1', __meta_t: 'q' },
      { instance: 'b:2', job: 'j' },
      'https://b:2/p?m=q',
    ],
    [
      'instance set by a rule',
      ', relabel_configs: [{target_label: instance, replacement: me}]',
      { __address__: 'a:1' },
      { instance: 'me', job: 'j' },
      'http://a:1/metrics',
    ],
    ['IPv6', '', { __address__: '[::1]:9' }, { instance: '[::1]:9', job: 'j' }, 'http://[::1]:9/metrics'],
  ])('%s', (_, job, discovered, labels, url) => {
    const resolved = resolveTarget(discovered, config(job));
    if (!resolved.ok || resolved.value === undefined) throw new Error(resolved.ok ? 'dropped' : resolved.error);
    expect(resolved.value.labels).toEqual(labels);
    expect(resolved.value.url.href).toBe(url);
  });

  it('interval and time-out come from their labels', () => {
    const resolved = resolveTarget(
      { __address__: 'a:1', __scrape_interval__: '30s', __scrape_timeout__: '2s' },
      config(''),
    );
    expect(resolved.ok && resolved.value).toMatchObject({ interval: 30_000, timeout: 2000 });
  });

  it('forms of histograms come from their labels', () => {
    const ruled = config(
      ", scrape_native_histograms: true, relabel_configs: [{target_label: __convert_classic_histograms_to_nhcb__, replacement: T}, {target_label: __scrape_native_histograms__, replacement: '0'}]",
    );
    const resolved = resolveTarget({ __address__: 'a:1' }, ruled);
    expect(resolved.ok && resolved.value!.histograms).toEqual({
      native: false,
      customBuckets: true,
      classicToo: false,
    });
  });

  it('a rule drops it', () => {
    const dropping = config(', relabel_configs: [{source_labels: [env], regex: dev, action: drop}]');
    expect(resolveTarget({ __address__: 'a:1', env: 'dev' }, dropping)).toEqual({ ok: true, value: undefined });
  });

  it.each<[Record<string, string>, string]>([
    [{}, 'no address'],
    [{ __address__: 'http://a' }, '"http://a" is not a valid hostname'],
    [{ __address__: 'a:1', __scheme__: 'ftp' }, '"a:1" is not a valid hostname'],
    [
      { __address__: 'a:1', __scrape_interval__: 'x' },
      'error parsing scrape interval: not a valid duration string: "x"',
    ],
    [
      { __address__: 'a:1', __scrape_native_histograms__: 'maybe' },
      '__scrape_native_histograms__ is neither true nor false',
    ],
    [{ __address__: 'a:1', __scrape_interval__: '0s' }, 'scrape interval cannot be 0'],
    [
      { __address__: 'a:1', __scrape_interval__: '1s', __scrape_timeout__: '2s' },
      'scrape timeout cannot be greater than scrape interval (2s > 1s)',
    ],
  ])('%j is refused', (discovered, message) => {
    const resolved = resolveTarget(discovered, config(''));
    expect(resolved.ok ? 'taken' : resolved.error).toBe(message);
  });
});
