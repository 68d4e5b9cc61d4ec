import { durationMs, err, ok, type DurationMs, type Labels, type Result } from '@bongsu/model';
import { formatDuration, parseDuration } from '@bongsu/query/lang';
import { relabel } from '../relabel/relabel.js';
import type { HistogramForms, ScrapeConfig } from './config/scrape-config.js';

/** A target after relabelling. */
export interface ResolvedTarget {
  /** What its series get: no name begins with `__`. `instance` is always there. */
  readonly labels: Labels;
  readonly url: URL;
  readonly interval: DurationMs;
  readonly timeout: DurationMs;
  readonly histograms: HistogramForms;
}

/** Labels by which a rule chooses for one target what the job chooses for all. */
const FORM_LABELS: Readonly<Record<keyof HistogramForms, string>> = {
  native: '__scrape_native_histograms__',
  customBuckets: '__convert_classic_histograms_to_nhcb__',
  classicToo: '__always_scrape_classic_histograms__',
};

/**
 * Turns discovered labels into a target, as Prometheus' PopulateLabels does: defaults of the job, relabelling, address,
 * interval and time-out, forms of histograms, URL. `undefined` when a rule dropped it.
 */
export function resolveTarget(discovered: Labels, config: ScrapeConfig): Result<ResolvedTarget | undefined, string> {
  const labels = new Map(Object.entries(withDefaults(discovered, config)));
  if (!relabel(labels, config.relabel)) return ok(undefined);
  const address = labels.get('__address__') ?? '';
  if (address === '') return err('no address');
  const scheme = labels.get('__scheme__') ?? 'http';
  const text = `${scheme}://${address}${pathOf(labels.get('__metrics_path__') ?? '')}`;
  if (address.includes('/') || !/^https?$/.test(scheme) || !URL.canParse(text)) {
    return err(`${JSON.stringify(address)} is not a valid hostname`);
  }
  const interval = positive(labels, '__scrape_interval__', 'scrape interval');
  if (!interval.ok) return interval;
  const timeout = positive(labels, '__scrape_timeout__', 'scrape timeout');
  if (!timeout.ok) return timeout;
  if (timeout.value > interval.value) {
    return err(
      `scrape timeout cannot be greater than scrape interval (${formatDuration(timeout.value)} > ${formatDuration(interval.value)})`,
    );
  }
  const histograms = { ...config.histograms };
  for (const form of Object.keys(FORM_LABELS) as (keyof HistogramForms)[]) {
    const said = readBoolean(labels.get(FORM_LABELS[form]) ?? '');
    if (said === undefined) return err(`${FORM_LABELS[form]} is neither true nor false`);
    histograms[form] = said;
  }
  const own = [...labels].filter(([name]) => !name.startsWith('__'));
  return ok({
    labels: { instance: address, ...Object.fromEntries(own) },
    url: withParameters(new URL(text), labels, config),
    interval: interval.value,
    timeout: timeout.value,
    histograms,
  });
}

/** Discovered labels with the job's defaults under them: what the targets page shows as discovered. */
export function withDefaults(discovered: Labels, config: ScrapeConfig): Labels {
  const parameters = config.params.flatMap(([name, values]) =>
    values[0] === undefined ? [] : [[`__param_${name}`, values[0]] as const],
  );
  const forms = Object.entries(FORM_LABELS).map(
    ([form, label]) => [label, String(config.histograms[form as keyof HistogramForms])] as const,
  );
  return {
    job: config.jobName,
    __scrape_interval__: formatDuration(config.interval),
    __scrape_timeout__: formatDuration(config.timeout),
    __metrics_path__: config.metricsPath,
    __scheme__: config.scheme,
    ...Object.fromEntries(forms),
    ...Object.fromEntries(parameters),
    ...discovered,
  };
}

const pathOf = (path: string): string => (path.startsWith('/') ? path : `/${path}`);

/** As Go's ParseBool. */
const readBoolean = (text: string): boolean | undefined =>
  /^(?:1|t|T|true|TRUE|True)$/.test(text) ? true : /^(?:0|f|F|false|FALSE|False)$/.test(text) ? false : undefined;

function positive(labels: ReadonlyMap<string, string>, name: string, what: string): Result<DurationMs, string> {
  const text = labels.get(name) ?? '';
  const parsed = parseDuration(text);
  if (!parsed.ok) return err(`error parsing ${what}: ${parsed.error}`);
  return parsed.value === 0 ? err(`${what} cannot be 0`) : ok(durationMs(parsed.value));
}

/** The first value of a parameter is the label's, which rules may have changed; the others are the job's. */
function withParameters(url: URL, labels: ReadonlyMap<string, string>, config: ScrapeConfig): URL {
  const known = new Map(config.params);
  const names = new Set(known.keys());
  for (const name of labels.keys()) if (name.startsWith('__param_')) names.add(name.slice('__param_'.length));
  for (const name of [...names].sort()) {
    const [, ...rest] = known.get(name) ?? [];
    const first = labels.get(`__param_${name}`);
    for (const value of [...(first === undefined ? [] : [first]), ...rest]) url.searchParams.append(name, value);
  }
  return url;
}
