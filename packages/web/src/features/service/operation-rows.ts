import { type InstantSample } from '../../api/prom-query.js';

export interface OperationRow {
  /** Of its spans. */
  readonly name: string;
  /** What most of its spans are: `server`, `client`, `internal`, … */
  readonly kind: string;
  /** Spans in the range. */
  readonly calls: number;
  /** Spans per second along the range, in even steps. */
  readonly rates: readonly number[];
  /** Share of all with an error, 0 to 1. */
  readonly errors: number;
  /** Seconds. */
  readonly p95: number | undefined;
}

type Sample = Pick<InstantSample, 'labels' | 'value'>;

/** What others ask of the service stands before what it does for that. */
const ENTRIES = ['server', 'consumer'];

/** Four answers by `span_name` as rows: requests first, and the busiest of each. What was not called in the range is left out. */
export function operationRows(answers: {
  readonly rates: readonly { readonly labels: Sample['labels']; readonly along: readonly number[] }[];
  /** By `span_kind` too. */
  readonly calls: readonly Sample[];
  readonly errors: readonly Sample[];
  readonly p95: readonly Sample[];
}): readonly OperationRow[] {
  const byName = (samples: readonly Sample[]): ReadonlyMap<string, number> =>
    new Map(samples.filter(({ value }) => Number.isFinite(value)).map(({ labels, value }) => [nameOf(labels), value]));
  const [failed, slow] = [byName(answers.errors), byName(answers.p95)];
  const rates = new Map(answers.rates.map(({ labels, along }) => [nameOf(labels), along]));
  const counted = new Map<string, { calls: number; kind: string; most: number }>();
  for (const { labels, value } of answers.calls) {
    if (!(value > 0)) continue;
    const row = counted.get(nameOf(labels)) ?? { calls: 0, kind: '', most: 0 };
    row.calls += value;
    if (value > row.most) Object.assign(row, { kind: kindOf(labels), most: value });
    counted.set(nameOf(labels), row);
  }
  return [...counted]
    .map(([name, { calls, kind }]) => ({
      name,
      kind,
      calls,
      rates: rates.get(name) ?? [],
      errors: Math.min(1, (failed.get(name) ?? 0) / calls),
      p95: slow.get(name),
    }))
    .sort((a, b) => entry(b) - entry(a) || b.calls - a.calls || (a.name < b.name ? -1 : 1));
}

const entry = ({ kind }: OperationRow): number => Number(ENTRIES.includes(kind));
const nameOf = (labels: Sample['labels']): string => labels['span_name'] ?? '';
const kindOf = (labels: Sample['labels']): string =>
  (labels['span_kind'] ?? '').replace('SPAN_KIND_', '').toLowerCase();
