import { nanos, ok, type Result, type TypedAttribute } from '@bongsu/model';
import {
  POINT_READ,
  readResources,
  THRESHOLD_PATTERN,
  weightOfThreshold,
  type QueryFailure,
  type ResourceRow,
  type SqlRunner,
} from '../../lang/index.js';
import { and, call, callWith, col, infix, lit, param, SPANS, type Expr, type Select } from '../../sql/index.js';
import { attributeLetter, attributeText, spanHas } from '../compile/attribute.js';
import { compileSpans } from '../compile/condition.js';
import type { SpanScope } from '../compile/scope.js';
import { NIL, valueOf, type Value } from '../exec/value.js';
import { hexId, nanosOf } from '../exec/trace-summary.js';
import type { PipelinePlan } from '../plan/search-plan.js';
import { printField, type Field } from '../syntax/index.js';
import { isDuration, type Accumulator, type Contribution, type Group, type GroupedFunction } from './accumulator.js';
import { ExemplarRoom } from './exemplar-room.js';
import { pointOf, type MetricsGrid } from './grid.js';

/** How a field is read from the columns of a statement. */
interface LabelColumns {
  readonly exprs: readonly Expr[];
  /** The value is looked up in the resource, whose fingerprint is the one column. */
  readonly ofResource: boolean;
  readonly read: (cells: readonly unknown[], resource: ResourceRow | undefined) => Value;
}

const MISSING = '-';

const named = (attributes: readonly TypedAttribute[] | undefined, name: string): Value => {
  const attribute = attributes?.find((a) => a.key === name);
  return attribute ? valueOf(attribute) : NIL;
};
const text = (value: unknown): Value => ({ type: 'string', value: value as string });
const typed = ([value, letter]: readonly unknown[]): Value =>
  letter === MISSING ? NIL : valueOf({ value: value as string, type: letter as string });

/** `undefined` for what only a whole trace, or one of many events, tells. */
function labelColumns(field: Field): LabelColumns | undefined {
  const plain = (expr: Expr, read: (cell: unknown) => Value): LabelColumns => ({
    exprs: [expr],
    ofResource: false,
    read: ([cell]) => read(cell),
  });
  const looked = (read: (resource: ResourceRow | undefined) => Value): LabelColumns => ({
    exprs: [col('resource')],
    ofResource: true,
    read: (_, resource) => read(resource),
  });
  if (field.kind === 'intrinsic') {
    switch (field.name) {
      case 'name':
        return plain(col('name'), text);
      case 'statusMessage':
        return plain(col('status_message'), text);
      case 'status':
        return plain(col('status_code'), (cell) => ({ type: 'status', value: Number(cell) }));
      case 'kind':
        return plain(col('kind'), (cell) => ({ type: 'kind', value: Number(cell) }));
      case 'instrumentation:name':
        return looked((resource) => (resource ? text(resource.scopeName) : NIL));
      case 'instrumentation:version':
        return looked((resource) => (resource ? text(resource.scopeVersion) : NIL));
      default:
        return undefined;
    }
  }
  const { scope, name } = field;
  const own: readonly Expr[] = [attributeText(name), call('if', spanHas(name), attributeLetter(name), lit(MISSING))];
  if (scope === 'span') return { exprs: own, ofResource: false, read: typed };
  if (scope === 'resource') {
    return name === 'service.name'
      ? plain(col('service'), text)
      : looked((resource) => named(resource?.attributes, name));
  }
  if (scope === 'instrumentation') return looked((resource) => named(resource?.scopeAttributes, name));
  if (scope === 'any' && name === 'service.name') {
    const either = (mine: Expr, other: Expr): Expr => call('if', spanHas(name), mine, other);
    return {
      exprs: [either(own[0]!, col('service')), either(attributeLetter(name), lit('s'))],
      ofResource: false,
      read: typed,
    };
  }
  return undefined;
}

/** The number a function looks at, as a float, and which spans have one. */
function numberOf(fn: GroupedFunction, exact: boolean): { value: Expr; has: Expr | undefined } | undefined {
  if (!('field' in fn)) return { value: lit(0), has: undefined };
  const { field } = fn;
  if (field.kind === 'intrinsic')
    return field.name === 'duration' ? { value: col('duration'), has: undefined } : undefined;
  if (field.scope !== 'span') return undefined;
  const letter = attributeLetter(field.name);
  const is = (each: string): Expr => infix(letter, '=', lit(each));
  const buckets = (fn.fn === 'histogram_over_time' || fn.fn === 'quantile_over_time') && !exact;
  const numeric = buckets ? is('i') : infix(is('i'), 'OR', is('d'));
  const value = buckets
    ? call('toInt64OrZero', attributeText(field.name))
    : call('toFloat64OrZero', attributeText(field.name));
  return { value, has: infix(spanHas(field.name), 'AND', numeric) };
}

