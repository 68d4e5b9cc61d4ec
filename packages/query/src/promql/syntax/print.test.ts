import { durationMs, millis } from '@bongsu/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Matcher, MatchOp } from '../../lang/index.js';
import { SCRIPT_FEATURES } from './features.js';
import type { At, BinaryOp, DurationExpr, DurationTerm, Expr, TimeModifiers, VectorSelector } from './ast.js';
import { AGGREGATORS } from './ast.js';
import { formatGoNumber, formatSampleValue } from './number.js';
import { isUtf8Name } from './parse-selector.js';
import { parse } from './parse.js';
import { print } from './print.js';

const pos = { start: 0, end: 0 };
const word = fc.constantFrom('a', 'job', 'sum', 'by', 'and', 'inf', 'bool', 'on', 'offset', 'le', 'x_1');
const text = fc.oneof(word, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter(isUtf8Name));
const duration = fc.integer({ min: 1, max: 10_000_000 }).map(durationMs);

const matcher: fc.Arbitrary<Matcher> = fc
  .record({
    name: text,
    op: fc.constantFrom<MatchOp>('=', '!=', '=~', '!~'),
    value: fc.constantFrom('', 'a', '.*', 'x|y', '한"\\\n'),
  })
  .filter(({ op, value }) => op === '=' || op === '!=' || !value.includes('\\'));

const at: fc.Arbitrary<At> = fc.oneof(
  fc.integer({ min: -1e12, max: 1e12 }).map((time): At => ({ kind: 'time', time: millis(time) })),
  fc.constantFrom<At>({ kind: 'start' }, { kind: 'end' }),
);

const { term } = fc.letrec<{ term: DurationTerm; arithmetic: DurationExpr }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3 },
    fc.double({ min: 0, max: 1e6, noNaN: true }).map((value): DurationTerm => ({ kind: 'number', value, pos })),
    tie('arithmetic'),
  ),
  arithmetic: fc.oneof(
    fc.constantFrom('step' as const, 'range' as const).map((op): DurationExpr => operation(op, false)),
    fc
      .tuple(fc.constantFrom('min_of' as const, 'max_of' as const), tie('term'), tie('term'))
      .map(([op, left, right]): DurationExpr => ({ ...operation(op, false), left, right })),
    fc
      .tuple(fc.constantFrom('+' as const, '*' as const, '^' as const), tie('term'), tie('term'))
      .map(([op, left, right]): DurationExpr => ({ ...operation(op, true), left, right })),
    tie('term').map((right): DurationExpr => ({ ...operation('-', true), right })),
  ),
}));
function operation(op: DurationExpr['op'], wrapped: boolean): DurationExpr {
  return { kind: 'duration', op, wrapped, pos };
}
const arithmetic = term.filter((one): one is DurationExpr => one.kind === 'duration');

// Behind parentheses after `offset` an operator is one of durations, as in Prometheus.
const called = arithmetic.filter(({ wrapped }) => !wrapped);

const modifiers: fc.Arbitrary<TimeModifiers> = fc.oneof(
  fc.record({ offset: fc.integer({ min: -1e8, max: 1e8 }).map(durationMs), at }, { requiredKeys: ['offset'] }),
  fc.record({ offset: fc.constant(durationMs(0)), offsetExpr: called, at }, { requiredKeys: ['offset'] }),
);

const named = (name: string, matchers: readonly Matcher[], time: TimeModifiers): VectorSelector => ({
  kind: 'vector',
  name,
  matchers: [...matchers.filter((m) => m.name !== '__name__'), { name: '__name__', op: '=', value: name }],
  ...time,
  pos,
});

const selector = fc
  .tuple(
    fc.constantFrom('foo', 'a:b', 'sum', 'offset', 'start', 'x_total'),
    fc.array(matcher, { maxLength: 3 }),
    modifiers,
    fc.constantFrom({}, {}, { extension: 'anchored' as const }, { extension: 'smoothed' as const }),
  )
  .map(([name, matchers, time, extension]): VectorSelector => ({ ...named(name, matchers, time), ...extension }));

const matching = fc.record({
  card: fc.constantFrom('one-to-one' as const, 'many-to-one' as const, 'one-to-many' as const),
  on: fc.boolean(),
  labels: fc.array(text, { maxLength: 2 }),
  include: fc.constant<string[]>([]),
  fill: fc.constantFrom(undefined, { left: 1 }, { right: -2.5 }, { left: 0, right: 0 }, { left: 1, right: NaN }),
});

