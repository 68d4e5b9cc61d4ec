import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lenientFilter } from './lenient.js';
import { printExpr } from './print.js';

it.each([
  ['', undefined],
  ['{', undefined],
  ['{}', undefined],
  ['{ }', undefined],
  ['{ true }', undefined],
  ['{ .a', undefined],
  ['{ .a }', undefined],
  ['{ .a = 1 && .b }', '.a = 1'],
  ['{ .a = 1 && dur', '.a = 1'],
  ['{ .a = 1 || .b }', undefined],
  ['{ !.a }', '!.a'],
  ['{ .a = ', undefined],
  ['{ .a = 1 && ', '.a = 1'],
  ['{ .a = 1 && .b', '.a = 1'],
  ['{ .a = 1 && .b = }', '.a = 1'],
  ['{ .a = && .b = 2 }', '.b = 2'],
  ['{ .a = 1 || .b = }', undefined],
  ['{ .a = 1 || .b = } ', undefined],
  ['{ .a = || .b = 2 && .c = 3 }', '.c = 3'],
  ['{ .a = 1 && name = 5 }', '.a = 1'],
  ['{ .a = 1 && foo = 5 }', '.a = 1'],
  ['{ (.a="x" || .a="y") && .b = 1 }', '((.a = `x`) || (.a = `y`)) && (.b = 1)'],
  ['{ (.a = 1 || }', undefined],
  ['{ .a = 1 } && { .b = 2 }', undefined],
  ['{ .a = 1 } >> ', undefined],
  ['({ .a = 1 })', '.a = 1'],
  ['{ .a = 1 } | count() > 2', '.a = 1'],
  ['{ .a = 1 } | rate()', '.a = 1'],
  ['{ .a = 1 { .b = 2 }', '.a = 1'],
  ['{ .a =~ "x|y\\\\.z" }', '.a =~ `x|y\\.z`'],
  ['{ .a = 1) }', undefined],
])('understands of %s', (text, expected) => {
  const filter = lenientFilter(text);
  if (!filter.ok) throw new Error(filter.error);
  expect(filter.value && printExpr(filter.value)).toBe(expected);
});

it('refuses more than a hundred alternatives', () => {
  const any = (name: string, count: number): string =>
    `(${Array.from({ length: count }, (_, i) => `.${name} = ${i}`).join(' || ')})`;
  expect(lenientFilter(`{ ${any('a', 10)} && ${any('b', 10)} }`).ok).toBe(true);
  const error = 'maximum condition groups reached (limit: 100). Reduce the number of OR conditions in the query';
  expect(lenientFilter(`{ ${any('a', 101)} }`)).toEqual({ ok: false, error });
  expect(lenientFilter(`{ ${any('a', 10)} && ${any('b', 11)} }`)).toEqual({ ok: false, error });
});

it('takes any text', () => {
  const text = fc.array(fc.constantFrom(...'{}()|&="'.split(''), ' ', '.a', '1', '&&', '||'), { maxLength: 20 });
  fc.assert(
    fc.property(text, (pieces) => {
      lenientFilter(pieces.join(''));
    }),
    { numRuns: 5000 },
  );
});