/** Why SQL cannot compute the function, or `undefined` when it can. */
export function whyNotSql(fn: GroupedFunction, plan: PipelinePlan, exact: boolean): string | undefined {
  if (!plan.exact) return 'the spans are only known in memory';
  const obscure = fn.by.find((field) => labelColumns(field) === undefined);
  if (obscure) return `${printField(obscure)} is not a column`;
  if (numberOf(fn, exact) === undefined) return 'the number is not in a column';
  if (exact && fn.by.some((field) => labelColumns(field)?.ofResource))
    return 'exact quantiles cannot be merged over resources';
  return undefined;
}

/** Of the few values that the column has, not of every span: the engine looks at a low-cardinality column's dictionary. */
const THRESHOLD = call('extract', col('trace_state'), lit(THRESHOLD_PATTERN));

/** The exponent a `Float64` is stored with, less its bias, plus one: the number of bits of a whole number. */
const FLOAT = { mantissaBits: 52, bias: 1022 };

/**
 * Exponent of the power of two that a whole number of at least 2 is not greater than: the bits of the number before
 * it. Read from the float's own exponent, which needs no logarithm. The bit after the first is cleared where it is set,
 * so that rounding beyond 53 bits never reaches the next power.
 */
function exponentOf(value: Expr): Expr {
  const before = infix(value, '-', lit(1));
  const top = call('bitAnd', before, call('bitNot', call('bitShiftRight', before, lit(1))));
  const stored = call('bitShiftRight', call('reinterpretAsUInt64', call('toFloat64', top)), lit(FLOAT.mantissaBits));
  return infix(stored, '-', lit(FLOAT.bias));
}

/** What the statements of one function have in common. */
interface Compiled {
  readonly labels: readonly LabelColumns[];
  /** Columns of the labels, the resource's fingerprint first where one of them needs it. */
  readonly labelExprs: readonly Expr[];
  readonly byResource: boolean;
  readonly buckets: boolean;
  readonly value: Expr;
  /** Spans that have the number. */
  readonly where: Expr;
}

function compileFunction(fn: GroupedFunction, plan: PipelinePlan, scope: SpanScope, exact: boolean): Compiled {
  const labels = fn.by.map((field) => labelColumns(field)!);
  const byResource = labels.some((label) => label.ofResource);
  const { value, has } = numberOf(fn, exact)!;
  const buckets = (fn.fn === 'histogram_over_time' || fn.fn === 'quantile_over_time') && !exact;
  const large = buckets ? infix(value, '>=', lit(2)) : undefined;
  return {
    labels,
    labelExprs: [
      ...(byResource ? [col('resource')] : []),
      ...labels.filter((label) => !label.ofResource).flatMap((label) => label.exprs),
    ],
    byResource,
    buckets,
    value,
    where: and([compileSpans(scope, plan.load), has, large])!,
  };
}

