import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRODUCTION_FEATURES, SCRIPT_FEATURES } from './features.js';
import { formatParseError, parse, parseSelector } from './parse.js';
import { print } from './print.js';

function shown(query: string): string {
  const result = parse(query, SCRIPT_FEATURES);
  return result.ok ? print(result.value) : formatParseError(query, result.error);
}

describe('parse reads', () => {
  it.each([
    // literals
    ['1', '1'],
    ['0x1F', '31'],
    ['017', '15'],
    ['1_000', '1000'],
    ['.5e3', '500'],
    ['1e-7', '0.0000001'],
    ['+Inf', '+Inf'],
    ['-inf', '-Inf'],
    ['NaN', 'NaN'],
    ['1h30m', '1h30m'],
    ["'a\\'b\"'", '"a\'b\\""'],
    ['`a\\b`', '"a\\\\b"'],
    ['"\\u1234\\x41\\101"', '"\u1234AA"'],
    ['"\\xed\\x95\\x9c"', '"한"'],
    // selectors
    ['foo', 'foo'],
    ['foo:bar', 'foo:bar'],
    [':foo', ':foo'],
    ['foo{}', 'foo'],
    ['foo{a="b",c!="d", e=~"f.*" , g !~ "h",}', 'foo{a="b",c!="d",e=~"f.*",g!~"h"}'],
    ['{"my.metric", "a.b"="c"}', '{"a.b"="c",__name__="my.metric"}'],
    ['{"foo"}', '{__name__="foo"}'],
    ['{by="x",sum="y",offset="z"}', '{by="x",offset="z",sum="y"}'],
    ['sum + offset', 'sum + offset'],
    ['start{a="b"} or end', 'start{a="b"} or end'],
    ['foo[5m]', 'foo[5m]'],
    ['foo[300]', 'foo[5m]'],
    ['foo[ 1.5 ]', 'foo[1s500ms]'],
    ['foo offset 5m', 'foo offset 5m'],
    ['foo offset -5m @ 10', 'foo @ 10.000 offset -5m'],
    ['foo[5m] @ start() offset 1w', 'foo[5m] @ start() offset 1w'],
    ['foo @ -1.5', 'foo @ -1.500'],
    ['foo @ 1m40s', 'foo @ 100.000'],
    ['foo[5m:1m] offset 1m', 'foo[5m:1m] offset 1m'],
    ['foo[5m:]', 'foo[5m:]'],
    ['(foo + bar)[5m:10s] @ end()', '(foo + bar)[5m:10s] @ end()'],
    // operators
    ['a+b*c', 'a + b * c'],
    ['(a+b)*c', '(a + b) * c'],
    ['2^3^2', '2 ^ 3 ^ 2'],
    ['-1^2', '-1 ^ 2'],
    ['-foo^2', '-foo ^ 2'],
    ['- - 1', '1'],
    ['a atan2 b', 'a atan2 b'],
    ['a and b or c unless d', 'a and b or c unless d'],
    ['a > bool b', 'a > bool b'],
    ['a == ON(x) B', 'a == on (x) B'],
    ['a / ignoring(x,y,) group_left b', 'a / ignoring (x, y) group_left () b'],
    ['a * on(by,sum) group_right(z) b', 'a * on (by, sum) group_right (z) b'],
    ['a * on("x.y") b', 'a * on ("x.y") b'],
    ['1 == bool 1', '1 == bool 1'],
    // aggregations and calls
    ['sum(a)', 'sum(a)'],
    ['SUM BY (x) (a)', 'sum by (x) (a)'],
    ['sum(a) without (x,y)', 'sum without (x, y) (a)'],
    ['sum by () (a)', 'sum(a)'],
    ['topk(5, a)', 'topk(5, a)'],
    ['count_values by(x) ("v", a)', 'count_values by (x) ("v", a)'],
    ['rate(a[5m])', 'rate(a[5m])'],
    ['info(a, {b=~".*"})', 'info(a, {b=~".*"})'],
    ['round(a)', 'round(a)'],
    ['round(a, 5)', 'round(a, 5)'],
    ['time()', 'time()'],
    ['day_of_week()', 'day_of_week()'],
    ['label_join(a, "b", ",")', 'label_join(a, "b", ",")'],
    ['rate(foo[5m]) # a comment\n  > 1', 'rate(foo[5m]) > 1'],
    ['foo{a="b", # comment }\n c="d"}', 'foo{a="b",c="d"}'],
  ])('%s', (query, expected) => {
    expect(shown(query)).toBe(expected);
  });
});

