import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFloat, sprintf } from './printf.js';
import { GoInt, GoSlice, mapOf, type GoValue } from './value.js';

const MAP = mapOf(
  new Map<string, GoValue>([
    ['b', 2n],
    ['a', 'x'],
  ]),
);

describe('printf', () => {
  it.each<[format: string, args: GoValue[], text: string]>([
    ['plain %%', [], 'plain %'],
    ['%s|%10s|%-10s|%.2s|%5.1s', ['abc', 'abc', 'abc', 'abc', 'abc'], 'abc|       abc|abc       |ab|    a'],
    ['%q %#q %q', ['a"b\n', 'raw', 'é\x01'], '"a\\"b\\n" `raw` "é\\x01"'],
    ['%x %X %# x', ['hi', 'hi', 'hi'], '6869 6869 0x68 0x69'],
    ['%v %+v %d', ['s', 1.5, 3n], 's 1.5 3'],
    ['%d|%5d|%-5d|%05d|%+d|% d|%.3d', [7n, 7n, 7n, 7n, 7n, 7n, 7n], '7|    7|7    |00007|+7| 7|007'],
    ['%05d %x %X %#x %o %O %b', [-42n, 255n, 255n, 255n, 8n, 8n, 5n], '-0042 ff FF 0xff 10 0o10 101'],
    ['%c %q %U %#U', [233n, 39n, 233n, 233n], "é '\\'' U+00E9 U+00E9 'é'"],
    [
      '%f|%.2f|%8.2f|%-8.2f|%08.2f|%+.1f|%.0f',
      [1.5, 1.005, 1.5, 1.5, -1.5, 2.25, 2.5],
      '1.500000|1.00|    1.50|1.50    |-0001.50|+2.2|2',
    ],
    [
      '%e %.2e %E %g %.3g %G',
      [123456.789, 0.00012, 1.5, 1e21, 1234.5678, 1e-7],
      '1.234568e+05 1.20e-04 1.500000E+00 1e+21 1.23e+03 1E-07',
    ],
    ['%g %g %g %v', [100000.0, 1e6, 123456789.0, 0.1], '100000 1e+06 1.23456789e+08 0.1'],
    ['%t %v %5t', [true, false, true], 'true false  true'],
    ['%T %T %T %T %T', [1n, 1.5, 's', null, new GoInt('int64', 1n)], 'int float64 string <nil> int64'],
    ['%v %v %+v', [null, MAP, new GoSlice([1n, 'a'])], '<nil> map[a:x b:2] [1 a]'],
    ['%5v|%-5v|', [1n, 'x'], '    1|x    |'],
    ['%q %d', [new GoSlice(['a', 'b']), new GoSlice([1n, 2n])], '["a" "b"] [1 2]'],
    ['%d %s %t', ['x', 5n, 1n], '%!d(string=x) %!s(int=5) %!t(int=1)'],
    ['%d', [1.5], '%!d(float64=1.5)'],
    ['%s', [null], '%!s(<nil>)'],
    ['%d %d', [1n], '1 %!d(MISSING)'],
    ['%d', [1n, 'x'], '1%!(EXTRA string=x)'],
    ['a', [1n, null], 'a%!(EXTRA int=1, <nil>)'],
    ['%', [], '%!(NOVERB)'],
    ['%z', [1n], '%!z(int=1)'],
    ['%[2]d %[1]d', [1n, 2n], '2 1'],
    ['%[3]d', [1n], '%!d(BADINDEX)'],
    ['%*d|%-*d|%.*f', [5n, 1n, 4n, 2n, 1n, 1.55], '    1|2   |1.6'],
    ['%*d', ['x', 1n], '%!(BADWIDTH)1'],
    ['%f %5.1f %v', [Infinity, -Infinity, NaN], '+Inf  -Inf NaN'],
    ['%06.1f', [Infinity], '  +Inf'],
    ['한국 %s', ['어'], '한국 어'],
  ])('%s', (format, args, text) => {
    expect(sprintf(format, args)).toBe(text);
  });

  it('prints integers and texts at a width as padding would', () => {
    const width = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.string(), width, (integer, text, size) => {
        expect(sprintf(`%${size}d|%-${size}d`, [integer, integer])).toBe(
          `${integer.toString().padStart(size)}|${integer.toString().padEnd(size)}`,
        );
        const characters = [...text].length;
        expect(sprintf(`%${size}s|%-${size}s`, [text, text])).toBe(
          `${' '.repeat(Math.max(0, size - characters))}${text}|${text}${' '.repeat(Math.max(0, size - characters))}`,
        );
      }),
    );
  });

  it('writes floats that read back, in every form', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        for (const form of ['e', 'f', 'g'] as const) expect(Number(formatFloat(value, form, undefined))).toBe(value);
      }),
    );
  });
});
