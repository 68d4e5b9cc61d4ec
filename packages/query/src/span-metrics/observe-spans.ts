import { ok, type Result } from '@bongsu/model';
import type { Matcher, QueryFailure, SqlRunner } from '../lang/index.js';
import { call, col, lit, SPANS, type Expr, type Select } from '../sql/index.js';
import type { Observed } from './counters.js';
import { longestOf, shownSpan, type Longest } from './longest.js';
import { codeCondition, columnConditions } from './matchers.js';
import { BOUNDS } from './metric.js';
import { keptLabels, toldApart, type Question } from './question.js';
import { bucketOf, secondsOf, spansWhere } from './scope.js';

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

/** The column that a label is made from, and how. */
const LABELS: Readonly<Record<string, { readonly column: string; readonly text: (value: unknown) => string }>> = {
  service: { column: 'service', text: (value) => value as string },
  span_name: { column: 'name', text: (value) => value as string },
  span_kind: { column: 'kind', text: (value) => named(KINDS, value as number) },
  status_code: { column: 'status_code', text: (value) => named(STATUSES, value as number) },
};

/** Conditions on `spans` that every span a matcher list wants fits. */
function spanConditions(matchers: readonly Matcher[]): readonly (Expr | undefined)[] {
  return [
    ...columnConditions(matchers, 'service', col('service')),
    ...columnConditions(matchers, 'span_name', col('name')),
    codeCondition(matchers, 'span_kind', col('kind'), KINDS),
    codeCondition(matchers, 'status_code', col('status_code'), STATUSES),
  ];
}

/** Spans by labels, cell of time and, where the metric has them, bucket. */
export async function observeSpans(
  question: Question,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Observed[], QueryFailure>> {
  const { metric, matchers, scope, cells, weighing, limit } = question;
  const labels = toldApart(question, Object.keys(LABELS));
  const bucket = metric.part === 'buckets' ? bucketOf(col('duration'), BOUNDS.spans) : lit(0);
  const columns = labels.map((label) => col(LABELS[label]!.column));
  const keys = [cells.key, ...weighing.keys, ...columns, bucket];
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
  const keptOf = keptLabels(question);
  return ok(
    rows.value.flatMap((row): Observed[] => {
      const told: Record<string, string> = {};
      for (const [i, label] of labels.entries()) told[label] = LABELS[label]!.text(row[weights + i]);
      const kept = keptOf(told);
      if (kept === undefined) return [];
      const amount = Number(row.at(-1)) * weighing.weight(row.slice(1, weights) as string[]);
      return [{ labels: kept, place: cells.place(String(row[0])), bucket: Number(row.at(-2)), amount }];
    }),
  );
}

/** The longest span of each series, cell of time and bucket, by length. */
export async function longestSpans(
  { matchers, scope, cells, limit }: Question,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Longest[], QueryFailure>> {
  const labels = Object.entries(LABELS);
  const columns = labels.map(([, { column }]) => col(column));
  const keys = [cells.key, ...columns, bucketOf(col('duration'), BOUNDS.spans)];
  const rows = await runner.rows(
    {
      columns: [
        ...keys.map((expr, i) => ({ expr, as: `k${i}` })),
        { expr: call('max', col('duration')), as: 'longest' },
        { expr: call('argMax', shownSpan(), col('duration')) },
      ],
      from: { kind: 'table', name: SPANS.name },
      where: spansWhere(scope, spanConditions(matchers)),
      groupBy: keys.map((_, i) => col(`k${i}`)),
      orderBy: [{ expr: col('longest'), direction: 'DESC' }],
      limit,
    },
    signal,
  );
  if (!rows.ok) return rows;
  const labelOf = (row: readonly unknown[]) => (i: number) => {
    const [label, { text }] = labels[i]!;
    return [label, text(row[i + 1])] as const;
  };
  return ok(rows.value.map((row) => longestOf(row, labelOf(row), labels.length)));
}
