import { durationMs, type DurationMs } from '@bongsu/model';
import { ESCAPING_SCHEMES, SCRAPE_PROTOCOLS, type EscapingScheme, type ScrapeProtocol } from '@bongsu/wire/exposition';
import { parseSize } from '../../config/size.js';
import type { YamlMap, YamlNode } from '../../config/yaml-node.js';
import { readRelabelRules } from '../../relabel/read-rules.js';
import type { RelabelRule } from '../../relabel/relabel.js';
import { readDiscoveries, type DiscoveryConfig } from '../discovery/discovery-config.js';
import { readDuration } from './duration.js';
import { readHttpClient, type HttpClientConfig } from './http-client-config.js';

/** Each exceeded limit fails the scrape as a whole; 0 is no limit. */
export interface ScrapeLimits {
  readonly bodySizeBytes: number;
  readonly samples: number;
  readonly labels: number;
  readonly labelNameLength: number;
  readonly labelValueLength: number;
  readonly targets: number;
}

/** In which forms histograms are stored. */
export interface HistogramForms {
  /** Native ones as such (`scrape_native_histograms`); without it only their classic form counts. */
  readonly native: boolean;
  /** Classic ones as native ones with custom buckets (`convert_classic_histograms_to_nhcb`). */
  readonly customBuckets: boolean;
  /** The classic form also where one of the others is stored (`always_scrape_classic_histograms`). */
  readonly classicToo: boolean;
}

/** One job of `scrape_configs`, with what it takes from `global`. */
export interface ScrapeConfig {
  readonly jobName: string;
  readonly interval: DurationMs;
  /** At most `interval`. */
  readonly timeout: DurationMs;
  /** Undefined: as the histograms that are wanted need it, see `scrapeProtocols`. */
  readonly protocols: readonly ScrapeProtocol[] | undefined;
  readonly fallbackProtocol: ScrapeProtocol | undefined;
  readonly escaping: EscapingScheme;
  readonly metricsPath: string;
  readonly scheme: 'http' | 'https';
  readonly params: readonly (readonly [name: string, values: readonly string[]])[];
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  readonly trackTimestampsStaleness: boolean;
  readonly enableCompression: boolean;
  readonly limits: ScrapeLimits;
  /** Dropped targets that are kept for the targets page; 0 keeps all. */
  readonly keepDroppedTargets: number;
  readonly histograms: HistogramForms;
  readonly extraScrapeMetrics: boolean;
  readonly http: HttpClientConfig;
  readonly relabel: readonly RelabelRule[];
  readonly metricRelabel: readonly RelabelRule[];
  readonly discoveries: readonly DiscoveryConfig[];
}

/** What jobs inherit; the keys of `global` that concern scraping. */
export interface ScrapeDefaults {
  readonly interval: DurationMs;
  readonly timeout: DurationMs;
  /** Undefined: as the histograms that are wanted need it, see `scrapeProtocols`. */
  readonly protocols: readonly ScrapeProtocol[] | undefined;
  readonly fallbackProtocol: ScrapeProtocol | undefined;
  readonly escaping: EscapingScheme;
  readonly limits: ScrapeLimits;
  readonly keepDroppedTargets: number;
  readonly histograms: HistogramForms;
  readonly extraScrapeMetrics: boolean;
}

/** Prometheus' own, but for the fallback: a target without a `Content-Type` is read as text instead of refused. */
export const PROMETHEUS_DEFAULTS: ScrapeDefaults = {
  interval: durationMs(60_000),
  timeout: durationMs(10_000),
  protocols: undefined,
  fallbackProtocol: 'PrometheusText0.0.4',
  escaping: 'allow-utf-8',
  limits: { bodySizeBytes: 0, samples: 0, labels: 0, labelNameLength: 0, labelValueLength: 0, targets: 0 },
  keepDroppedTargets: 0,
  histograms: { native: false, customBuckets: false, classicToo: false },
  extraScrapeMetrics: false,
};

