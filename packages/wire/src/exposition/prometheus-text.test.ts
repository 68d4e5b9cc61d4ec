import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recorder } from './exposition.testkit.js';
import { readPrometheusText } from './prometheus-text.js';

function read(text: string): string[] {
  const { lines, handler } = recorder();
  const done = readPrometheusText(text, handler);
  if (!done.ok) lines.push(`line ${done.error.line}: ${done.error.message}`);
  return lines;
}

describe('Prometheus text', () => {
  it.each<[string, string, string[]]>([
    ['a bare sample', 'up 1\n', ['up = 1']],
    ['labels and a time', 'a{b="c",d="e"} 2.5e3 1500000000123\n', ['a{b="c",d="e"} = 2500 @1500000000123']],
    ['a trailing comma', 'a{b="c",} 1\n', ['a{b="c",} = 1']],
    ['blanks everywhere', ' a {b="c"}  1  2 \n', ['a {b="c"} = 1 @2']],
    ['tabs', 'a\t1\t2\n', ['a = 1 @2']],
    ['no last line feed', 'a 1\nb 2', ['a = 1', 'b = 2']],
    ['a carriage return in a comment', '# b\r\na 1\n', ['a = 1']],
    ['no blank before HELP', '#HELP a b\na 1\n', ['a = 1']],
    ['a help with blanks around', '# HELP a  b \n', ['meta a {"help":" b "}']],
    ['a help without a text', '# HELP a\n', ['meta a {"help":""}']],
    ['special values', 'a NaN\nb +Inf\nc -Inf\nd -0\n', ['a = NaN', 'b = Infinity', 'c = -Infinity', 'd = 0']],
    ['a quote, a brace and a backslash in a value', 'a{b="}\\"\\\\"} 1\n', ['a{b="}\\"\\\\"} = 1']],
    ['a value in any script', 'a{b="결제 😀"} 1\n', ['a{b="결제 😀"} = 1']],
    ['a name in quotes', '{"my.metric",b="c"} 1\n', ['{"my.metric",b="c"} = 1']],
    [
      'type and help',
      '# HELP a text \\\\ and \\n\n# TYPE a counter\na 1\n',
      ['meta a {"help":"text \\\\ and \\n"}', 'meta a {"type":"counter"}', 'a = 1'],
    ],
    ['untyped', '# TYPE a untyped\n', ['meta a {"type":"unknown"}']],
    ['a quoted family', '# TYPE "my.metric" gauge\n', ['meta my.metric {"type":"gauge"}']],
    ['a comment', '# anything at all\n#\n#HELP\na 1\n', ['a = 1']],
    ['blank lines', '\n\n  \na 1\n', ['a = 1']],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['no value', 'a\n', 'line 1: a has no value'],
    ['a value that is none', 'b 1\na x\n', 'line 2: a: "x" is not a number'],
    ['hexadecimal', 'a 0x1p3\n', 'line 1: a: "0x1p3" is not a number'],
    ['an underscore', 'a 1_000\n', 'line 1: a: "1_000" is not a number'],
    ['a time that is none', 'a 1 2.5\n', 'line 1: a: "2.5" is not a time in milliseconds'],
    ['a negative time', 'a 1 -5\n', 'line 1: a: "-5" is not a time in milliseconds'],
    ['CRLF', 'a 1\r\n', 'line 1: a: "1\\r" is not a number'],
    ['CRLF after a time', 'a 1 2\r\n', 'line 1: a: "2\\r" is not a time in milliseconds'],
    ['a line of CR', '\r\na 1\n', 'line 1: \r has no value'],
    ['CRLF after a type', '# TYPE a gauge\r\n', 'line 1: invalid metric type "gauge\\r" of a'],
    ['a blank after a type', '# TYPE a gauge \n', 'line 1: invalid metric type "gauge " of a'],
    ['no type', '# TYPE a\n', 'line 1: invalid metric type "" of a'],
    ['too much', 'a 1 2 3\n', 'line 1: unexpected "3" after the time of a'],
    ['open labels', 'a{b="c" 1\n', 'line 1: the labels are not closed with }'],
    ['an unknown type', '# TYPE a foo\n', 'line 1: invalid metric type "foo" of a'],
  ])('refuses %s', (_, text, expected) => {
    expect(read(text).at(-1)).toBe(expected);
  });

  it('never crashes, and never names a line that is not there', () => {
    const piece = fc.oneof(fc.constantFrom(...'{}",=\\ \n\t#', 'a', '1', '# TYPE ', 'NaN', 'le="1"'), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const done = readPrometheusText(text, recorder().handler);
        if (!done.ok) expect(done.error.line).toBeLessThanOrEqual(text.split('\n').length);
      }),
      { numRuns: 5000 },
    );
  });
});
