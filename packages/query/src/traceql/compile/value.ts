import { anchoredPattern } from '../../lang/index.js';
import { and, call, col, infix, lambda, lit, not, or, param, type Expr } from '../../sql/index.js';
import type { ComparisonOp, Literal } from '../syntax/index.js';

/** `left op literal` for a left side of the literal's own SQL type. */
export function compileOp(left: Expr, op: ComparisonOp, right: Expr): Expr {
  switch (op) {
    case '=~':
      return call('match', left, right);
    case '!~':
      return not(call('match', left, right));
    default:
      return infix(left, op, right);
  }
}

export function compileText(left: Expr, op: ComparisonOp, text: string): Expr {
  return compileOp(left, op, param('String', op === '=~' || op === '!~' ? anchoredPattern(text) : text));
}

export function numberParam(literal: Extract<Literal, { type: 'int' | 'float' | 'duration' }>): Expr {
  return literal.type === 'float' ? param('Float64', literal.value) : param('Int64', literal.value);
}

/** A string's letter; a missing one reads as that. */
const isString = (letter: Expr): Expr => call('has', param('Array(String)', ['s', '']), letter);
const isLetter = (letter: Expr, is: string): Expr => infix(letter, '=', lit(is));

/**
 * A present attribute's comparison: `value` is its text, `letter` its OTLP type ('' reads as string). Values of
 * another type than the literal's never pass. Mirrors `exec/value.ts`.
 */
export function compileTyped(value: Expr, letter: Expr, op: ComparisonOp, literal: Literal): Expr {
  switch (literal.type) {
    case 'text':
      return compileText(value, op, literal.value);
    case 'string': {
      const compared = compileText(value, op, literal.value);
      // A column of texts.
      if (letter.kind === 'literal') return compared;
      const scalar = and([isString(letter), compared]);
      if (op === '=') return or([scalar, and([isLetter(letter, 'a'), hasText(value, literal.value)])])!;
      const element = call('JSONExtractString', col('e'));
      const array = inArray(value, ['String'], op, (o) => compileText(element, o, literal.value));
      return or([scalar, and([isLetter(letter, 'a'), array])])!;
    }
    case 'bool': {
      const text = param('String', String(literal.value));
      const array = inArray(value, ['Bool'], op, (o) => infix(col('e'), o as '=', text));
      return or([and([isLetter(letter, 'b'), compileOp(value, op, text)]), and([isLetter(letter, 'a'), array])])!;
    }
    case 'int':
    case 'float':
    case 'duration': {
      const right = numberParam(literal);
      const float = call('toFloat64', right);
      const array = inArray(value, ['Int64', 'UInt64', 'Double'], op, (o) =>
        compileOp(ifNull(call('toFloat64OrNull', col('e')), 'Float64'), o, float),
      );
      // Whole numbers have one text each; every function less is planned sooner.
      const whole =
        literal.type === 'int' && op === '='
          ? infix(value, '=', param('String', String(literal.value)))
          : compileOp(ifNull(call('toInt64OrNull', value), 'Int64'), op, right);
      return or([
        and([isLetter(letter, 'i'), whole]),
        and([isLetter(letter, 'd'), compileOp(ifNull(call('toFloat64OrNull', value), 'Float64'), op, right)]),
        and([isLetter(letter, 'a'), array]),
      ])!;
    }
    case 'status':
    case 'kind':
    case 'nil':
      // No attribute has such a value; nil is told from presence alone.
      return lit(0);
  }
}

/**
 * An array in JSON has a string. Its elements come in the engine's own JSON, and so does what they are compared with:
 * cheaper to plan and to run than looking at each element.
 */
function hasText(value: Expr, text: string): Expr {
  const element = call('arrayElement', call('JSONExtractArrayRaw', param('String', JSON.stringify([text]))), lit(1));
  return call('has', call('JSONExtractArrayRaw', value), element);
}

/** Text behind the letters `i` and `d` always is a number: what stands for another is never looked at. */
const ifNull = (value: Expr, type: 'Int64' | 'Float64'): Expr => call('ifNull', value, call(`to${type}`, lit(0)));

/**
 * Any element of a comparable type passes; for `!=` and `!~` there are such elements and none is equal or matches.
 * `test` is about the element `e`, in its JSON text.
 */
function inArray(value: Expr, types: readonly string[], op: ComparisonOp, test: (op: ComparisonOp) => Expr): Expr {
  const comparable = or(types.map((type) => infix(call('JSONType', col('e')), '=', lit(type))));
  const any = (condition: Expr | undefined): Expr =>
    call('arrayExists', lambda(['e'], condition!), call('JSONExtractArrayRaw', value));
  if (op === '!=' || op === '!~') {
    const positive = op === '!=' ? '=' : '=~';
    return infix(any(comparable), 'AND', not(any(and([comparable, test(positive)]))));
  }
  return any(and([comparable, test(op)]));
}
