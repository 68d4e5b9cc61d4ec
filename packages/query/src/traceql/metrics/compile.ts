import { nanos, ok, type Result, type TypedAttribute } from '@bongsu/model';
import {
  readResources,
  THRESHOLD_PATTERN,
  weightOfThreshold,
  type QueryFailure,
  type ResourceRow,
  type SqlRunner,
} from '../../lang/index.js';
import { and, call, callWith, col, infix, lit, param, SPANS, type Expr, type Selected } from '../../sql/index.js';
import { attributeLetter, attributeText, spanHas } from '../compile/attribute.js';
import { compileSpans } from '../compile/condition.js';
import type { SpanScope } from '../compile/scope.js';
import { NIL, valueOf, type Value } from '../exec/value.js';
import { nanosOf } from '../exec/trace-summary.js';
import type { PipelinePlan } from '../plan/search-plan.js';
import { printField, type Field } from '../syntax/index.js';
import type { Accumulator, Contribution, GroupedFunction } from './accumulator.js';
import type { MetricsGrid } from './grid.js';

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

/** Few spans have a tracestate: the pattern is not run over the others. */
const THRESHOLD = call(
  'if',
  call('empty', col('trace_state')),
  lit(''),
  call('extract', col('trace_state'), lit(THRESHOLD_PATTERN)),
);

/** Exponent of the power of two that a whole number of at least 2 is not greater than. */
function exponentOf(value: Expr): Expr {
  const guess = call('toInt64', call('ceil', call('log2', value)));
  const power = (exponent: Expr): Expr => call('bitShiftLeft', call('toInt64', lit(1)), exponent);
  // The logarithm of a float may be off by one next to a power of two.
  return call(
    'multiIf',
    infix(power(infix(guess, '-', lit(1))), '>=', value),
    infix(guess, '-', lit(1)),
    infix(power(guess), '<', value),
    infix(guess, '+', lit(1)),
    guess,
  );
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
  const { exact } = accumulator;
  const labels = fn.by.map((field) => labelColumns(field)!);
  const byResource = labels.some((label) => label.ofResource);
  const point =
    grid.count === 1
      ? lit(0)
      : call(
          'intDiv',
          infix(nanosOf(col('start')), '-', param('Int64', grid.start - grid.step + 1n)),
          param('Int64', grid.step),
        );
  const { value, has } = numberOf(fn, exact)!;
  const buckets = (fn.fn === 'histogram_over_time' || fn.fn === 'quantile_over_time') && !exact;
  const keys: Expr[] = [
    ...(grid.count === 1 ? [] : [point]),
    ...(exact ? [] : [THRESHOLD]),
    ...(buckets ? [exponentOf(value)] : []),
    ...(byResource ? [col('resource')] : []),
    ...labels.filter((label) => !label.ofResource).flatMap((label) => label.exprs),
  ];
  const aggregates = aggregatesOf(fn, value, exact);
  const columns: Selected[] = [
    ...keys.map((expr, i) => ({ expr, as: `k${i}` })),
    ...aggregates.map((expr) => ({ expr })),
  ];
  const large = buckets ? infix(value, '>=', lit(2)) : undefined;
  const rows = await runner.rows(
    {
      columns,
      from: { kind: 'table', name: SPANS.name },
      where: and([compileSpans(scope, plan.load), has, large])!,
      ...(keys.length === 0 ? {} : { groupBy: keys.map((_, i) => col(`k${i}`)) }),
    },
    signal,
  );
  if (!rows.ok) return rows;
  const fingerprintAt = keys.findIndex((key) => key.kind === 'column' && key.name === 'resource');
  const resources = byResource
    ? await readResources(
        scope,
        rows.value.map((row) => row[fingerprintAt] as string),
        runner,
        signal,
      )
    : ok<ReadonlyMap<string, ResourceRow>>(new Map());
  if (!resources.ok) return resources;
  for (const row of rows.value) {
    let at = 0;
    const next = (): unknown => row[at++];
    const place = grid.count === 1 ? 0 : Number(next());
    const weight = exact ? 1 : weightOfThreshold(next() as string);
    const exponent = buckets ? Number(next()) : undefined;
    const resource = byResource ? resources.value.get(next() as string) : undefined;
    const values = labels.map((label) => label.read(label.ofResource ? [] : label.exprs.map(next), resource));
    const contribution = contributionOf(fn, place, weight, exponent, exact, next);
    if (contribution) accumulator.add(values, contribution);
  }
  return ok(undefined);
}

function aggregatesOf(fn: GroupedFunction, value: Expr, exact: boolean): Expr[] {
  const float = call('toFloat64', value);
  switch (fn.fn) {
    case 'min_over_time':
      return [call('count'), call('min', float)];
    case 'max_over_time':
      return [call('count'), call('max', float)];
    case 'avg_over_time':
    case 'sum_over_time':
      return [call('count'), call('sum', float)];
    case 'quantile_over_time':
      if (!exact) return [call('count')];
      return [
        call('count'),
        callWith(
          'quantilesExactInclusive',
          fn.quantiles.map((q) => lit(q)),
          float,
        ),
      ];
    default:
      return [call('count')];
  }
}

function contributionOf(
  fn: GroupedFunction,
  point: number,
  weight: number,
  exponent: number | undefined,
  exact: boolean,
  next: () => unknown,
): Contribution | undefined {
  const rows = Number(next());
  // Without groups there is a row even for no spans.
  if (rows === 0) return undefined;
  const count = rows * weight;
  switch (fn.fn) {
    case 'min_over_time':
      return { point, count, min: Number(next()) };
    case 'max_over_time':
      return { point, count, max: Number(next()) };
    case 'avg_over_time':
    case 'sum_over_time':
      return { point, count, sum: Number(next()) * weight };
    case 'quantile_over_time':
      if (exact) return { point, count, quantiles: (next() as unknown[]).map(Number) };
      return { point, count, buckets: [[exponent!, count]] };
    case 'histogram_over_time':
      return { point, count, buckets: [[exponent!, count]] };
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
