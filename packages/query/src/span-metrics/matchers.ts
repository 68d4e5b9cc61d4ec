import type { Labels } from '@bongsu/model';
import { anchoredPattern, compileAnchored, whyNotEngineRegex, type Matcher } from '../lang/index.js';
import { call, infix, lit, not, param, type Expr } from '../sql/index.js';
import { METRICS, type Metric } from './metric.js';

export const METRIC_NAME = '__name__';

/** Whether labels fit every matcher; an absent label reads as the empty text. */
export function fits(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map(({ name, op, value }) => {
    const test = textTest(op, value);
    return (labels: Labels): boolean => test(labels[name] ?? '');
  });
  return (labels) => tests.every((test) => test(labels));
}

function textTest(op: Matcher['op'], value: string): (text: string) => boolean {
  if (op === '=') return (text) => text === value;
  if (op === '!=') return (text) => text !== value;
  const pattern = compileAnchored(value);
  if (!pattern.ok) throw new Error(`BUG: an unchecked pattern: ${pattern.error}`);
  return (text) => pattern.value.matches(text) === (op === '=~');
}

/** Metrics whose series may fit: by their name, and by the labels they never have. */
export function fittingMetrics(matchers: readonly Matcher[]): readonly Metric[] {
  return METRICS.filter((metric) => {
    const sure = matchers.filter(({ name }) => name === METRIC_NAME || !metric.labels.includes(name));
    return fits(sure)({ [METRIC_NAME]: metric.name });
  });
}

/** The matchers of a label as conditions on the column that holds it; what the engine may not decide is left out. */
export function columnConditions(matchers: readonly Matcher[], label: string, column: Expr): readonly Expr[] {
  return matchers.flatMap(({ name, op, value }): Expr[] => {
    if (name !== label) return [];
    if (op === '=' || op === '!=') return [infix(column, op, param('String', value))];
    if (whyNotEngineRegex(value) !== undefined) return [];
    const matches = call('match', column, param('String', anchoredPattern(value)));
    return [op === '=~' ? infix(matches, '=', lit(1)) : not(matches)];
  });
}

/** As `columnConditions`, for a column of numbers that stand for texts: a condition only where some are left out. */
export function codeCondition(
  matchers: readonly Matcher[],
  label: string,
  column: Expr,
  texts: readonly string[],
): Expr | undefined {
  const fit = fits(matchers.filter(({ name }) => name === label));
  const codes = texts.flatMap((text, code) => (fit({ [label]: text }) ? [code] : []));
  return codes.length === texts.length ? undefined : infix(column, 'IN', param('Array(UInt8)', codes));
}
