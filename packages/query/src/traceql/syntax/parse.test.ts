import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteGoString } from '../../lang/index.js';
import { writeAttributeName } from './attribute-name.js';
import {
  checkQuery,
  faultText,
  MAX_CONDITIONS,
  MAX_QUERY_BYTES,
  parseField,
  parseQuery,
  printQuery,
  type Query,
} from './index.js';

const VALID: readonly (readonly [text: string, canonical: string])[] = [
  ['{}', '{ }'],
  ['{ true }', '{ true }'],
  ['{false && true}', '{ false && true }'],
  ['{name="GET /"}', '{ name = "GET /" }'],
  ['{span:name=`a"b`}', '{ name = "a\\"b" }'],
  ['{duration>1.5s}', '{ duration > 1500ms }'],
  ['{span:duration<=1h30m}', '{ duration <= 90m }'],
  ['{duration>1d}', '{ duration > 24h }'],
  ['{duration>0s}', '{ duration > 0ns }'],
  ['{duration>10us && duration<10µs}', '{ duration > 10us && duration < 10us }'],
  ['{duration > 100}', '{ duration > 100 }'],
  ['{duration > -1s}', '{ duration > -1s }'],
  ['{status=error}', '{ status = error }'],
  ['{span:status!=unset}', '{ status != unset }'],
  ['{kind=server||kind=client}', '{ kind = server || kind = client }'],
  ['{statusMessage=~"(?i)bad"}', '{ statusMessage =~ "(?i)bad" }'],
  ['{.a=1}', '{ .a = 1 }'],
  ['{.a-1=2}', '{ .a-1 = 2 }'],
  ['{.a/b*c+d:e.f=2}', '{ .a/b*c+d:e.f = 2 }'],
  ['{span.http.status_code>=500}', '{ span.http.status_code >= 500 }'],
  ['{resource.service.name="a"}', '{ resource.service.name = "a" }'],
  ['{span."foo bar"=1}', '{ span."foo bar" = 1 }'],
  ['{span.a."b c".d=1}', '{ span."a.b c.d" = 1 }'],
  ['{span."q\\"\\\\"=1}', '{ span."q\\"\\\\" = 1 }'],
  ['{.한글="값 😀"}', '{ .한글 = "값 😀" }'],
  ['{.a=1.5 && .b=1e3 && .c=.5 && .d=-2.5}', '{ .a = 1.5 && .b = 1000.0 && .c = 0.5 && .d = -2.5 }'],
  ['{.a=true || .b!=false}', '{ .a = true || .b != false }'],
  ['{.a=nil && .b!=nil}', '{ .a = nil && .b != nil }'],
  ['{.a=minInt || .a=maxInt}', '{ .a = -9223372036854775808 || .a = 9223372036854775807 }'],
  ['{.a=1||.b=2&&.c=3}', '{ .a = 1 || .b = 2 && .c = 3 }'],
  ['{(.a=1||.b=2)&&.c=3}', '{ .a = 1 || .b = 2 && .c = 3 }'],
  ['{.a=1||(.b=2&&.c=3)}', '{ .a = 1 || (.b = 2 && .c = 3) }'],
  ['{((((.a=1))))}', '{ .a = 1 }'],
  ['{ .a = 1 // a comment }\n && .b /* another } */ = 2 }', '{ .a = 1 && .b = 2 }'],
  ['{.a = error}', '{ .a = error }'],
  ['{.http.status >= "200"}', '{ .http.status >= "200" }'],
];

const at = (column: number, message: string): string =>
  `invalid TraceQL query: parse error at line 1, col ${column}: ${message}`;

const PARSE_FAILS: readonly (readonly [text: string, message: string])[] = [
  ['', at(1, 'syntax error: unexpected $end, expecting { or (')],
  ['name="x"', at(1, 'syntax error: unexpected IDENTIFIER, expecting { or (')],
  ['{', at(2, 'syntax error: unexpected $end')],
  ['{ .a', at(5, 'syntax error: unexpected $end')],
  ['{ .a = }', at(8, 'syntax error: unexpected }')],
  ['{ .a == 1 }', at(7, 'syntax error: unexpected =')],
  ['{ .a = 1', at(9, 'syntax error: unexpected $end')],
  ['{ .a = 1 .b = 2 }', at(10, 'syntax error: unexpected ATTRIBUTE')],
  ['{ .a = 1 && }', at(13, 'syntax error: unexpected }')],
  ['{ .a = 1, }', at(9, 'syntax error: unexpected ,')],
  ['{ (.a = 1 }', at(11, 'syntax error: unexpected }, expecting )')],
  ["{ .a = 'x' }", at(8, 'syntax error: unexpected $unk')],
  ['{ .a = x }', at(8, 'syntax error: unexpected IDENTIFIER')],
  ['{ .a = 1s5 }', at(8, 'syntax error: unexpected $unk')],
  ['{ .a = 1x }', at(8, 'syntax error: unexpected $unk')],
  ['{ .a = - }', at(10, 'syntax error: unexpected }')],
  ['{ .a = -"x" }', at(9, 'syntax error: unexpected STRING')],
  ['{ . = 1 }', at(3, 'syntax error: unexpected $unk')],
  ['{ foo = 1 }', at(3, 'syntax error: unexpected IDENTIFIER')],
  ['{ trace:name = "x" }', at(3, 'syntax error: unexpected IDENTIFIER')],
  ['{ .a = "x }', at(8, 'literal not terminated')],
  ['{ ."a = 1 }', at(3, 'literal not terminated')],
  ['{ .a = "\\q" }', at(8, 'invalid escape \\q')],
  ['{ .a = 9223372036854775808 }', at(8, 'integer 9223372036854775808 does not fit 64 bits')],
  ['{ .a = 1e999 }', at(8, 'number 1e999 is too large')],
  ['{ .a = 9999999999h }', at(8, 'invalid duration "9999999999h"')],
  ['{ } }', at(5, 'syntax error: unexpected }')],
  ['{ } { }', at(5, 'syntax error: unexpected {')],
  ['{ .한 = 1 && ', at(13, 'syntax error: unexpected $end')],
  ['{ /* open', at(3, 'literal not terminated')],
];