describe('parse refuses with the text of Prometheus', () => {
  it.each([
    ['', 'unknown position: parse error: no expression found in input'],
    ['# only a comment', '1:1: parse error: no expression found in input'],
    ['1-', '1:3: parse error: unexpected end of input'],
    ['foo bar', '1:5: parse error: unexpected identifier "bar"'],
    ['foo{', '1:5: parse error: unexpected end of input inside braces'],
    ['foo{a', '1:6: parse error: unexpected end of input inside braces'],
    ['foo{a}', '1:6: parse error: unexpected "}" in label matching, expected label matching operator'],
    ['foo{1}', "1:5: parse error: unexpected character inside braces: '1'"],
    ['foo{,}', '1:5: parse error: unexpected "," in label matching, expected identifier or "}"'],
    ['foo{a=b}', '1:7: parse error: unexpected identifier "b" in label matching, expected string'],
    ['foo{a="b" c="d"}', '1:11: parse error: unexpected identifier "c" in label matching, expected "," or "}"'],
    ['foo{a=~"("}', '1:5: parse error: error parsing regexp: missing closing ): `(`'],
    ['foo{__name__="bar"}', '1:1: parse error: metric name must not be set twice: "foo" or "bar"'],
    ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{x=""}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{x=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{x!~".+"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{x!="a"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['foo)', "1:5: parse error: unexpected right parenthesis ')'"],
    ['(foo', '1:5: parse error: unclosed left parenthesis'],
    ['foo]', "1:4: parse error: unexpected right bracket ']'"],
    ['foo!', "1:4: parse error: unexpected character after '!': '\ufffd'"],
    ['foo=~"a"', "1:4: parse error: unexpected character after '=': '~'"],
    ['foo ! bar', "1:5: parse error: unexpected character after '!': ' '"],
    ['1 $ 2', "1:3: parse error: unexpected character: '$'"],
    ['"a', '1:1: parse error: unterminated quoted string'],
    ['`a', '1:1: parse error: unterminated raw string'],
    ['"\\q"', "1:1: parse error: unknown escape sequence U+0071 'q'"],
    ['0x', '1:1: parse error: error parsing number: strconv.ParseFloat: parsing "0x": invalid syntax'],
    ['2e999', '1:1: parse error: error parsing number: strconv.ParseFloat: parsing "2e999": value out of range'],
    [
      'a offset 0xffffffffffffffff',
      '1:10: parse error: error parsing number: strconv.ParseFloat: parsing "0xffffffffffffffff": invalid syntax',
    ],
    // The text ends where reading it as a number or a duration did.
    ['1d2y', '1:1: parse error: bad number or duration syntax: "1d2"'],
    ['7..8', '1:1: parse error: bad number or duration syntax: "7.."'],
    ['1.2.3', '1:1: parse error: bad number or duration syntax: "1.2."'],
    ['3weeks', '1:1: parse error: bad number or duration syntax: "3we"'],
    ['1e5e', '1:1: parse error: bad number or duration syntax: "1e5e"'],
    ['4__0', '1:1: parse error: bad number or duration syntax: "4__"'],
    ['foo[5mm]', '1:5: parse error: bad number or duration syntax: "5mm"'],
    ['foo[5m', '1:7: parse error: unclosed left bracket'],
    [
      'foo[]',
      '1:5: parse error: unexpected "]" in subquery or range selector, expected number, duration, step(), or range()',
    ],
    ['foo[x]', "1:5: parse error: unexpected character in duration expression: 'x'"],
    ['foo[0m]', '1:5: parse error: duration must be greater than 0'],
    ['foo[5m][5m]', '1:8: parse error: ranges only allowed for vector selectors'],
    ['foo offset 1m[5m]', '1:14: parse error: no offset modifiers allowed before range'],
    ['foo @ 5[5m]', '1:8: parse error: no @ modifiers allowed before range'],
    [
      'foo offset',
      '1:11: parse error: unexpected end of input in offset, expected number, duration, step(), or range()',
    ],
    ['foo offset 1m offset 2m', '1:1: parse error: offset may not be set multiple times'],
    ['foo @ 1 @ 2', '1:1: parse error: @ <timestamp> may not be set multiple times'],
    ['foo @ 1e24', '1:1: parse error: timestamp out of bounds for @ modifier: 999999999999999983222784.000000'],
    ['foo @ inf', '1:1: parse error: timestamp out of bounds for @ modifier: +Inf'],
    ['foo @ bar', '1:7: parse error: unexpected identifier "bar" in @, expected timestamp'],
    [
      '(foo) offset 1m',
      '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    ],
    [
      '1 @ 5',
      '1:1: parse error: @ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    ],
    ['sum()', '1:1: parse error: no arguments for aggregate expression provided'],
    ['topk(a)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1'],
    ['sum(a, b)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 1, got 2'],
    ['sum by a', '1:8: parse error: unexpected identifier "a" in grouping opts, expected "("'],
    ['sum by (1) (a)', '1:9: parse error: unexpected number "1" in grouping opts, expected label'],
    ['sum by (a b) (c)', '1:11: parse error: unexpected identifier "b" in grouping opts, expected "," or ")"'],
    ['sum without(==)(a)', '1:13: parse error: unexpected <op:==> in grouping opts, expected label'],
    ['sum (a) without (b) by (c)', '1:21: parse error: unexpected <by>'],
    ['nope(a)', '1:1: parse error: unknown function with name "nope"'],
    ['rate(a)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ['abs(a[5m])', '1:5: parse error: expected type instant vector in call to function "abs", got range vector'],
    ['rate()', '1:1: parse error: expected 1 argument(s) in call to "rate", got 0'],
    ['round()', '1:1: parse error: expected at least 1 argument(s) in call to "round", got 0'],
    ['round(a, 1, 2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
    ['abs(a,)', '1:6: parse error: trailing commas not allowed in function call args'],
    ['max(a,,b)', '1:6: parse error: trailing commas not allowed in function call args'],
    ['abs(a, =)', '1:6: parse error: trailing commas not allowed in function call args'],
    ['sum(rate(a[5m]) by (x))', '1:17: parse error: unexpected <by> in aggregation'],
    ['(topk(3 a))', '1:9: parse error: unexpected identifier "a" in aggregation'],
    ['avg(abs(,a))', '1:9: parse error: unexpected "," in aggregation'],
    ['max(a) + abs(b c)', '1:16: parse error: unexpected identifier "c"'],
    ['min(a{b=})', '1:9: parse error: unexpected "}" in label matching, expected string'],
    ['sum(a[5m])', '1:5: parse error: expected type instant vector in aggregation expression, got range vector'],
    ['topk("a", b)', '1:6: parse error: expected type scalar in aggregation parameter, got string'],
    ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['a + bool b', '1:3: parse error: bool modifier can only be used on comparison operators'],
    ['1 and a', '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
    ['a and on(x) group_left() b', '1:1: parse error: no grouping allowed for "and" operation'],
    ['a + on(x) 1', '1:1: parse error: vector matching only allowed between instant vectors'],
    ['a * on(x) group_left(x) b', '1:3: parse error: label "x" must not occur in ON and GROUP clause at once'],
    ['a[5m] + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    ['"a" + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    [
      '-"a"',
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"',
    ],
    ['1[5m:]', '1:1: parse error: subquery is only allowed on instant vector, got scalar instead'],
    ['info(a, b)', '1:9: parse error: expected label selectors only, got vector selector instead'],
    ['a anchored smoothed', '1:1: parse error: anchored and smoothed modifiers cannot be used together'],
    ['a[5m] smoothed anchored', '1:1: parse error: anchored and smoothed modifiers cannot be used together'],
    ['a[5m:] anchored', '1:1: parse error: anchored modifier is not supported for subqueries'],
    ['sum(a) smoothed', '1:1: parse error: smoothed modifier not implemented'],
    ['a and fill(0) b', '1:1: parse error: filling in missing series not allowed for set operators'],
    ['a + fill(0) 1', '1:1: parse error: filling in missing series only allowed between instant vectors'],
    ['a + fill(x) b', '1:10: parse error: unexpected identifier "x"'],
    ['a + fill_left(0) fill_left(0) b', '1:18: parse error: unexpected <fill_left>'],
    [
      'a[5m+]',
      '1:6: parse error: unexpected "]" in subquery or range selector, expected number, duration, step(), or range()',
    ],
    ['a[5m/0]', '1:5: parse error: division by zero'],
    ['a[5m%0s]', '1:5: parse error: modulo by zero'],
    ['a[-5m]', '1:3: parse error: duration must be greater than 0'],
    ['a[5m:0]', '1:6: parse error: duration must be greater than 0'],
    [
      'a[5m:+]',
      '1:7: parse error: unexpected "]" in subquery selector, expected number, duration, step(), range(), or "]"',
    ],
    [
      'a[step(1)]',
      '1:8: parse error: unexpected number "1" in subquery or range selector, expected number, duration, step(), or range()',
    ],
    ['a[1e300]', '1:3: parse error: duration out of range'],
    ['a offset (5m', '1:13: parse error: unclosed left parenthesis'],
    ['START()', '1:1: parse error: unknown function with name "START"'],
    ['sum by (without) (a)', '1:9: parse error: unexpected <without> in grouping opts, expected label'],
    ['a * group_left b', '1:5: parse error: unexpected <group_left>'],
    ['a\n  and', '2:6: parse error: unexpected end of input'],
    ['{a="봉수"} $', "1:14: parse error: unexpected character: '$'"],
  ])('%s', (query, expected) => {
    expect(shown(query)).toBe(expected);
  });

  it.each([
    [
      'limitk(1, a)',
      '1:1: limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions',
    ],
    ['1 + mad_over_time(a[5m])', '1:5: function "mad_over_time" is not enabled'],
    ['a[5m] anchored', '1:1: anchored modifier is experimental and not enabled'],
    ['a smoothed', '1:1: smoothed modifier is experimental and not enabled'],
    ['1 + (a * fill_left(1) b)', '1:6: binop fill modifiers are experimental and not enabled'],
  ])('%s without its feature', (query, expected) => {
    const result = parse(query, PRODUCTION_FEATURES);
    expect(result.ok ? undefined : formatParseError(query, result.error).replace('parse error: ', '')).toBe(expected);
    expect(parse(query, SCRIPT_FEATURES).ok).toBe(true);
  });

  it('what nests too deep', () => {
    expect(shown('('.repeat(100_000))).toMatch(/nested deeper than 500 levels/);
    expect(shown('-'.repeat(100_000))).toMatch(/nested deeper than 500 levels/);
    expect(shown('1' + '+1'.repeat(100_000))).toMatch(/more than 1000 operators/);
  });
});

describe('parseSelector', () => {
  it('takes what match[] takes', () => {
    expect(parseSelector('foo{a!="b"}')).toEqual({
      ok: true,
      value: [
        { name: 'a', op: '!=', value: 'b' },
        { name: '__name__', op: '=', value: 'foo' },
      ],
    });
  });

  it.each(['', 'foo[5m]', 'foo offset 5m', 'foo + bar', '{}', '{a=""}', 'sum(foo)', '1'])('refuses %j', (text) => {
    expect(parseSelector(text).ok).toBe(false);
  });
});

it('never throws and never hangs on any text', () => {
  const pieces = fc.constantFrom(
    ...['sum', 'by', '(', ')', '[', ']', '{', '}', '5m', '1', '"a"', "'", '\\', 'foo', 'rate', 'offset', '@', '-', '^'],
    ...[
      '=~',
      '!=',
      '==',
      'bool',
      'on',
      'group_left',
      ',',
      ':',
      'start',
      'step',
      'min_of',
      'fill',
      'anchored',
      '/',
      'inf',
      '#',
      '\n',
      ' ',
      '`',
      '한',
      '.',
      '0x',
      'e',
    ],
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 25 }).map((p) => p.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (query) => {
      const result = parse(query, SCRIPT_FEATURES);
      if (!result.ok) {
        expect(result.error.message).not.toBe('');
        expect(result.error.range.start).toBeLessThanOrEqual(query.length);
        return;
      }
      const once = print(result.value);
      expect(shown(once)).toBe(once);
    }),
    { numRuns: Number(process.env['BONGSU_PARSER_RUNS'] ?? 20_000) },
  );
});
