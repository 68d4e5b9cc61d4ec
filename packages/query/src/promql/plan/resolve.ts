import { durationMs, err, ok, type DurationMs, type Millis, type Result } from '@bongsu/model';
import type { Call, DurationExpr, DurationTerm, Expr, NumberLiteral, TimeModifiers } from '../syntax/index.js';

/** What `start()`, `end()`, `step()` and `range()` mean: those of the outermost query; an instant query's step is 0. */
export interface QueryTimes {
  readonly start: Millis;
  /** Inclusive. */
  readonly end: Millis;
  readonly step: DurationMs;
}

/** Ends the rewriting at the first length that cannot be. */
class LengthFault extends Error {}

/**
 * The expression with every length of time computed and the functions about the query itself replaced by numbers. The
 * error is Prometheus' text; it starts with the bytes the fault spans in the query.
 */
export function resolve(expr: Expr, times: QueryTimes): Result<Expr, string> {
  try {
    return ok(new Resolver(times).expr(expr));
  } catch (error) {
    if (error instanceof LengthFault) return err(error.message);
    throw error;
  }
}

class Resolver {
  constructor(readonly times: QueryTimes) {}

  expr(expr: Expr): Expr {
    switch (expr.kind) {
      case 'number':
      case 'string':
        return expr;
      case 'vector':
        return this.#withOffset(expr);
      case 'matrix': {
        const { rangeExpr, ...rest } = expr;
        const selector = this.#withOffset(expr.selector);
        return rangeExpr ? { ...rest, selector, range: this.#positive(rangeExpr) } : { ...expr, selector };
      }
      case 'subquery': {
        const { rangeExpr, stepExpr, ...rest } = this.#withOffset(expr);
        const inner = { ...rest, expr: this.expr(expr.expr) };
        const ranged = rangeExpr ? { ...inner, range: this.#positive(rangeExpr) } : inner;
        return stepExpr ? { ...ranged, step: this.#positive(stepExpr) } : ranged;
      }
      case 'paren':
      case 'unary':
        return { ...expr, expr: this.expr(expr.expr) };
      case 'binary':
        return { ...expr, left: this.expr(expr.left), right: this.expr(expr.right) };
      case 'aggregate': {
        const aggregate = { ...expr, expr: this.expr(expr.expr) };
        return expr.param === undefined ? aggregate : { ...aggregate, param: this.expr(expr.param) };
      }
      case 'call':
        return this.#aboutQuery(expr) ?? { ...expr, args: expr.args.map((arg) => this.expr(arg)) };
    }
  }

  #aboutQuery({ func, pos }: Call): NumberLiteral | undefined {
    const { start, end, step } = this.times;
    switch (func) {
      case 'start':
        return { kind: 'number', value: start / 1000, pos };
      case 'end':
        return { kind: 'number', value: end / 1000, pos };
      case 'step':
        return { kind: 'number', value: step / 1000, pos };
      case 'range':
        return { kind: 'number', value: (end - start) / 1000, pos };
      default:
        return undefined;
    }
  }

  #withOffset<T extends TimeModifiers>(expr: T): T {
    const { offsetExpr } = expr;
    if (offsetExpr === undefined) return expr;
    return { ...expr, offset: this.#length(offsetExpr, this.#seconds(offsetExpr)), offsetExpr: undefined };
  }

  #positive(expr: DurationExpr): DurationMs {
    const seconds = this.#seconds(expr);
    if (seconds <= 0) fault(expr, 'duration must be greater than 0');
    return this.#length(expr, seconds);
  }

  /** Whole milliseconds, the rest cut off, as in Prometheus. */
  #length(expr: DurationExpr, seconds: number): DurationMs {
    if (!(Math.abs(seconds) < 2 ** 63)) fault(expr, 'duration is out of range');
    return durationMs(Math.trunc(seconds * 1000) + 0);
  }

  #seconds(term: DurationTerm): number {
    if (term.kind === 'number') return term.value;
    const left = term.left === undefined ? 0 : this.#seconds(term.left);
    const right = term.right === undefined ? 0 : this.#seconds(term.right);
    switch (term.op) {
      case 'step':
        return this.times.step / 1000;
      case 'range':
        return (this.times.end - this.times.start) / 1000;
      case 'min_of':
        return Math.min(left, right);
      case 'max_of':
        return Math.max(left, right);
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '/':
        return right === 0 ? fault(term, 'division by zero') : left / right;
      case '%':
        return right === 0 ? fault(term, 'modulo by zero') : left % right;
      case '^':
        return left ** right;
    }
  }
}

function fault({ pos: { start, end } }: DurationExpr, message: string): never {
  throw new LengthFault(`${start}:${end}: ${message}`);
}
