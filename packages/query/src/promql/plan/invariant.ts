import { children, type Expr } from '../syntax/index.js';

/** Functions whose value depends on the time of the step even when their arguments do not. */
const TIME_DEPENDENT: ReadonlySet<string> = new Set([
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'end',
  'hour',
  'minute',
  'month',
  'predict_linear',
  'range',
  'start',
  'step',
  'time',
  'timestamp',
  'year',
]);

/** Whether a function of fixed arguments still depends on the time of the step. */
export const isOfItsTime = (func: string): boolean => TIME_DEPENDENT.has(func);

/** Whether an expression has the same value at every step of its grid. */
export function isStepInvariant(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return true;
    case 'vector':
    case 'subquery':
      return expr.at !== undefined;
    case 'matrix':
      return expr.selector.at !== undefined;
    case 'call':
      return !TIME_DEPENDENT.has(expr.func) && expr.args.every(isStepInvariant);
    default:
      return children(expr).every(isStepInvariant);
  }
}

/** Whether evaluating once instead of at every step saves anything: constants cost nothing. */
export function readsData(expr: Expr): boolean {
  return expr.kind === 'vector' || children(expr).some(readsData);
}
