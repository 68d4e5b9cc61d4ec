import type {
  FieldExpr,
  MetricsExpr,
  MetricsFunction,
  Query,
  ScalarExpr,
  ScalarFilter,
  SecondStage,
  SpansetExpr,
  Stage,
  SyntaxFault,
} from './ast.js';
import {
  allows,
  checkExpr,
  checkField,
  impliedType,
  isNumeric,
  matching,
  problem,
  referencesSpan,
  unsupported,
} from './check-expr.js';
import type { ImpliedType } from './fields.js';
import { formatGoFloat, printScalar, printScalarFilter, printStage } from './print.js';

type Fault = SyntaxFault | undefined;

const first = <T>(items: readonly T[], check: (item: T) => Fault): Fault => {
  for (const item of items) {
    const fault = check(item);
    if (fault) return fault;
  }
  return undefined;
};

/** What is wrong with the meaning of a parsed query; `undefined` when nothing is. */
export function checkQuery(query: Query): Fault {
  return query.kind === 'search' ? first(query.stages, checkStage) : checkMetrics(query.expr);
}

function checkStage(stage: Stage): Fault {
  switch (stage.kind) {
    case 'coalesce':
      return undefined;
    case 'by':
      if (!referencesSpan(stage.expr)) {
        return problem(stage.range, `grouping field expressions must reference the span: ${printStage(stage)}`);
      }
      return checkExpr(stage.expr);
    case 'select':
      return first(stage.exprs, checkExpr);
    case 'scalar-filter':
      return checkScalarFilter(stage);
    default:
      return checkSpanset(stage);
  }
}

function checkSpanset(spanset: SpansetExpr): Fault {
  switch (spanset.kind) {
    case 'filter':
      return checkFilterExpr(spanset.expr, () => printStage(spanset));
    case 'pipeline':
      return first(spanset.stages, checkStage);
    case 'without':
      return checkSpanset(spanset.expr);
    case 'spanset-op': {
      const { op, left, right } = spanset;
      const negated = [left, right].find((side) => side.kind === 'without');
      if (negated && op !== '&&' && op !== '||') {
        return problem(negated.range, `a negated spanset has no spans to relate to others: ${printStage(spanset)}`);
      }
      return checkSpanset(left) ?? checkSpanset(right);
    }
  }
}

function checkFilterExpr(expr: FieldExpr, text: () => string): Fault {
  const fault = checkExpr(expr);
  if (fault) return fault;
  const type = impliedType(expr);
  if (type === 'attribute' || type === 'bool') return undefined;
  return problem(expr.range, `span filter field expressions must resolve to a boolean: ${text()}`);
}

function scalarType(scalar: ScalarExpr): ImpliedType {
  switch (scalar.kind) {
    case 'static':
      return impliedType(scalar);
    case 'aggregate':
      return scalar.expr === undefined ? 'int' : impliedType(scalar.expr);
    case 'scalar-op': {
      const left = scalarType(scalar.left);
      return left === 'attribute' ? scalarType(scalar.right) : left;
    }
    case 'scalar-pipeline':
      return scalarType(scalar.aggregate);
  }
}

function checkScalar(scalar: ScalarExpr): Fault {
  switch (scalar.kind) {
    case 'static':
      return undefined;
    case 'aggregate': {
      if (scalar.expr === undefined) return undefined;
      const fault = checkExpr(scalar.expr);
      if (fault) return fault;
      const type = impliedType(scalar.expr);
      if (type !== 'attribute' && !isNumeric(type)) {
        return problem(
          scalar.range,
          `aggregate field expressions must resolve to a number type: ${printScalar(scalar)}`,
        );
      }
      if (!referencesSpan(scalar.expr)) {
        return problem(scalar.range, `aggregate field expressions must reference the span: ${printScalar(scalar)}`);
      }
      return undefined;
    }
    case 'scalar-op': {
      const fault = checkScalar(scalar.left) ?? checkScalar(scalar.right);
      if (fault) return fault;
      const types = [scalarType(scalar.left), scalarType(scalar.right)] as const;
      if (!matching(...types)) {
        return problem(scalar.range, `binary operations must operate on the same type: ${printScalar(scalar)}`);
      }
      if (!allows(scalar.op, ...types)) {
        return problem(scalar.range, `illegal operation for the given types: ${printScalar(scalar)}`);
      }
      return undefined;
    }
    case 'scalar-pipeline':
      return first(scalar.stages, checkStage) ?? checkScalar(scalar.aggregate);
  }
}

