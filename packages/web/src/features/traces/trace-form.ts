import { formatGoDuration, parseDurationNs, parseQuery, printField, printLiteral } from '@bongsu/query/traceql/syntax';
import type { Field, FieldExpr, Literal } from '@bongsu/query/traceql/syntax';
import { quoted } from '../charts/promql.js';

export const statuses = ['error', 'ok', 'unset'] as const;
export const kinds = ['server', 'client', 'internal', 'producer', 'consumer'] as const;
export const comparisons = ['=', '!=', '=~', '!~', '>', '>=', '<', '<='] as const;
export type Comparison = (typeof comparisons)[number];

/** One line of the form: a field as TraceQL writes it, and a value as a person types it. */
export interface Condition {
  readonly field: string;
  readonly op: Comparison;
  readonly value: string;
}

/** What the form asks of a span, all of it together. Empty text asks nothing. */
export interface TraceForm {
  readonly service: string;
  readonly name: string;
  readonly status: string;
  readonly kind: string;
  /** Durations: `100ms`, `1.5s`. */
  readonly min: string;
  readonly max: string;
  readonly conditions: readonly Condition[];
}

export const emptyForm: TraceForm = { service: '', name: '', status: '', kind: '', min: '', max: '', conditions: [] };

/** Writes the TraceQL of a form. Conditions without a field, and durations that are none, ask nothing yet. */
export function printForm(form: TraceForm): string {
  const parts = [
    ...(form.service === '' ? [] : [`resource.service.name = ${quoted(form.service)}`]),
    ...(form.name === '' ? [] : [`name = ${quoted(form.name)}`]),
    ...(form.status === '' ? [] : [`status = ${form.status}`]),
    ...(form.kind === '' ? [] : [`kind = ${form.kind}`]),
    ...(isDuration(form.min) ? [`duration >= ${form.min}`] : []),
    ...(isDuration(form.max) ? [`duration <= ${form.max}`] : []),
    ...form.conditions.flatMap(({ field, op, value }) =>
      field === '' ? [] : [`${field} ${op} ${literalText(field, op, value)}`],
    ),
  ];
  return parts.length === 0 ? '{ }' : `{ ${parts.join(' && ')} }`;
}

export function isDuration(text: string): boolean {
  return parseDurationNs(text).ok;
}

const WORDS: Readonly<Record<string, RegExp>> = {
  status: /^(error|ok|unset)$/,
  kind: /^(server|client|internal|producer|consumer|unspecified)$/,
};

/** Numbers, booleans, and durations of a duration stay as typed; anything else, and all patterns, become strings. */
function literalText(field: string, op: Comparison, value: string): string {
  if (op === '=~' || op === '!~') return quoted(value);
  if (/^-?\d+(\.\d+)?$/.test(value) || /^(true|false|nil)$/.test(value)) return value;
  if (/duration$/i.test(field) && isDuration(value)) return value;
  if (WORDS[field]?.test(value)) return value;
  // In quotes a number or a word is text.
  const inner = /^"(.*)"$/s.exec(value)?.[1];
  return quoted(inner !== undefined && needsQuotes(field, inner) ? inner : value);
}

/** Would this text be read as something else than text? */
function needsQuotes(field: string, text: string): boolean {
  return /^".*"$/s.test(text) || !literalText(field, '=', text).startsWith('"');
}

/** @returns the value of a condition on text, so that it is read back as text. */
export function textValue(field: string, text: string): string {
  return needsQuotes(field, text) ? `"${text}"` : text;
}

/**
 * Reads TraceQL back into the form.
 * @returns undefined for what the form cannot say: or, not, parentheses around or, several spansets, stages, hints.
 */
export function readForm(text: string): TraceForm | undefined {
  if (text.trim() === '') return emptyForm;
  const parsed = parseQuery(text);
  if (!parsed.ok || parsed.value.kind !== 'search' || parsed.value.hints.length > 0) return undefined;
  const [stage, ...more] = parsed.value.stages;
  if (stage?.kind !== 'filter' || more.length > 0) return undefined;
  const conditions: Condition[] = [];
  const form: Record<'service' | 'name' | 'status' | 'kind' | 'min' | 'max', string> = {
    service: '',
    name: '',
    status: '',
    kind: '',
    min: '',
    max: '',
  };
  for (const part of conjuncts(stage.expr)) {
    if (part.kind === 'static' && part.literal.type === 'bool' && part.literal.value) continue;
    if (part.kind !== 'binary' || !isField(part.left) || part.right.kind !== 'static') return undefined;
    const op = comparisons.find((one) => one === part.op);
    if (op === undefined) return undefined;
    const field = printField(part.left);
    const slot = slotOf(field, op, part.right.literal);
    if (slot !== undefined && form[slot] === '') {
      const text = valueText(part.right.literal);
      if (text === '') return undefined;
      form[slot] = text;
    } else {
      const { literal } = part.right;
      const text = valueText(literal);
      const pattern = op === '=~' || op === '!~';
      conditions.push({ field, op, value: literal.type === 'string' && !pattern ? textValue(field, text) : text });
    }
  }
  return { ...form, conditions };
}

function conjuncts(expr: FieldExpr): readonly FieldExpr[] {
  return expr.kind === 'binary' && expr.op === '&&' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr];
}

function isField(expr: FieldExpr): expr is Field {
  return expr.kind === 'attribute' || expr.kind === 'intrinsic';
}

/** The input of the form that a comparison belongs to. */
function slotOf(field: string, op: Comparison, literal: Literal): Exclude<keyof TraceForm, 'conditions'> | undefined {
  if (op === '=' && literal.type === 'string') {
    return field === 'resource.service.name' ? 'service' : field === 'name' ? 'name' : undefined;
  }
  if (op === '=' && literal.type === 'status') return 'status';
  if (op === '=' && literal.type === 'kind' && literal.value !== 0) return 'kind';
  if (literal.type !== 'duration' || field !== 'duration') return undefined;
  return op === '>=' ? 'min' : op === '<=' ? 'max' : undefined;
}

function valueText(literal: Literal): string {
  if (literal.type === 'string') return literal.value;
  return literal.type === 'duration' ? formatGoDuration(literal.value) : printLiteral(literal);
}

/** Is this a query that draws a chart rather than finds traces? */
export function isMetricsQuery(text: string): boolean {
  const parsed = parseQuery(text);
  return parsed.ok && parsed.value.kind === 'metrics-query';
}
