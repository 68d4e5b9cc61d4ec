import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteGoString } from '../../lang/index.js';
import { checkQuery, faultText, MAX_QUERY_BYTES, parseMatchers, parseQuery, printQuery, type Query } from './index.js';

/** Text of a query, its canonical text. */
const VALID: readonly (readonly [text: string, canonical: string])[] = [
  ['{app="x"}', '{app="x"}'],
  ['{ app = "x" , b!="y",c=~"z",d!~"w" }', '{app="x", b!="y", c=~"z", d!~"w"}'],
  ['{app="x"}|="a"!="b"|~"c"!~"d"', '{app="x"} |= "a" != "b" |~ "c" !~ "d"'],
  ['{app=`x\\n"`}', '{app="x\\\\n\\""}'],
  ['{app="\\x41\\u00e9\\t"}', '{app="Aé\\t"}'],
  ['{app="x"} |= "a" or "b" or `c`', '{app="x"} |= "a" or "b" or "c"'],
  ['{app="x"} |= "a" OR "b"', '{app="x"} |= "a" or "b"'],
  ['{app="x"} # the rest } " is not read\n|= "a"', '{app="x"} |= "a"'],
  ['(({app="x"} |= "a"))', '{app="x"} |= "a"'],
  ['{service.name="x"}', '{service_name="x"}'],
  ['{rate="x", sum="y", bytes="z"}', '{rate="x", sum="y", bytes="z"}'],
  ['{_a1="한국어 😀"}', '{_a1="한국어 😀"}'],
  ['{a="x",a="y"}', '{a="x", a="y"}'],
  ['{a="\\x00"}', '{a="\\x00"}'],
];