const CHECK_FAILS: readonly (readonly [text: string, message: string])[] = [
  ['{ name = 1 }', 'binary operations must operate on the same type: name = 1'],
  ['{ name = error }', 'binary operations must operate on the same type: name = error'],
  ['{ duration = "1s" }', 'binary operations must operate on the same type: duration = "1s"'],
  ['{ duration > true }', 'binary operations must operate on the same type: duration > true'],
  ['{ status = 2 }', 'binary operations must operate on the same type: status = 2'],
  ['{ status = server }', 'binary operations must operate on the same type: status = server'],
  ['{ status > ok }', 'illegal operation for the given types: status > ok'],
  ['{ kind < consumer }', 'illegal operation for the given types: kind < consumer'],
  ['{ duration =~ 5 }', 'illegal operation for the given types: duration =~ 5'],
  ['{ .a =~ 5 }', 'illegal operation for the given types: .a =~ 5'],
  ['{ .a > true }', 'illegal operation for the given types: .a > true'],
  ['{ .a < nil }', 'illegal operation for the given types: .a < nil'],
  ['{ .a > error }', 'illegal operation for the given types: .a > error'],
  ['{ name = nil }', 'a value that every span has cannot be compared with nil: name = nil'],
  [
    '{ resource.service.name != nil }',
    'a value that every span has cannot be compared with nil: resource.service.name != nil',
  ],
  ['{ .a =~ "(" }', 'invalid regex: error parsing regexp: missing closing ): `(`'],
  ['{ true && name !~ "a**" }', 'invalid regex: error parsing regexp: invalid nested repetition operator: `**`'],
  ['{ 5 }', 'a condition must be true or false'],
  ['{ "x" && true }', 'a condition must be true or false'],
];

const UNSUPPORTED: readonly (readonly [text: string, message: string])[] = [
  ['{ } | count() > 1', at(5, 'a pipeline is not supported yet')],
  ['{ } | rate()', at(5, 'a pipeline is not supported yet')],
  ['{ } && { }', at(5, 'an operator between spansets is not supported yet')],
  ['{ } >> { }', at(5, 'a structural operator is not supported yet')],
  ['{ } &>> { }', at(5, 'a structural operator is not supported yet')],
  ['{ } !~ { }', at(5, 'a structural operator is not supported yet')],
  ['({ } || { })', at(1, 'a spanset in parentheses is not supported yet')],
  ['{ } with(most_recent=true)', at(5, 'a hint is not supported yet')],
  ['{ !(.a = 1) }', at(3, 'negation is not supported yet')],
  ['{ .a + 1 = 2 }', at(6, 'arithmetic is not supported yet')],
  ['{ .a = 1 + 1 }', at(10, 'arithmetic is not supported yet')],
  ['{ 1 + 1 = 2 }', at(5, 'arithmetic is not supported yet')],
  ['{ .a = .b }', at(8, 'comparing two fields is not supported yet')],
  ['{ 1 = .a }', at(5, 'a literal on the left of a comparison is not supported yet')],
  ['{ .a }', at(6, 'a field that stands for its truth is not supported yet')],
  ['{ .a = (1) }', at(8, 'an expression on the right of a comparison is not supported yet')],
  ['{ rootName = "x" }', at(3, 'rootName is not supported yet')],
  ['{ nestedSetParent<0 && true }', at(3, 'nestedSetParent is not supported yet')],
  ['{ trace:duration > 1s }', at(3, 'trace:duration is not supported yet')],
  ['{ event.x = 1 }', at(3, 'event.x is not supported yet')],
  ['{ parent.x = 1 }', at(3, 'parent.x is not supported yet')],
];

const parsed = (text: string): Query => {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(faultText(text, query.error));
  return query.value;
};

