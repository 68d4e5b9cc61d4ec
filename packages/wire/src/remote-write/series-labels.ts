import { type Labels, sortedPairs } from '@bongsu/model';

/** A series' labels as they came, checked. */
export interface SeriesLabels {
  /** Value of `__name__`, '' when there is none. */
  readonly metric: string;
  /** Without `__name__` and empty values. */
  readonly labels: Labels;
  /** '' or why the series is refused. */
  readonly problem: string;
}

/** Series with more are a mistake of the sender; Prometheus takes any number. */
const MAX_IN_TEXT = 2_000;

/**
 * Checks what Prometheus' receiver checks: a metric name, no label twice, no empty label name. `pairs` are name and
 * value in turn; `valid` is false when one of them is no UTF-8.
 */
export function checkLabels(pairs: readonly string[], valid: boolean): SeriesLabels {
  let metric = '';
  const labels: Record<string, string> = Object.create(null) as Record<string, string>;
  let twice = '';
  let nameless = false;
  for (let i = 0; i < pairs.length; i += 2) {
    const name = pairs[i]!;
    const value = pairs[i + 1]!;
    if (name === '') nameless = true;
    if (name === '__name__') {
      if (metric !== '') twice = name;
      metric = value;
    } else if (name in labels) twice = name;
    else labels[name] = value;
  }
  const text = (): string => seriesText(metric, labels);
  let problem = '';
  if (metric === '' || nameless || !valid) problem = `invalid metric name or labels, got ${text()}`;
  else if (twice !== '') problem = `invalid labels for series, labels ${text()}, duplicate label ${twice}`;
  return { metric, labels: Object.fromEntries(sortedPairs(labels)), problem };
}

/** As Prometheus prints a label set, `__name__` among the labels; cut when it is very long. */
export function seriesText(metric: string, labels: Labels): string {
  const all = sortedPairs(metric === '' ? labels : { ...labels, __name__: metric });
  const text = all.map(([name, value]) => `${nameText(name)}=${JSON.stringify(value)}`).join(', ');
  return `{${text.length > MAX_IN_TEXT ? `${text.slice(0, MAX_IN_TEXT)}…` : text}}`;
}

const nameText = (name: string): string => (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : JSON.stringify(name));
