import { sortedPairs, type Labels } from '@bongsu/model';
import { canonicalBound, parseSeries, type ExpositionFormat } from '@bongsu/wire/exposition';
import type { FamilyText } from '@bongsu/wire/prometheus';
import { relabel } from '../relabel/relabel.js';
import type { ScrapeConfig } from './config/scrape-config.js';

/** What a scrape needs of a series that its target exposes, found on the first scrape that shows it. */
export interface ScrapedSeries {
  readonly metric: string;
  /** Without `__name__` and empty values. */
  readonly labels: Labels;
  /** The family and labels whose `_created` is the start of this series. */
  readonly createdKey: string;
}

/** Why a scrape fails as a whole. */
export type SeriesProblem = { readonly problem: string };

/**
 * The series behind an exposed text: labels of the target (`honor_labels`), metric relabelling, limits. Undefined when a
 * rule drops it.
 */
export function scrapedSeries(
  text: string,
  target: Labels,
  config: ScrapeConfig,
  families: ReadonlyMap<string, FamilyText>,
  format: ExpositionFormat,
): ScrapedSeries | SeriesProblem | undefined {
  const exposed = parseSeries(text, format === 'text' ? 'optional' : 'needed');
  if (!exposed.ok) return { problem: `${text}: ${exposed.error}` };
  const { name } = exposed.value;
  const own = canonicalLabels(name, exposed.value.labels, families);
  const labels = withTargetLabels(own, target, config.honorLabels);
  labels.set('__name__', name);
  if (!relabel(labels, config.metricRelabel)) return undefined;
  const metric = labels.get('__name__') ?? '';
  if (metric === '') return { problem: `${text}: metric relabelling leaves no metric name` };
  labels.delete('__name__');
  const problem = limitProblem(metric, labels, config);
  if (problem !== '') return { problem };
  return { metric, labels: Object.fromEntries(labels), createdKey: createdKey(familyOf(name), own) };
}

/** The base name of a series of a counter, histogram or summary. */
export function familyOf(name: string): string {
  for (const suffix of ['_total', '_bucket', '_sum', '_count', '_created']) {
    if (name.endsWith(suffix)) return name.slice(0, -suffix.length);
  }
  return name;
}

/** Equal for the parts of one histogram, summary or counter and its `_created`. */
export function createdKey(family: string, labels: Labels): string {
  const pairs = sortedPairs(labels).filter(([name]) => name !== 'le' && name !== 'quantile');
  return JSON.stringify([family, pairs]);
}

/** Bounds and quantiles in the one form that is stored, as Prometheus 3 does. */
function canonicalLabels(name: string, labels: Labels, families: ReadonlyMap<string, FamilyText>): Labels {
  const { le, quantile } = labels;
  if (le !== undefined && families.get(familyOf(name))?.type.endsWith('histogram') === true) {
    return { ...labels, le: canonicalBound(le) };
  }
  if (quantile !== undefined && families.get(name)?.type === 'summary') {
    return { ...labels, quantile: canonicalBound(quantile) };
  }
  return labels;
}

/** On a clash the target's label wins and the exposed one steps aside, unless the job honours exposed labels. */
function withTargetLabels(exposed: Labels, target: Labels, honorLabels: boolean): Map<string, string> {
  const labels = new Map(Object.entries(exposed).filter(([, value]) => value !== ''));
  for (const [name, value] of Object.entries(target)) {
    const clash = exposed[name];
    if (clash !== undefined && honorLabels) continue;
    if (clash !== undefined && clash !== '') {
      let free = `exported_${name}`;
      while (labels.has(free) || Object.hasOwn(target, free)) free = `exported_${free}`;
      labels.set(free, clash);
    }
    if (value === '') labels.delete(name);
    else labels.set(name, value);
  }
  return labels;
}

/** As much of a text as Prometheus shows in these errors. */
const head = (text: string): string => [...text.slice(0, 100)].slice(0, 50).join('');

function limitProblem(metric: string, labels: ReadonlyMap<string, string>, { limits }: ScrapeConfig): string {
  // Prometheus counts the name as a label.
  const count = labels.size + 1;
  if (limits.labels > 0 && count > limits.labels) {
    return `label_limit exceeded (metric: ${head(metric)}, number of labels: ${count}, limit: ${limits.labels})`;
  }
  if (limits.labelNameLength === 0 && limits.labelValueLength === 0) return '';
  for (const [name, value] of sortedPairs({ ...Object.fromEntries(labels), __name__: metric })) {
    const label = `metric: ${head(metric)}, label name: ${head(name)}`;
    const nameLength = Buffer.byteLength(name);
    if (limits.labelNameLength > 0 && nameLength > limits.labelNameLength) {
      return `label_name_length_limit exceeded (${label}, length: ${nameLength}, limit: ${limits.labelNameLength})`;
    }
    const length = Buffer.byteLength(value);
    if (limits.labelValueLength > 0 && length > limits.labelValueLength) {
      return `label_value_length_limit exceeded (${label}, value: ${JSON.stringify(head(value))}, length: ${length}, limit: ${limits.labelValueLength})`;
    }
  }
  return '';
}
