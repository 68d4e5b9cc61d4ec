import { formatGoDuration, quoteGoString } from '../../lang/index.js';
import type {
  Field,
  FieldExpr,
  Hint,
  Literal,
  MetricsExpr,
  MetricsFunction,
  Query,
  ScalarExpr,
  ScalarFilter,
  SecondStage,
  SpansetExpr,
  Stage,
} from './ast.js';
import { quoteAttributeName, writeAttributeName } from './attribute-name.js';
import { KIND_NAMES, STATUS_NAMES } from './fields.js';

/** The canonical text of a query, as Tempo's `String()` writes it: `parseQuery` reads it back as the same query. */
export function printQuery(query: Query): string {
  const body = query.kind === 'search' ? printStages(query.stages) : printMetrics(query.expr);
  return body + printHints(query.hints);
}

export const printStages = (stages: readonly Stage[]): string => stages.map(printStage).join(' | ');

export function printStage(stage: Stage): string {
  switch (stage.kind) {
    case 'by':
      return `by(${printExpr(stage.expr)})`;
    case 'coalesce':
      return 'coalesce()';
    case 'select':
      return `select(${stage.exprs.map(printExpr).join(', ')})`;
    case 'scalar-filter':
      return printScalarFilter(stage);
    default:
      return printSpanset(stage);
  }
}

function printSpanset(spanset: SpansetExpr): string {
  switch (spanset.kind) {
    case 'filter':
      return `{ ${printExpr(spanset.expr)} }`;
    case 'spanset-op':
      return `${wrapSpanset(spanset.left)} ${spanset.op} ${wrapSpanset(spanset.right)}`;
    case 'pipeline':
      return `(${printStages(spanset.stages)})`;
    case 'without':
      return `!${wrapSpanset(spanset.expr)}`;
  }
}

const wrapSpanset = (spanset: SpansetExpr): string =>
  spanset.kind === 'pipeline' ? printSpanset(spanset) : `(${printSpanset(spanset)})`;

export const printScalarFilter = ({ left, op, right }: ScalarFilter): string =>
  `${wrapScalar(left)} ${op} ${wrapScalar(right)}`;

/** `count()`, `avg(duration)`: also the name under which an answer shows the value. */
export function printScalar(scalar: ScalarExpr): string {
  switch (scalar.kind) {
    case 'static':
      return printLiteral(scalar.literal);
    case 'aggregate':
      return `${scalar.op}(${scalar.expr ? printExpr(scalar.expr) : ''})`;
    case 'scalar-op':
      return `${wrapScalar(scalar.left)} ${scalar.op} ${wrapScalar(scalar.right)}`;
    case 'scalar-pipeline':
      return `(${[...scalar.stages.map(printStage), printScalar(scalar.aggregate)].join('|')})`;
  }
}

const wrapScalar = (scalar: ScalarExpr): string =>
  scalar.kind === 'static' || scalar.kind === 'scalar-pipeline' ? printScalar(scalar) : `(${printScalar(scalar)})`;

export function printExpr(expr: FieldExpr): string {
  switch (expr.kind) {
    case 'static':
      return printLiteral(expr.literal);
    case 'intrinsic':
    case 'attribute':
      return printField(expr);
    case 'unary':
      return `${expr.op}${wrap(expr.expr)}`;
    case 'binary':
      return `${wrapLeft(expr)} ${expr.op} ${wrap(expr.right)}`;
  }
}

const wrap = (expr: FieldExpr): string =>
  expr.kind === 'binary' || expr.kind === 'unary' ? `(${printExpr(expr)})` : printExpr(expr);

/** `parent.span.x` is the span attribute `x` of the parent: an attribute of that name needs quotes. */
const LOOKS_SCOPED = /^(?:span|resource|event|link|instrumentation)\./;

