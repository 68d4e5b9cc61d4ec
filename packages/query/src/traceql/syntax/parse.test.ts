import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expression, query as randomQuery } from './generate.js';
import {
  checkQuery,
  faultText,
  MAX_CONDITIONS,
  MAX_QUERY_BYTES,
  parseField,
  parseQuery,
  printQuery,
  whyNoField,
  type Query,
} from './index.js';

/** Queries of a class: each followed by an indented line with its canonical text, or with what is wrong. */
function corpus(name: string): readonly (readonly [query: string, expected: string])[] {
  const lines = readFileSync(join(import.meta.dirname, 'corpus', `${name}.txt`), 'utf8').split('\n');
  const entries: [string[], string[]][] = [];
  let inExpected = true;
  for (const line of lines.slice(0, -1)) {
    const expected = line.startsWith('  ');
    if (!expected && inExpected) entries.push([[], []]);
    inExpected = expected;
    entries.at(-1)![expected ? 1 : 0].push(expected ? line.slice(2) : line);
  }
  return entries.map(([query, expected]) => [query.join('\n'), expected.join('\n')]);
}

const parsed = (text: string): Query => {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(faultText(text, query.error));
  return query.value;
};

describe('corpus', () => {
  it.each(corpus('valid'))('reads %s', (text, canonical) => {
    const query = parsed(text);
    expect(checkQuery(query)).toBeUndefined();
    expect(printQuery(query)).toBe(canonical);
    expect(printQuery(parsed(canonical))).toBe(canonical);
  });

  it.each(corpus('parse-fails'))('does not parse %s', (text, message) => {
    const query = parseQuery(text);
    if (query.ok) throw new Error('it parsed');
    expect([query.error.kind, faultText(text, query.error)]).toEqual(['parse', message]);
  });

  it.each([
    ...corpus('check-fails').map(([text, message]) => [text, 'check', message] as const),
    ...corpus('unsupported').map(([text, message]) => [text, 'unsupported', message] as const),
  ])('finds no meaning in %s', (text, kind, message) => {
    const fault = checkQuery(parsed(text))!;
    expect([fault.kind, faultText(text, fault)]).toEqual([kind, message]);
  });
});

it('bounds size, nesting and number of conditions', () => {
  const long = parseQuery(`{ .a = "${'x'.repeat(MAX_QUERY_BYTES)}" }`);
  expect(!long.ok && long.error.message).toBe('query of 131083 bytes exceeds the limit of 131072 bytes');
  for (const [open, close] of [
    ['(', ')'],
    ['!', ''],
    ['- ', ''],
    ['1 ^ ', ''],
  ] as const) {
    const deep = parseQuery(`{ ${open.repeat(20_000)}.a${close.repeat(20_000)} }`);
    expect(!deep.ok && deep.error.message).toBe('parentheses nest deeper than 500');
  }
  for (const open of ['(', '!', '({} | ', '{} && (']) {
    const deep = parseQuery(`${open.repeat(5000)}{}`);
    expect(!deep.ok && deep.error.message).toMatch(/^parentheses nest deeper than 500$|^more than 1000 conditions/);
  }
  const many = (n: number): string => `{ ${Array.from({ length: n }, (_, i) => `.a${i}`).join(' || ')} }`;
  const most = parsed(many(MAX_CONDITIONS));
  expect(checkQuery(most)).toBeUndefined();
  expect(printQuery(most)).toContain('.a999');
  const tooMany = parseQuery(many(MAX_CONDITIONS + 1));
  expect(!tooMany.ok && tooMany.error.message).toBe('more than 1000 conditions in one query');
});

it('reads a field alone', () => {
  expect(parseField('span."a b"')).toMatchObject({ kind: 'attribute', scope: 'span', name: 'a b' });
  expect(parseField('.a/b')).toMatchObject({ scope: 'any', name: 'a/b' });
  expect(parseField('event.x')).toMatchObject({ scope: 'event', name: 'x' });
  expect(parseField('span:status')).toMatchObject({ kind: 'intrinsic', name: 'status' });
  for (const text of ['', 'app.user.id', 'span.a = 1', 'parent.x', 'parent', ' .a', 'constructor']) {
    expect(parseField(text)).toBeUndefined();
  }
});

it.each([
  ['app.user.id', 'parse error at line 1, col 2: unknown identifier: app'],
  ['childCount', 'parse error at line 1, col 2: syntax error: unexpected childCount'],
  ['', 'expected Attribute but got traceql.Static'],
  ['.a = 1', 'expected Attribute but got *traceql.BinaryOperation'],
  ['!.a', 'expected Attribute but got traceql.UnaryOperation'],
  ['parent.a', 'parent not yet supported'],
])('says why %j is no field', (text, why) => {
  expect(parseField(text)).toBeUndefined();
  expect(whyNoField(text)).toBe(why);
});

const withoutRanges = (query: Query): unknown =>
  JSON.parse(
    JSON.stringify(query, (key, value: unknown) =>
      key === 'range' || key === 'bare' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  );

it('prints a fixed point', () => {
  fc.assert(
    fc.property(randomQuery, (source) => {
      const first = parsed(source);
      const printed = printQuery(first);
      const second = parsed(printed);
      expect(printQuery(second)).toBe(printed);
      expect(withoutRanges(second)).toEqual(withoutRanges(first));
      checkQuery(first);
    }),
    { numRuns: 2000 },
  );
});

// A million of them were run once; CI repeats a few.
it('neither crashes nor hangs on 20,000 random texts', () => {
  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'{}()|&=~!<>,."`\\/*+-^% \n'.split(''),
        ...'&& || .a span. name 1 1h nil rate() by( with( count() topk(1) {} ({}|rate()) compare('.split(' '),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
    { weight: 1, arbitrary: expression },
  );
  const texts = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(texts, fc.boolean(), (pieces, braced) => {
      const source = braced ? `{${pieces}}` : pieces;
      const query = parseQuery(source);
      if (query.ok) checkQuery(query.value);
      else if (query.error.range.end > source.length) throw new Error('a range outside the text');
    }),
    { numRuns: Number(process.env['BONGSU_RANDOM_TEXTS'] ?? 20_000) },
  );
}, 600_000);

it('is linear in what looks like deep nesting', () => {
  for (const c of ['(', '{', '"', '`', '/*', '/*x', '//\n', '.', '-', '&&', '1', '1h', '."', '\\', '/*/', '* /', '!']) {
    expect(parseQuery(c.repeat(MAX_QUERY_BYTES / c.length - 2)).ok).toBe(false);
    expect(parseQuery(`{ .a = ${c.repeat(MAX_QUERY_BYTES / c.length - 10)}`).ok).toBe(false);
  }
});
