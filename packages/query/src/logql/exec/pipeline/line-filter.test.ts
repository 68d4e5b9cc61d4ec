import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineFilterOp, LineFilterValue } from '../../syntax/index.js';
import { ip, keeps, line } from './stage.testkit.js';

type Value = string | LineFilterValue;

describe('line filter', () => {
  it.each<[op: LineFilterOp, values: Value[], text: string, kept: boolean]>([
    ['|=', ['b'], 'abc', true],
    ['|=', ['B'], 'abc', false],
    ['|=', [''], 'abc', true],
    ['|=', [''], '', true],
    ['!=', [''], 'abc', false],
    ['|=', ['x', 'b'], 'abc', true],
    ['|=', ['x', 'y'], 'abc', false],
    ['!=', ['x', 'y'], 'abc', true],
    ['!=', ['x', 'b'], 'abc', false],
    ['|~', ['a.c'], 'xabcx', true],
    ['|~', ['^b'], 'abc', false],
    ['|~', ['(?i)B'], 'abc', true],
    ['|~', ['a.c'], 'a\nc', false],
    ['|~', ['x', 'c$'], 'abc', true],
    ['!~', ['a.c'], 'abc', false],
    ['!~', ['x', '^b'], 'abc', true],
    ['!~', ['x', '^a'], 'abc', false],

    ['|=', [ip('10.0.0.1')], 'from 10.0.0.1 to', true],
    ['|=', [ip('10.0.0.1')], 'from 10.0.0.10 to', false],
    ['|=', [ip('10.0.0.1')], '10.0.0.1', true],
    ['|=', [ip('10.0.0.1')], '10.0.0.1:8080', true],
    ['|=', [ip('10.0.0.1')], 'x10.0.0.1', true],
    ['|=', [ip('10.0.0.1')], '010.0.0.1', false],
    ['|=', [ip('10.0.0.1')], '10.0.0.1.5', false],
    ['|=', [ip('10.0.0.1')], 'no address', false],
    ['|=', [ip('10.0.0.1')], '', false],
    ['|=', [ip('192.168.4.0/22')], 'a 192.168.7.255', true],
    ['|=', [ip('192.168.4.0/22')], 'a 192.168.8.0', false],
    ['|=', [ip('0.0.0.0/0')], 'a 1.2.3.4', true],
    ['|=', [ip('192.168.4.5-192.168.4.20')], '192.168.4.20', true],
    ['|=', [ip('192.168.4.5-192.168.4.20')], '192.168.4.21', false],
    ['|=', [ip('2001:db8::/32')], 'from [2001:db8::1] ', true],
    ['|=', [ip('2001:db8::1')], '2001:0db8:0:0:0:0:0:1', true],
    ['|=', [ip('2001:db8::1')], '2001:db8::2', false],
    ['|=', [ip('::1')], 'at ::1 port', true],
    ['|=', [ip('::1-::ff')], 'at ::fe now', true],
    ['|=', [ip('::/0')], 'v4 10.0.0.1', false],
    ['!=', [ip('10.0.0.1')], 'no address', true],
    ['!=', [ip('10.0.0.1')], '10.0.0.1', false],
    ['|=', ['error', ip('10.0.0.1')], 'ok 10.0.0.1', true],
    ['!=', ['error', ip('10.0.0.1')], 'ok 10.0.0.1', false],

    ['|>', ['<_>b<_>'], 'abc', true],
    ['|>', ['<_>b<_>'], 'bc', false],
    ['|>', ['<_>b<_>'], 'ab', false],
    ['|>', ['a<_>'], 'abc', true],
    ['|>', ['a<_>'], 'a', false],
    ['|>', ['b<_>'], 'abc', false],
    ['|>', ['<_>c'], 'abc', true],
    ['|>', ['<_>b'], 'abc', false],
    ['|>', ['<_> b'], 'a b b', false],
    ['|>', ['abc'], 'abc', true],
    ['|>', ['abc'], 'abcd', false],
    ['|>', [''], '', true],
    ['|>', [''], 'a', false],
    ['|>', ['<_>'], 'a', true],
    ['|>', ['<_>'], '', false],
    ['|>', ['a <_> b <_> c'], 'a 1 b 2 c', true],
    ['|>', ['a <_> b <_> c'], 'a 1 b 2 c ', false],
    ['|>', ['x<_>', 'a<_>'], 'abc', true],
    ['|>', ['<a b> <_>'], '<a b> c', true],
    ['!>', ['a<_>'], 'abc', false],
    ['!>', ['x<_>', 'b<_>'], 'abc', true],
    ['!>', ['x<_>', 'a<_>'], 'abc', false],
  ])('%s %j of %j: %s', (op, values, text, kept) => {
    expect(keeps([line(op, ...values)], text)).toBe(kept);
  });

  it('takes by pattern what is made of it, and not what is made otherwise', () => {
    const literal = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '='), minLength: 1, maxLength: 4 });
    const captured = fc.string({ unit: fc.constantFrom('x', 'y', 'é'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(literal, captured), { minLength: 1, maxLength: 4 }), (pairs) => {
        const pattern = pairs.map(([text]) => `${text}<_>`).join('');
        const text = pairs.flat().join('');
        expect(keeps([line('|>', pattern)], text)).toBe(true);
        expect(keeps([line('!>', pattern)], text)).toBe(false);
        expect(keeps([line('|>', pattern)], `z${text}`)).toBe(false);
        // Without what a capture took, or with more behind a closing text, it is another line.
        expect(keeps([line('|>', pattern)], pairs.map(([t]) => t).join(''))).toBe(false);
        expect(keeps([line('|>', `${pattern}=`)], text)).toBe(false);
        expect(keeps([line('|>', `${pattern}=`)], `${text}=`)).toBe(true);
      }),
    );
  });

  it('agrees with RE2 where a single character ends each capture', () => {
    const char = fc.constantFrom('a', 'b', '-');
    const line_ = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'x', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(char, { minLength: 1, maxLength: 3 }), line_, (chars, text) => {
        const pattern = chars.map((c) => `<_>${c}`).join('');
        const regex = `^${chars.map((c) => `[^${c}]+${c}`).join('')}$`.replaceAll('^-', '^\\-');
        expect(keeps([line('|>', pattern)], text)).toBe(keeps([line('|~', regex)], text));
      }),
    );
  });
});