/** Text of a query, the message it is refused with. */
const PARSE_FAILS: readonly (readonly [text: string, message: string])[] = [
  ['', 'parse error at line 1, col 1: syntax error: unexpected $end'],
  ['  ', 'parse error at line 1, col 3: syntax error: unexpected $end'],
  ['{', 'parse error at line 1, col 2: syntax error: unexpected $end, expecting IDENTIFIER or }'],
  ['{app', 'parse error at line 1, col 5: syntax error: unexpected $end, expecting = or != or =~ or !~'],
  ['{app}', 'parse error at line 1, col 5: syntax error: unexpected }, expecting = or != or =~ or !~'],
  ['{app=}', 'parse error at line 1, col 6: syntax error: unexpected }, expecting STRING'],
  ['{app=x}', 'parse error at line 1, col 6: syntax error: unexpected IDENTIFIER, expecting STRING'],
  ["{app='x'}", 'parse error at line 1, col 6: syntax error: unexpected $unk, expecting STRING'],
  ['{app=="x"}', 'parse error at line 1, col 5: syntax error: unexpected ==, expecting = or != or =~ or !~'],
  ['{app="x"', 'parse error at line 1, col 9: syntax error: unexpected $end, expecting } or ,'],
  ['{app="x" b="y"}', 'parse error at line 1, col 10: syntax error: unexpected IDENTIFIER, expecting } or ,'],
  ['{app="x",}', 'parse error at line 1, col 10: syntax error: unexpected }, expecting IDENTIFIER'],
  ['{json="x"}', 'parse error at line 1, col 2: syntax error: unexpected json, expecting IDENTIFIER or }'],
  ['{a="x", IP="y"}', 'parse error at line 1, col 9: syntax error: unexpected ip, expecting IDENTIFIER'],
  ['{"app"="x"}', 'parse error at line 1, col 2: syntax error: unexpected STRING, expecting IDENTIFIER or }'],
  ['{한="x"}', 'parse error at line 1, col 2: syntax error: unexpected $unk, expecting IDENTIFIER or }'],
  ['{app="x"}}', 'parse error at line 1, col 10: syntax error: unexpected }'],
  ['{app="x"} |', 'parse error at line 1, col 12: syntax error: unexpected $end'],
  ['{app="x"} |=', 'parse error at line 1, col 13: syntax error: unexpected $end, expecting STRING or ip'],
  ['{app="x"} |= x', 'parse error at line 1, col 14: syntax error: unexpected IDENTIFIER, expecting STRING or ip'],
  ['{app="x"} |= "a" or', 'parse error at line 1, col 20: syntax error: unexpected $end, expecting STRING or ip'],
  ['{app="x"} or "a"', 'parse error at line 1, col 11: syntax error: unexpected or'],
  ['{app="x"} "a"', 'parse error at line 1, col 11: syntax error: unexpected STRING'],
  ['{app="x"}[5m]', 'parse error at line 1, col 10: syntax error: unexpected ['],
  ['({app="x"}', 'parse error at line 1, col 11: syntax error: unexpected $end, expecting )'],
  ['({app="x"}) |= "a"', 'parse error at line 1, col 13: syntax error: unexpected |='],
  ['unk({app="x"})', 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER'],
  ['{app="x}', 'parse error at line 1, col 6: literal not terminated'],
  ['{app="x\n"}', 'parse error at line 1, col 6: literal not terminated'],
  ['{app="\\q"}', 'parse error at line 1, col 6: invalid escape \\q'],
  ['{app="\\xff"}', 'parse error at line 1, col 6: invalid UTF-8 in string'],
  ['\n\n {app="한"} x', 'parse error at line 3, col 12: syntax error: unexpected IDENTIFIER'],
];

const EMPTY_COMPATIBLE =
  'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will';

const CHECK_FAILS: readonly (readonly [text: string, message: string])[] = [
  ['{}', EMPTY_COMPATIBLE],
  ['{app=""}', EMPTY_COMPATIBLE],
  ['{app!="x"}', EMPTY_COMPATIBLE],
  ['{app=~".*"}', EMPTY_COMPATIBLE],
  ['{app!~".+"}', EMPTY_COMPATIBLE],
  ['{trace_id!="a"}', EMPTY_COMPATIBLE],
  ['{app=~"("}', 'parse error : error parsing regexp: missing closing ): `(`'],
  ['{app=~")("}', 'parse error : error parsing regexp: unexpected ): `)(`'],
  ['{app="x"} |~ "a**"', 'parse error : error parsing regexp: invalid nested repetition operator: `**`'],
  ['{app="x"} !~ "ok" or "[z-a]"', 'parse error : error parsing regexp: invalid character class range: `z-a`'],
  ['{app="x"} |~ "(?=a)"', 'parse error : error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
];

const UNSUPPORTED: readonly (readonly [text: string, message: string])[] = [
  ['rate({app="x"}[5m])', 'parse error at line 1, col 1: a metric query is not supported yet'],
  ['sum by (a) (rate({app="x"}[5m]))', 'parse error at line 1, col 1: a metric query is not supported yet'],
  ['((2))', 'parse error at line 1, col 3: a metric query is not supported yet'],
  ['vector(1)+vector(1)', 'parse error at line 1, col 1: a metric query is not supported yet'],
  ['{app="x"} | json', 'parse error at line 1, col 13: the stage json is not supported yet'],
  ['{app="x"} |= "a" | LOGFMT | b="c"', 'parse error at line 1, col 20: the stage logfmt is not supported yet'],
  ['{app="x"} | level="error"', 'parse error at line 1, col 13: a label filter is not supported yet'],
  ['{app="x"} |> "<_>"', 'parse error at line 1, col 11: the pattern filter is not supported yet'],
  ['{app="x"} !> "<_>"', 'parse error at line 1, col 11: the pattern filter is not supported yet'],
  ['{app="x"} |= ip("10.0.0.0/8")', 'parse error at line 1, col 14: the line filter ip() is not supported yet'],
];

describe('corpus', () => {
  it.each(VALID)('reads %s', (text, canonical) => {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(faultText(text, parsed.error));
    expect(checkQuery(parsed.value)).toBeUndefined();
    expect(printQuery(parsed.value)).toBe(canonical);
  });

  it.each(PARSE_FAILS)('does not parse %s', (text, message) => {
    const parsed = parseQuery(text);
    if (parsed.ok) throw new Error('it parsed');
    expect(parsed.error.kind).toBe('parse');
    expect(faultText(text, parsed.error)).toBe(message);
  });

  it.each(CHECK_FAILS)('finds no meaning in %s', (text, message) => {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(faultText(text, parsed.error));
    expect(faultText(text, checkQuery(parsed.value)!)).toBe(message);
  });

  it.each(UNSUPPORTED)('names what is not supported in %s', (text, message) => {
    const parsed = parseQuery(text);
    if (parsed.ok) throw new Error('it parsed');
    expect(parsed.error.kind).toBe('unsupported');
    expect(faultText(text, parsed.error)).toBe(message);
  });
});

it('refuses a query of more than 131072 bytes, counted in UTF-8', () => {
  const text = `{app="${'한'.repeat(MAX_QUERY_BYTES / 3)}"}`;
  const parsed = parseQuery(text);
  if (parsed.ok) throw new Error('it parsed');
  expect(faultText(text, parsed.error)).toBe('parse error : input size too long (131078 > 131072)');
});

it('takes a selector alone, which may be empty', () => {
  expect(parseMatchers('{}').ok).toBe(true);
  expect(parseMatchers('{a="b"} |= "c"').ok).toBe(false);
  const parsed = parseMatchers('a="b"');
  expect(!parsed.ok && parsed.error.message).toBe('syntax error: unexpected IDENTIFIER, expecting {');
});

const name = fc.constantFrom('app', 'service_name', 'a.b', 'rate', '_x9');
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('"', '\\', '\0', '한글', '😀', '`', '\n#'),
);
const matcher = fc
  .tuple(name, fc.constantFrom('=', '!=', '=~', '!~'), text)
  .map(([n, op, value]) => `${n}${op}${quoteGoString(value)}`);
const filter = fc
  .tuple(fc.constantFrom('|=', '!=', '|~', '!~'), fc.array(text, { minLength: 1, maxLength: 3 }))
  .map(([op, values]) => `${op} ${values.map(quoteGoString).join(' or ')}`);

it('prints a fixed point', () => {
  fc.assert(
    fc.property(fc.array(matcher, { maxLength: 4 }), fc.array(filter, { maxLength: 4 }), (matchers, filters) => {
      const first = parseQuery(`{${matchers.join(',')}}${filters.join('')}`);
      if (!first.ok) throw new Error(first.error.message);
      const printed = printQuery(first.value);
      const second = parseQuery(printed);
      if (!second.ok) throw new Error(second.error.message);
      expect(printQuery(second.value)).toBe(printed);
      const meaning = (q: Query): unknown =>
        q.kind === 'log-query' && [
          q.selector.matchers.map((m) => [m.name, m.op, m.value]),
          q.stages.map((s) => s.kind === 'line-filter' && [s.op, s.values]),
        ];
      expect(meaning(second.value)).toEqual(meaning(first.value));
    }),
    { numRuns: 1000 },
  );
});

it('neither crashes nor hangs on 100,000 random texts', () => {
  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...'{}()[]|=~!<>,"`\\# \n'.split(''), 'app', 'or', 'json', '|=', '=~', '5m'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
    { weight: 1, arbitrary: text.map(quoteGoString) },
  );
  const texts = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(texts, (source) => {
      const parsed = parseQuery(source);
      if (parsed.ok) checkQuery(parsed.value);
      else if (parsed.error.range.end > source.length) throw new Error('a range outside the text');
    }),
    { numRuns: 100_000 },
  );
});

it('is linear in what looks like deep nesting', () => {
  for (const c of ['(', '{', '"', '`', '#\n', '|="a"', '\\']) {
    expect(parseQuery(c.repeat(MAX_QUERY_BYTES / c.length)).ok).toBe(false);
  }
  expect(parseQuery(`${'('.repeat(60_000)}{a="b"}${')'.repeat(60_000)}`).ok).toBe(true);
});