function checkScalarFilter(filter: ScalarFilter): Fault {
  const { left, op, right } = filter;
  const fault = checkScalar(left) ?? checkScalar(right);
  if (fault) return fault;
  const types = [scalarType(left), scalarType(right)] as const;
  if (!matching(...types)) {
    return problem(filter.range, `binary operations must operate on the same type: ${printScalarFilter(filter)}`);
  }
  if (!allows(op, ...types)) {
    return problem(filter.range, `illegal operation for the given types: ${printScalarFilter(filter)}`);
  }
  // The `%v` is what Tempo says.
  if (left.kind !== 'aggregate') return unsupported(left.range, 'scalar filter lhs of type (%v)');
  if (right.kind !== 'static') return unsupported(right.range, 'scalar filter rhs of type (%v)');
  return undefined;
}

function checkMetrics(expr: MetricsExpr): Fault {
  switch (expr.kind) {
    case 'scalar':
      return undefined;
    case 'metrics':
      return first(expr.stages, checkStage) ?? checkFunction(expr.fn);
    case 'metrics-op': {
      const compare = [expr.left, expr.right].find(isCompare);
      if (compare) return problem(compare.range, 'compare() cannot be combined with arithmetic');
      return checkMetrics(expr.left) ?? checkMetrics(expr.right);
    }
    case 'second-stage':
      if (isCompare(expr.inner)) {
        return problem(expr.stage.range, '`compare()` cannot be used with second stage functions');
      }
      return checkMetrics(expr.inner) ?? checkSecondStage(expr.stage);
  }
}

const isCompare = (expr: MetricsExpr): boolean => expr.kind === 'metrics' && expr.fn.fn === 'compare';

/** Series a compare() may show of one attribute. */
const MAX_TOP_VALUES = 1000n;

function checkFunction(fn: MetricsFunction): Fault {
  if (fn.fn === 'compare') return checkFilterExpr(fn.filter.expr, () => printStage(fn.filter)) ?? checkCompare(fn);
  const fault = first(fn.by, checkField);
  if (fault || !('field' in fn)) return fault;
  // A field that is no number is nothing wrong: it has no samples.
  const wrong = fn.fn === 'quantile_over_time' ? fn.quantiles.find((q) => q > 1) : undefined;
  if (wrong !== undefined) {
    return problem(fn.range, `quantile must be between 0 and 1: ${formatGoFloat(wrong)}`);
  }
  return checkField(fn.field);
}

function checkCompare(fn: Extract<MetricsFunction, { fn: 'compare' }>): Fault {
  if (fn.topN <= 0n || fn.topN > MAX_TOP_VALUES) {
    return problem(fn.range, `compare() top number of values must be between 1 and ${MAX_TOP_VALUES}`);
  }
  // Two zeros are no selection by time.
  if (fn.start === 0n && fn.end === 0n) return undefined;
  if (fn.start === 0n || fn.end === 0n) {
    return problem(fn.range, 'compare() timestamps must be positive integer unix nanoseconds');
  }
  if (fn.end <= fn.start) return problem(fn.range, 'compare() end timestamp must be greater than start timestamp');
  return undefined;
}

function checkSecondStage(stage: SecondStage): Fault {
  if (stage.kind === 'filter' || stage.limit > 0n) return undefined;
  return problem(stage.range, 'limit must be greater than 0');
}