/** The values of the labels in rows whose cells from `at` on are those of `labelExprs`. */
async function labelReader(
  { labels, byResource }: Compiled,
  at: number,
  rows: readonly (readonly unknown[])[],
  scope: SpanScope,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<{ read: (row: readonly unknown[]) => Value[] }, QueryFailure>> {
  const fingerprints = byResource ? rows.map((row) => row[at] as string) : [];
  const resources = byResource
    ? await readResources(scope, fingerprints, runner, signal)
    : ok<ReadonlyMap<string, ResourceRow>>(new Map());
  if (!resources.ok) return resources;
  return ok({
    read: (row) => {
      const resource = byResource ? resources.value.get(row[at] as string) : undefined;
      let next = at + (byResource ? 1 : 0);
      return labels.map((label) =>
        label.read(label.ofResource ? [] : row.slice(next, (next += label.exprs.length)), resource),
      );
    },
  });
}

/** Runs the whole function in the engine and adds its groups up. `whyNotSql` says nothing against it. */
export async function accumulateBySql(
  fn: GroupedFunction,
  plan: PipelinePlan,
  scope: SpanScope,
  grid: MetricsGrid,
  accumulator: Accumulator,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<void, QueryFailure>> {
  const compiled = compileFunction(fn, plan, scope, accumulator.exact);
  if (!isDense(fn, grid)) return accumulateGroups(fn, compiled, scope, grid, accumulator, runner, signal);
  const counted = await accumulateDense(compiled, scope, grid, accumulator, runner, signal);
  if (!counted.ok || !counted.value.sampled) return counted.ok ? ok(undefined) : counted;
  const sampled = { ...compiled, where: infix(compiled.where, 'AND', IS_SAMPLED) };
  return accumulateGroups(fn, sampled, scope, grid, accumulator, runner, signal);
}

/** Spans whose tracestate says that they stand for several. */
const IS_SAMPLED = infix(THRESHOLD, '!=', lit(''));

/** Points whose counters a group may have in any case. */
const MAX_DENSE_POINTS = 2048;

/**
 * Whether spans are counted by one label of few values: then a group holds a counter for each point and the label alone is
 * the key, which the engine groups by twice as fast as by label and point (1.7 M spans: 240 ms of processor time, not 440).
 */
function isDense({ fn, by }: GroupedFunction, { count }: MetricsGrid): boolean {
  const few = by.every((field) =>
    field.kind === 'intrinsic'
      ? field.name === 'kind' || field.name === 'status'
      : field.scope === 'resource' && field.name === 'service.name',
  );
  return (fn === 'rate' || fn === 'count_over_time') && few && by.length <= 1 && count > 1 && count <= MAX_DENSE_POINTS;
}

/** Counts the spans that stand for themselves; tells whether there are others. */
async function accumulateDense(
  { labels, labelExprs, where }: Compiled,
  scope: SpanScope,
  grid: MetricsGrid,
  accumulator: Accumulator,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<{ readonly sampled: boolean }, QueryFailure>> {
  const alone = infix(THRESHOLD, '=', lit(''));
  const counts = callWith('countIfResample', [lit(0), lit(grid.count), lit(1)], alone, pointExpr(grid));
  const rows = await runner.rows(
    {
      columns: [...labelExprs, counts, call('countIf', IS_SAMPLED)].map((expr) => ({ expr })),
      from: { kind: 'table', name: SPANS.name },
      where,
      ...(labelExprs.length === 0 ? {} : { groupBy: labelExprs }),
    },
    signal,
  );
  if (!rows.ok) return rows;
  let sampled = false;
  for (const row of rows.value) {
    const [cells, others] = row.slice(labelExprs.length) as [string[], string];
    sampled ||= others !== '0';
    const group = accumulator.group(labels.map((label, i) => label.read([row[i]], undefined)));
    for (const [point, text] of cells.entries()) {
      if (text !== '0') accumulator.addTo(group, { point, count: Number(text) });
    }
  }
  return ok({ sampled });
}

/** Groups in the engine by all that tells contributions apart. Each answered row has those of one set of labels. */
async function accumulateGroups(
  fn: GroupedFunction,
  compiled: Compiled,
  scope: SpanScope,
  grid: MetricsGrid,
  accumulator: Accumulator,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<void, QueryFailure>> {
  const { exact } = accumulator;
  const { buckets, value, where, labelExprs } = compiled;
  const own: Expr[] = [
    ...(grid.count === 1 ? [] : [call('toUInt32', pointExpr(grid))]),
    ...(exact ? [] : [THRESHOLD]),
    ...(buckets ? [call('toUInt8', exponentOf(value))] : []),
  ];
  const keys = [
    ...labelExprs.map((expr, i) => ({ expr, as: `l${i}` })),
    ...own.map((expr, i) => ({ expr, as: `k${i}` })),
  ];
  const amounts = aggregatesOf(fn, value, exact).map((expr, i) => ({ expr, as: `a${i}` }));
  const grouped: Select = {
    columns: [...keys, ...amounts],
    from: { kind: 'table', name: SPANS.name },
    where,
    ...(keys.length === 0 ? {} : { groupBy: keys.map(({ as }) => col(as)) }),
  };
  const names = labelExprs.map((_, i) => col(`l${i}`));
  const lists = [...own.map((_, i) => `k${i}`), ...amounts.map(({ as }) => as)];
  const rows = await runner.rows(
    {
      columns: [...names, ...lists.map((name) => call('groupArray', col(name)))].map((expr) => ({ expr })),
      from: { kind: 'select', select: grouped },
      ...(names.length === 0 ? {} : { groupBy: names }),
    },
    signal,
  );
  if (!rows.ok) return rows;
  const labels = await labelReader(compiled, 0, rows.value, scope, runner, signal);
  if (!labels.ok) return labels;
  for (const row of rows.value) {
    const columns = row.slice(names.length) as (readonly unknown[])[];
    let at = 0;
    const points = grid.count === 1 ? undefined : columns[at++];
    const thresholds = exact ? undefined : columns[at++];
    const exponents = buckets ? columns[at++] : undefined;
    const spans = columns[at++]!;
    const amounts = columns[at];
    let group: Group | undefined;
    for (let i = 0; i < spans.length; i++) {
      const weight = thresholds ? weightOfThreshold(thresholds[i] as string) : 1;
      const count = Number(spans[i]) * weight;
      // Without groups there is a row even for no spans.
      if (count === 0) continue;
      const point = points ? Number(points[i]) : 0;
      group ??= accumulator.group(labels.value.read(row));
      if (exponents) accumulator.addToBucket(group, point, count, Number(exponents[i]));
      else accumulator.addTo(group, contributionOf(fn, point, count, weight, amounts?.[i]));
    }
  }
  return ok(undefined);
}

const pointExpr = ({ start, step }: MetricsGrid): Expr =>
  call('intDiv', infix(nanosOf(col('start')), '-', param('Int64', start - step + 1n)), param('Int64', step));

/**
 * Gives groups of {@link accumulateBySql} spans to show, of each trace one and spread over the points. Any will do: the
 * engine stops at the first it comes upon.
 */
export async function exemplarsBySql(
  fn: GroupedFunction,
  plan: PipelinePlan,
  scope: SpanScope,
  grid: MetricsGrid,
  accumulator: Accumulator,
  most: number,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<() => void, QueryFailure>> {
  if (most === 0) return ok(() => undefined);
  const compiled = compileFunction(fn, plan, scope, accumulator.exact);
  const unit = 'field' in fn && isDuration(fn) ? NS_PER_S : 1;
  const columns = [
    hexId('trace_id'),
    nanosOf(col('start')),
    call('toFloat64', 'field' in fn ? compiled.value : col('duration')),
    ...compiled.labelExprs,
  ];
  const rows = await runner.rows(
    {
      columns: columns.map((expr) => ({ expr })),
      from: { kind: 'table', name: SPANS.name },
      where: compiled.where,
      limitBy: { limit: 1, by: [col('trace_id')] },
      limit: most,
      // Any rows will do: no need to read a block of 65,000.
      settings: { ...POINT_READ, max_block_size: 2048 },
    },
    signal,
  );
  if (!rows.ok) return rows;
  const labels = await labelReader(
    compiled,
    columns.length - compiled.labelExprs.length,
    rows.value,
    scope,
    runner,
    signal,
  );
  if (!labels.ok) return labels;
  return ok(() => {
    const room = new ExemplarRoom(most, grid.count);
    for (const row of rows.value) {
      const [traceId, start, value] = row as [string, string, number];
      const time = BigInt(start);
      if (room.take(traceId, pointOf(grid, time))) {
        const own = 'field' in fn ? { value: Number(value) / unit } : {};
        accumulator.show(labels.value.read(row), { traceId, time, ...own });
      }
    }
  });
}

const NS_PER_S = 1e9;

/** As a float, exact up to 2^53: numbers of 64 bits come as texts, of which many take long to read. */
const COUNT = call('toFloat64', call('count'));

function aggregatesOf(fn: GroupedFunction, value: Expr, exact: boolean): Expr[] {
  const float = call('toFloat64', value);
  switch (fn.fn) {
    case 'min_over_time':
      return [COUNT, call('min', float)];
    case 'max_over_time':
      return [COUNT, call('max', float)];
    case 'avg_over_time':
    case 'sum_over_time':
      return [COUNT, call('sum', float)];
    case 'quantile_over_time':
      if (!exact) return [COUNT];
      return [
        COUNT,
        callWith(
          'quantilesExactInclusive',
          fn.quantiles.map((q) => lit(q)),
          float,
        ),
      ];
    default:
      return [COUNT];
  }
}

/** What a group of spans adds, each of which stands for `weight`. */
function contributionOf(
  fn: GroupedFunction,
  point: number,
  count: number,
  weight: number,
  amount: unknown,
): Contribution {
  switch (fn.fn) {
    case 'min_over_time':
      return { point, count, min: Number(amount) };
    case 'max_over_time':
      return { point, count, max: Number(amount) };
    case 'avg_over_time':
    case 'sum_over_time':
      return { point, count, sum: Number(amount) * weight };
    case 'quantile_over_time':
      return { point, count, quantiles: (amount as unknown[]).map(Number) };
    default:
      return { point, count };
  }
}

/** Spans of the grid's range, both ends included. */
export const scopeOf = (tenant: SpanScope['tenant'], grid: MetricsGrid): SpanScope => ({
  tenant,
  start: grid.from,
  end: nanos(grid.until + 1n),
});