/** Keys that `global` and a job share. A timeout that is not given is at most the interval; 0 is as if not given. */
export function readScrapeDefaults(map: YamlMap, inherited: ScrapeDefaults): ScrapeDefaults {
  const interval = readDuration(map.take('scrape_interval'), inherited.interval) || inherited.interval;
  const timeoutNode = map.take('scrape_timeout');
  const atMost = durationMs(Math.min(inherited.timeout, interval));
  const timeout = readDuration(timeoutNode, atMost) || atMost;
  if (timeoutNode !== undefined && timeout > interval) {
    timeoutNode.error(`scrape timeout greater than scrape interval`);
  }
  const { limits, histograms } = inherited;
  const protocols = map.take('scrape_protocols');
  const validation = map.take('metric_name_validation_scheme');
  if (validation?.oneOf(['utf8', 'legacy'], 'utf8') === 'legacy') {
    validation.error('only utf8 is supported: names are stored as they come');
  }
  return {
    interval,
    timeout,
    protocols: protocols === undefined ? inherited.protocols : readProtocols(protocols),
    fallbackProtocol: readFallback(map.take('fallback_scrape_protocol'), inherited.fallbackProtocol),
    escaping:
      map.take('metric_name_escaping_scheme')?.oneOf(ESCAPING_SCHEMES, inherited.escaping) ?? inherited.escaping,
    limits: {
      bodySizeBytes: map.take('body_size_limit')?.parsed(parseSize, 0) ?? limits.bodySizeBytes,
      samples: map.take('sample_limit')?.integer() ?? limits.samples,
      labels: map.take('label_limit')?.integer() ?? limits.labels,
      labelNameLength: map.take('label_name_length_limit')?.integer() ?? limits.labelNameLength,
      labelValueLength: map.take('label_value_length_limit')?.integer() ?? limits.labelValueLength,
      targets: map.take('target_limit')?.integer() ?? limits.targets,
    },
    keepDroppedTargets: map.take('keep_dropped_targets')?.integer() ?? inherited.keepDroppedTargets,
    histograms: {
      native: map.take('scrape_native_histograms')?.boolean() ?? histograms.native,
      customBuckets: map.take('convert_classic_histograms_to_nhcb')?.boolean() ?? histograms.customBuckets,
      classicToo: map.take('always_scrape_classic_histograms')?.boolean() ?? histograms.classicToo,
    },
    extraScrapeMetrics: map.take('extra_scrape_metrics')?.boolean() ?? inherited.extraScrapeMetrics,
  };
}

const TEXT_PROTOCOLS: readonly ScrapeProtocol[] = [
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
];

/** What is asked for, first what is wanted most. Native histograms come by protobuf; a list of protocols stands as it is. */
export function scrapeProtocols(
  { protocols }: Pick<ScrapeDefaults, 'protocols'>,
  { native }: Pick<HistogramForms, 'native'>,
): readonly ScrapeProtocol[] {
  return protocols ?? (native ? ['PrometheusProto', ...TEXT_PROTOCOLS] : TEXT_PROTOCOLS);
}

function readProtocols(node: YamlNode): readonly ScrapeProtocol[] {
  const protocols = node.list().map((each) => each.oneOf(SCRAPE_PROTOCOLS, 'PrometheusText0.0.4'));
  if (protocols.length === 0) node.error('must name at least one protocol');
  if (new Set(protocols).size < protocols.length) node.error('names a protocol twice');
  return protocols;
}

function readFallback(node: YamlNode | undefined, inherited: ScrapeProtocol | undefined): ScrapeProtocol | undefined {
  if (node === undefined) return inherited;
  return node.text() === '' ? undefined : node.oneOf(SCRAPE_PROTOCOLS, 'PrometheusText0.0.4');
}

/** One entry of `scrape_configs`; relative files are relative to `folder`. */
export function readScrapeConfig(node: YamlNode, defaults: ScrapeDefaults, folder: string): ScrapeConfig | undefined {
  const map = node.map();
  if (map === undefined) return undefined;
  const jobName = map.take('job_name')?.text() ?? '';
  if (jobName === '') node.error('job_name is empty');
  const own = readScrapeDefaults(map, defaults);
  const config: ScrapeConfig = {
    ...own,
    jobName,
    metricsPath: map.take('metrics_path')?.text() ?? '/metrics',
    scheme: map.take('scheme')?.oneOf(['http', 'https'], 'http') ?? 'http',
    params: (map.take('params')?.map()?.takeAll() ?? []).map(
      ([name, values]) => [name, values.list().map((value) => value.text())] as const,
    ),
    honorLabels: map.take('honor_labels')?.boolean() ?? false,
    honorTimestamps: map.take('honor_timestamps')?.boolean() ?? true,
    trackTimestampsStaleness: map.take('track_timestamps_staleness')?.boolean() ?? false,
    enableCompression: map.take('enable_compression')?.boolean() ?? true,
    http: readHttpClient(map, folder),
    relabel: readRelabelRules(map.take('relabel_configs')),
    metricRelabel: readRelabelRules(map.take('metric_relabel_configs')),
    discoveries: readDiscoveries(map, folder),
  };
  map.ignore({
    native_histogram_bucket_limit: 'native histograms are stored with the buckets they come with',
    native_histogram_min_bucket_factor: 'native histograms are stored with the buckets they come with',
    scrape_failure_log_file: 'failures of scrapes are in the log of the server and on the targets page',
  });
  map.finish();
  return config;
}