describe('corpus', () => {
  it.each(VALID)('reads %s', (text, canonical) => {
    const query = parsed(text);
    expect(checkQuery(query)).toBeUndefined();
    expect(printQuery(query)).toBe(canonical);
    expect(printQuery(parsed(canonical))).toBe(canonical);
  });

  it.each(PARSE_FAILS)('does not parse %s', (text, message) => {
    const query = parseQuery(text);
    if (query.ok) throw new Error('it parsed');
    expect([query.error.kind, faultText(text, query.error)]).toEqual(['parse', message]);
  });

  it.each(CHECK_FAILS)('finds no meaning in %s', (text, message) => {
    const query = parseQuery(text);
    const fault = query.ok ? checkQuery(query.value)! : query.error;
    expect([fault.kind, faultText(text, fault)]).toEqual(['check', `invalid TraceQL query: ${message}`]);
  });

  it.each(UNSUPPORTED)('names what is not supported in %s', (text, message) => {
    const query = parseQuery(text);
    if (query.ok) throw new Error('it parsed');
    expect([query.error.kind, faultText(text, query.error)]).toEqual(['unsupported', message]);
  });
});

it('bounds size, nesting and number of conditions', () => {
  const long = parseQuery(`{ .a = "${'x'.repeat(MAX_QUERY_BYTES)}" }`);
  expect(!long.ok && long.error.message).toBe('query of 131083 bytes exceeds the limit of 131072 bytes');
  const deep = parseQuery(`{ ${'('.repeat(60_000)}.a = 1${')'.repeat(60_000)} }`);
  expect(!deep.ok && deep.error.message).toBe('parentheses nest deeper than 100');
  const many = (n: number): string => `{ ${Array.from({ length: n }, () => '.a = 1').join(' || ')} }`;
  expect(parseQuery(many(MAX_CONDITIONS)).ok).toBe(true);
  const tooMany = parseQuery(many(MAX_CONDITIONS + 1));
  expect(!tooMany.ok && tooMany.error.message).toBe('more than 200 conditions in one filter');
});

it('reads a field alone', () => {
  expect(parseField('span."a b"')).toMatchObject({ kind: 'attribute', scope: 'span', name: 'a b' });
  expect(parseField('.a/b')).toMatchObject({ scope: 'any', name: 'a/b' });
  expect(parseField('span:status')).toMatchObject({ kind: 'intrinsic', name: 'status' });
  for (const text of ['', 'app.user.id', 'span.a = 1', 'event.x', ' .a', 'constructor']) {
    expect(parseField(text)).toBeUndefined();
  }
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('"', '\\', '\0', '한글', '😀', '`', '\n//'),
);
const attribute = fc
  .tuple(
    fc.constantFrom('.', 'span.', 'resource.'),
    fc.oneof(fc.string({ minLength: 1, maxLength: 6 }), fc.constantFrom('a.b', '한', 'a-1')),
  )
  .map(([scope, name]) => scope + writeAttributeName(name));
const literal = fc.oneof(
  text.map(quoteGoString),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => `${n < 0 ? '-' : ''}${Math.abs(n).toFixed(3)}`),
  fc.constantFrom('true', 'nil', 'error', 'server', '1h30m', '1.5ms', '-2d'),
);
const comparison = fc
  .tuple(
    fc.oneof(attribute, fc.constantFrom('name', 'duration', 'span:kind')),
    fc.constantFrom('=', '!=', '<', '>=', '=~', '!~'),
    literal,
  )
  .map((parts) => parts.join(' '));
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    comparison,
    fc.constantFrom('true', 'false'),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([l, op, r]) => `${l} ${op} (${r})`),
  ),
}));

const withoutRanges = (query: Query): unknown =>
  JSON.parse(
    JSON.stringify(query, (key, value: unknown) =>
      key === 'range' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  );

it('prints a fixed point', () => {
  fc.assert(
    fc.property(condition, (source) => {
      const first = parsed(`{${source}}`);
      const printed = printQuery(first);
      const second = parsed(printed);
      expect(printQuery(second)).toBe(printed);
      expect(withoutRanges(second)).toEqual(withoutRanges(first));
    }),
    { numRuns: 1000 },
  );
});

it('neither crashes nor hangs on 100,000 random texts', () => {
  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'{}()|&=~!<>,."`\\/*+-^% \n'.split(''),
        '&&',
        '||',
        '.a',
        'span.',
        'name',
        '1',
        '1h',
        'nil',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
    { weight: 1, arbitrary: comparison },
  );
  const texts = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(texts, fc.boolean(), (pieces, braced) => {
      const source = braced ? `{${pieces}}` : pieces;
      const query = parseQuery(source);
      if (query.ok) checkQuery(query.value);
      else if (query.error.range.end > source.length) throw new Error('a range outside the text');
    }),
    { numRuns: 100_000 },
  );
});

it('is linear in what looks like deep nesting', () => {
  for (const c of ['(', '{', '"', '`', '/*', '/*x', '//\n', '.', '-', '&&', '1', '1h', '."', '\\', '/*/', '* /']) {
    const before = performance.now();
    expect(parseQuery(c.repeat(MAX_QUERY_BYTES / c.length - 2)).ok).toBe(false);
    expect(parseQuery(`{ .a = ${c.repeat(MAX_QUERY_BYTES / c.length - 10)}`).ok).toBe(false);
    expect(performance.now() - before).toBeLessThan(5000);
  }
});