const { vector } = fc.letrec<{ vector: Expr; scalar: Expr; matrix: Expr }>((tie) => ({
  scalar: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.double().map((value): Expr => ({ kind: 'number', value, pos })),
    tie('vector').map((arg): Expr => ({ kind: 'call', func: 'scalar', args: [arg], pos })),
    tie('scalar').map((expr): Expr => ({ kind: 'paren', expr, pos })),
  ),
  matrix: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(selector, duration).map(([s, range]): Expr => ({ kind: 'matrix', selector: s, range, pos })),
    fc
      .tuple(selector, arithmetic)
      .map(([s, rangeExpr]): Expr => ({ kind: 'matrix', selector: s, range: durationMs(0), rangeExpr, pos })),
    fc
      .tuple(tie('vector'), duration, fc.option(duration, { nil: undefined }), modifiers)
      .map(([expr, range, step, time]): Expr =>
        step === undefined
          ? { kind: 'subquery', expr, range, ...time, pos }
          : { kind: 'subquery', expr, range, step, ...time, pos },
      ),
  ),
  vector: fc.oneof(
    { maxDepth: 5 },
    selector,
    fc.tuple(tie('vector'), tie('vector'), matching, fc.boolean()).chain(([left, right, m, bool]) =>
      fc
        .constantFrom<BinaryOp>('+', '-', '*', '/', '%', '^', 'atan2', '==', '<', '>=', 'and', 'or', 'unless')
        .map((op): Expr => {
          const set = op === 'and' || op === 'or' || op === 'unless';
          const { fill, ...plain } = { ...m, card: set ? ('one-to-one' as const) : m.card };
          const compares = op === '==' || op === '<' || op === '>=';
          return {
            kind: 'binary',
            op,
            left,
            right,
            bool: bool && compares,
            matching: set || !fill ? plain : { ...plain, fill },
            opPos: pos,
            pos,
          };
        }),
    ),
    fc
      .tuple(tie('vector'), fc.constantFrom<'+' | '-'>('+', '-'))
      .map(([expr, op]): Expr => ({ kind: 'unary', op, expr, pos })),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom(...AGGREGATORS),
        fc.array(text, { maxLength: 2 }),
        fc.boolean(),
        tie('scalar'),
      )
      .map(([expr, op, grouping, without, param]): Expr => {
        const base = { kind: 'aggregate', op, expr, grouping, without, pos } as const;
        if (op === 'count_values') return { ...base, param: { kind: 'string', value: 'v', pos } };
        return /k$|quantile|ratio/.test(op) ? { ...base, param } : base;
      }),
    tie('matrix').map((arg): Expr => ({ kind: 'call', func: 'rate', args: [arg], pos })),
    fc.tuple(tie('vector'), tie('scalar')).map((args): Expr => ({ kind: 'call', func: 'round', args, pos })),
    tie('vector').map((expr): Expr => ({ kind: 'paren', expr, pos })),
  ),
}));

it('prints every tree in a form that parses to the same text', () => {
  fc.assert(
    fc.property(vector, (expr) => {
      const printed = print(expr);
      const parsed = parse(printed, SCRIPT_FEATURES);
      if (!parsed.ok) throw new Error(`${parsed.error.message} at ${parsed.error.range.start} of ${printed}`);
      expect(print(parsed.value)).toBe(printed);
    }),
    { numRuns: 5000 },
  );
});

it.each([
  [0, '0'],
  [-0, '-0'],
  [1, '1'],
  [0.1, '0.1'],
  [1e20, '100000000000000000000'],
  [1e21, '1e+21'],
  [1.5e300, '1.5e+300'],
  [1e-6, '0.000001'],
  [1e-7, '1e-07'],
  [-2.5e-10, '-2.5e-10'],
  [NaN, 'NaN'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
  [5e-324, '5e-324'],
])('a sample of %d is written %s', (value, expected) => {
  expect(formatSampleValue(value)).toBe(expected);
});

it.each([
  [0.00001, '1e-05'],
  [0.0001, '0.0001'],
  [1e20, '100000000000000000000'],
])('a number of %d in a query is written %s', (value, expected) => {
  expect(formatGoNumber(value)).toBe(expected);
});
