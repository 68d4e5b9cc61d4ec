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
  ['{ .a', '.a'],
  ['{ .a = ', undefined],
  ['{ .a = 1 && ', '.a = 1'],
  ['{ .a = 1 && .b', '(.a = 1) && .b'],
  ['{ .a = 1 && .b = }', '.a = 1'],
  ['{ .a = && .b = 2 }', '.b = 2'],
  ['{ .a = 1 || .b = }', undefined],
  ['{ .a = 1 || .b = } ', undefined],
  ['{ .a = || .b = 2 && .c = 3 }', '.c = 3'],
  ['{ .a = 1 && name = 5 }', '.a = 1'],
  ['{ .a = 1 && foo = 5 }', '.a = 1'],
  ['{ (.a="x" || .a="y") && .b = 1 }', '((.a = `x`) || (.a = `y`)) && (.b = 1)'],
  ['{ (.a = 1 || }', undefined],
  ['{ .a = 1 } && { .b = 2 }', '.a = 1'],
  ['{ .a = 1 } | rate()', '.a = 1'],
  ['{ .a = 1 { .b = 2 }', '.a = 1'],
  ['{ .a =~ "x|y\\\\.z" }', '.a =~ `x|y\\.z`'],
  ['{ .a = 1) }', undefined],
  [`{ ${Array.from({ length: 102 }, (_, i) => `.a = ${i}`).join(' || ')} }`, undefined],
])('understands of %s', (text, expected) => {
  const filter = lenientFilter(text);
  expect(filter && printExpr(filter)).toBe(expected);
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