/** `(-2) ^ 2`: of what a sign stands before, it is the sign of all. */
function wrapLeft({ op, left }: Extract<FieldExpr, { kind: 'binary' }>): string {
  const text = wrap(left);
  return text.startsWith('-') && ['*', '/', '%', '^'].includes(op) ? `(${text})` : text;
}

export function printField(field: Field): string {
  if (field.kind === 'intrinsic') return field.name;
  const { scope, name } = field;
  if (!field.parent) return `${scope === 'any' ? '' : scope}.${writeAttributeName(name)}`;
  if (scope !== 'any') return `parent.${scope}.${writeAttributeName(name)}`;
  return `parent.${LOOKS_SCOPED.test(name) ? quoteAttributeName(name) : writeAttributeName(name)}`;
}

const MIN_INT = -(2n ** 63n);

export function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'string':
    case 'text':
      return printString(literal.value);
    case 'int':
      // The number itself would be the negative of one that is too large.
      return literal.value === MIN_INT ? 'minInt' : String(literal.value);
    case 'bool':
      return String(literal.value);
    case 'float':
      return printFloat(literal.value);
    case 'duration':
      return formatGoDuration(literal.value);
    case 'status':
      return STATUS_NAMES[literal.value]!;
    case 'kind':
      return KIND_NAMES[literal.value]!;
    case 'nil':
      return 'nil';
  }
}

/** Back quotes as Tempo has it; in double quotes what back quotes cannot hold. */
const printString = (text: string): string => (/[`\r]/.test(text) ? quoteGoString(text) : `\`${text}\``);

/** As Go's `%g` writes it, and always with a point or exponent, so that it stays a float: `1e+06`, `0.5`, `2.0`. */
export function printFloat(value: number): string {
  const text = formatGoFloat(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Go's shortest form: an exponent of at least two digits from 1e+06 on and below 1e-04. */
export function formatGoFloat(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [digits, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

export function printMetrics(expr: MetricsExpr): string {
  switch (expr.kind) {
    case 'metrics':
      return [...expr.stages.map(printStage), printFunction(expr.fn)].join(' | ');
    case 'metrics-op':
      return `${wrapMetrics(expr.left)} ${expr.op} ${wrapMetrics(expr.right)}`;
    case 'second-stage': {
      const inner = expr.inner.kind === 'metrics-op' ? wrapMetrics(expr.inner) : printMetrics(expr.inner);
      return inner + printSecondStage(expr.stage);
    }
    case 'scalar':
      return expr.integer ? String(expr.value) : printFloat(expr.value);
  }
}

const wrapMetrics = (expr: MetricsExpr): string =>
  expr.kind === 'scalar' ? printMetrics(expr) : `(${printMetrics(expr)})`;

export function printFunction(fn: MetricsFunction): string {
  switch (fn.fn) {
    case 'rate':
    case 'count_over_time':
      return `${fn.fn}()${printBy(fn.by)}`;
    case 'quantile_over_time': {
      const args = [printField(fn.field), ...fn.quantiles.map(printFloat)];
      return `${fn.fn}(${args.join(', ')})${printBy(fn.by)}`;
    }
    case 'compare': {
      const args = [printSpanset(fn.filter), ...[fn.topN, fn.start, fn.end].slice(0, fn.args - 1).map(String)];
      return `compare(${args.join(', ')})`;
    }
    default:
      return `${fn.fn}(${printField(fn.field)})${printBy(fn.by)}`;
  }
}

const printBy = (by: readonly Field[]): string => (by.length === 0 ? '' : ` by(${by.map(printField).join(', ')})`);

function printSecondStage(stage: SecondStage): string {
  if (stage.kind === 'filter') return ` ${stage.op} ${printLiteral(stage.value.literal)}`;
  return ` | ${stage.kind}(${stage.limit})`;
}

const printHints = (hints: readonly Hint[]): string =>
  hints.length === 0 ? '' : ` with(${hints.map((h) => `${h.name}=${printLiteral(h.literal)}`).join(', ')})`;
