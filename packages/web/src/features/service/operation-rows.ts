import { type InstantSample } from '../../api/prom-query.js';

export interface OperationRow {
  /** Of its spans. */
  readonly name: string;
  /** Spans per second. */
  readonly rate: number;
  /** Share of them with an error, 0 to 1. */
  readonly errors: number;
  /** Seconds. */
  readonly p95: number | undefined;
}

type Sample = Pick<InstantSample, 'labels' | 'value'>;

/** Three answers by `span_name` as rows, busiest first. What was not called in the range is left out. */
export function operationRows(
  rate: readonly Sample[],
  errors: readonly Sample[],
  p95: readonly Sample[],
): readonly OperationRow[] {
  const byName = (samples: readonly Sample[]): ReadonlyMap<string, number> =>
    new Map(samples.filter(({ value }) => Number.isFinite(value)).map(({ labels, value }) => [nameOf(labels), value]));
  const [failed, slow] = [byName(errors), byName(p95)];
  return rate
    .filter(({ value }) => value > 0)
    .map(({ labels, value }) => {
      const name = nameOf(labels);
      return { name, rate: value, errors: Math.min(1, (failed.get(name) ?? 0) / value), p95: slow.get(name) };
    })
    .sort((a, b) => b.rate - a.rate || (a.name < b.name ? -1 : 1));
}

const nameOf = (labels: Sample['labels']): string => labels['span_name'] ?? '';
