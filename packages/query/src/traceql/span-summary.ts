import { err, ok, type Result } from '@bongsu/model';
import type { SourceRange, SqlRunner } from '../lang/index.js';
import { understoodSearch, type TraceqlError } from './error.js';
import type { AnyValue } from './exec/any-value.js';
import { queryMetricsInstant, type InstantSeries, type MetricsRequest } from './query-metrics.js';
import {
  parseField,
  printField,
  printMetrics,
  type Field,
  type FieldExpr,
  type MetricsFunction,
  type SpansetFilter,
  type Stage,
} from './syntax/index.js';

/** `q` selects the spans; it is no metrics query. */
export interface SpanSummaryRequest extends Omit<MetricsRequest, 'step' | 'exemplars'> {
  /** Fields, at least one: `name`, `.foo`, `resource.service.name`. */
  readonly groupBy: readonly string[];
}

/** Spans of kind server that agree in the fields they are grouped by. */
export interface SpanSummary {
  /** In the order of `groupBy` and by its words; without a value where the spans have none. */
  readonly labels: readonly { readonly key: string; readonly value?: AnyValue }[];
  readonly spans: number;
  readonly errors: number;
  /** Nanoseconds, by `SUMMARY_QUANTILES`; as near as `quantile_over_time` is. */
  readonly durations: readonly number[];
}

export const SUMMARY_QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;

const NOWHERE: SourceRange = { start: 0, end: 0 };
const DURATION: Field = { kind: 'intrinsic', name: 'duration', range: NOWHERE };
/** OTLP's numbers. */
const SERVER = 2;
const ERROR = 2;
/** What a metrics query has series at most. */
const DEFAULT_GROUPS = 1000;

/** Requests, errors and durations by groups, most spans first: what Tempo's older endpoint `metrics/summary` tells. */
export async function summarizeSpans(
  request: SpanSummaryRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly SpanSummary[], TraceqlError>> {
  const query = understoodSearch(request.q);
  if (!query.ok) return query;
  const fields = fieldsOf(request.groupBy);
  if (!fields.ok) return fields;
  const by = fields.value;
  const ask = (where: readonly FieldExpr[], quantiles = false) => {
    const stages = narrowed(query.value.stages, [is('kind', SERVER), ...where]);
    const fn: MetricsFunction = quantiles
      ? { fn: 'quantile_over_time', field: DURATION, quantiles: SUMMARY_QUANTILES, by, range: NOWHERE }
      : { fn: 'count_over_time', by, range: NOWHERE };
    const q = printMetrics({ kind: 'metrics', stages, fn, range: NOWHERE });
    // A series for each quantile.
    const maxSeries = (request.maxSeries || DEFAULT_GROUPS) * (quantiles ? SUMMARY_QUANTILES.length : 1);
    return queryMetricsInstant({ ...request, q, maxSeries }, runner, signal);
  };
  const counted = await ask([]);
  if (!counted.ok) return counted;
  const failed = await ask([is('status', ERROR)]);
  if (!failed.ok) return failed;
  const lasted = await ask([], true);
  if (!lasted.ok) return lasted;

  const errors = new Map(failed.value.series.map((series) => [groupOf(series), series.value]));
  const durations = new Map<string, number[]>();
  for (const series of lasted.value.series) {
    const group = groupOf(series);
    const quantile = series.labels.find(({ key }) => key === QUANTILE)?.value;
    const at = SUMMARY_QUANTILES.findIndex(
      (each) => quantile !== undefined && 'doubleValue' in quantile && each === quantile.doubleValue,
    );
    durations.set(group, (durations.get(group) ?? NO_DURATIONS).with(at, Math.round(series.value * NS_PER_S)));
  }
  const summaries = counted.value.series.map((series): SpanSummary => {
    const group = groupOf(series);
    return {
      labels: by.map((field, i) => {
        const found = series.labels.find(({ key }) => key === printField(field));
        return { key: request.groupBy[i]!, ...(found === undefined ? {} : { value: found.value }) };
      }),
      spans: series.value,
      errors: errors.get(group) ?? 0,
      durations: durations.get(group) ?? NO_DURATIONS,
    };
  });
  return ok(summaries.sort((a, b) => b.spans - a.spans));
}

/** What `quantile_over_time` names its series by. */
const QUANTILE = 'p';
const NS_PER_S = 1e9;
const NO_DURATIONS = SUMMARY_QUANTILES.map(() => 0);

const groupOf = ({ labels }: InstantSeries): string => JSON.stringify(labels.filter(({ key }) => key !== QUANTILE));

function fieldsOf(names: readonly string[]): Result<readonly Field[], TraceqlError> {
  const fields: Field[] = [];
  for (const name of names) {
    const field = parseField(name);
    if (field === undefined)
      return err({ kind: 'parse', message: `invalid groupBy: ${JSON.stringify(name)} is no field` });
    fields.push(field);
  }
  return ok(fields);
}

const is = (name: 'kind' | 'status', value: number): FieldExpr => ({
  kind: 'binary',
  op: '=',
  left: { kind: 'intrinsic', name, range: NOWHERE },
  right: { kind: 'static', literal: { type: name, value }, range: NOWHERE },
  range: NOWHERE,
});

const and = (left: FieldExpr, right: FieldExpr): FieldExpr => ({
  kind: 'binary',
  op: '&&',
  left,
  right,
  range: NOWHERE,
});

/** Of a plain filter one that asks for more, which the engine answers in one scan; else one more filter at the end. */
function narrowed(stages: readonly Stage[], conditions: readonly FieldExpr[]): readonly Stage[] {
  const [first] = stages;
  const plain = stages.length === 1 && first?.kind === 'filter' ? first : undefined;
  const expr = (plain === undefined ? conditions : [plain.expr, ...conditions]).reduce(and);
  const filter: SpansetFilter = { kind: 'filter', expr, range: NOWHERE };
  return plain === undefined ? [...stages, filter] : [filter];
}
