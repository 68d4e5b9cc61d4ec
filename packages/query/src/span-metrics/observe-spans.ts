import { ok, type Result } from '@bongsu/model';
import type { Matcher, QueryFailure, SqlRunner } from '../lang/index.js';
import { call, col, SPANS, type Expr, type Select } from '../sql/index.js';
import type { Observed } from './counters.js';
import { codeCondition, columnConditions, fits, METRIC_NAME } from './matchers.js';
import { BOUNDS, type Metric } from './metric.js';
import { bucketOf, secondsOf, spansWhere, type Scope } from './scope.js';
import type { TimeCells } from './time-cells.js';
import type { Weighing } from './weight.js';

/** By OTLP's numbers. */
export const KINDS = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];
export const STATUSES = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];

/** A name that is no number of the table is that of its first. */
const named = (texts: readonly string[], code: number): string => texts[code] ?? texts[0]!;

/** What decides on a span's labels, as columns. */
export const SPAN_COLUMNS = ['service', 'name', 'kind', 'status_code'].map((name) => col(name));

/** The labels of `SPAN_COLUMNS`. */
export function spanLabels([service, name, kind, status]: readonly unknown[]): Readonly<Record<string, string>> {
  return {
    service: service as string,
    span_name: name as string,
    span_kind: named(KINDS, kind as number),
    status_code: named(STATUSES, status as number),
  };
}

/** Conditions on `spans` that every span a matcher list wants fits. */
export function spanConditions(matchers: readonly Matcher[]): readonly (Expr | undefined)[] {
  return [
    ...columnConditions(matchers, 'service', col('service')),
    ...columnConditions(matchers, 'span_name', col('name')),
    codeCondition(matchers, 'span_kind', col('kind'), KINDS),
    codeCondition(matchers, 'status_code', col('status_code'), STATUSES),
  ];
}

/** Spans of a scope by labels, cell of time and, where the metric has them, bucket. */
export async function observeSpans(
  metric: Metric,
  matchers: readonly Matcher[],
  scope: Scope,
  cells: TimeCells,
  weighing: Weighing,
  limit: number,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Observed[], QueryFailure>> {
  const bucket = metric.part === 'buckets' ? [bucketOf(col('duration'), BOUNDS.spans)] : [];
  const keys = [cells.key, ...weighing.keys, ...SPAN_COLUMNS, ...bucket];
  const select: Select = {
    columns: [
      ...keys.map((expr, i) => ({ expr, as: `k${i}` })),
      { expr: metric.part === 'seconds' ? secondsOf(col('duration')) : call('count') },
    ],
    from: { kind: 'table', name: SPANS.name },
    where: spansWhere(scope, spanConditions(matchers)),
    groupBy: keys.map((_, i) => col(`k${i}`)),
    limit,
  };
  const rows = await runner.rows(select, signal);
  if (!rows.ok) return rows;
  const weights = 1 + weighing.keys.length;
  const wanted = fits(matchers.filter(({ name }) => name !== METRIC_NAME && name !== 'le'));
  return ok(
    rows.value.flatMap((row): Observed[] => {
      const labels = spanLabels(row.slice(weights, weights + SPAN_COLUMNS.length));
      if (!wanted(labels)) return [];
      const amount = Number(row.at(-1)) * weighing.weight(row.slice(1, weights) as string[]);
      return [
        {
          labels,
          place: cells.place(String(row[0])),
          bucket: bucket.length === 0 ? 0 : Number(row.at(-2)),
          amount,
        },
      ];
    }),
  );
}
