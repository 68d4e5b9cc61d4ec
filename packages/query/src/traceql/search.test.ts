import { DEFAULT_TENANT, durationNs, nanos } from '@bongsu/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteGoString } from '../lang/index.js';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import type { FoundTrace } from './found-trace.js';
import { explainSearch, searchTraces, type SearchRequest } from './search.js';
import { parseTags } from './tags-filter.js';
import { after, storeSpans, T0, type TestResource, type TestSpan } from './testkit/span-data.js';

const SHOP: TestResource = {
  service: 'shop',
  attributes: { 'host.name': 's:h1', replicas: 'i:3', both: 's:resource' },
};
const PAY: TestResource = { service: '결제', attributes: { 'host.name': 's:h2', zone: 's:"q\\' }, scopeName: 'lib' };
const BARE: TestResource = { service: 'unknown_service' };

const MS = 1_000_000n;
const BIG = '9223372036854775807';

/** Named so that an expectation is a word: a trace a letter, its id the letter's number. Newest last. */
const TRACES: Readonly<Record<string, readonly Omit<TestSpan, 'trace' | 'span'>[]>> = {
  a: [
    {
      start: after(0),
      duration: 500n * MS,
      name: 'GET /cart',
      kind: 2,
      resource: SHOP,
      attributes: { 'http.status_code': 'i:200', path: 's:/cart' },
    },
    {
      start: after(0.1),
      duration: 100n * MS,
      name: 'charge',
      kind: 3,
      parent: '1',
      resource: PAY,
      status: 2,
      statusMessage: 'card "declined"',
    },
  ],
  b: [
    {
      start: after(1),
      duration: 1n,
      name: '주문 생성 😀',
      resource: PAY,
      attributes: { n: 'i:5', d: 'd:1.5', t: 'b:true', both: 's:span' },
    },
  ],
  c: [
    {
      start: after(30),
      duration: -5n,
      name: 'it\'s \\ "q"\0',
      resource: BARE,
      attributes: { n: `i:${BIG}`, d: 'd:NaN', t: 'b:false' },
    },
  ],
  d: [
    {
      start: after(100),
      name: 'a\nb',
      resource: BARE,
      attributes: { n: 's:5', list: 'a:["x","y",1,2.5,true]', empty: 'a:[]' },
    },
  ],
  e: [
    {
      start: after(400),
      name: 'a.b*c',
      kind: 4,
      status: 1,
      resource: SHOP,
      attributes: { n: 'd:5', 'odd key "q" \\': 's:odd', kv: 'k:{"x":1}', raw: 'x:AAE=', none: 'n:' },
    },
  ],
  f: [
    {
      start: after(4000),
      duration: 3_600_000n * MS,
      name: 'long',
      resource: SHOP,
      attributes: { n: 'i:-7', 'service.name': 's:own' },
    },
    {
      start: after(7000),
      duration: 2n * MS,
      name: 'late child',
      parent: '1',
      kind: 5,
      resource: PAY,
      attributes: { d: 'd:-Infinity', 한글: 's:값' },
    },
  ],
  g: [
    {
      start: after(7001),
      duration: 2000n * MS,
      name: 'GET /',
      kind: 2,
      resource: SHOP,
      attributes: { 'http.status_code': 's:200', n: 'i:9007199254740993' },
    },
  ],
  // An orphan: its root never came.
  h: [
    {
      start: after(90_000),
      duration: 7n * MS,
      name: 'orphan',
      parent: 'ff',
      resource: SHOP,
      attributes: { n: 'd:9007199254740992', big: 's:Ａ' },
    },
  ],
};
const ALL = Object.keys(TRACES).join('');
const idOf = (letter: string): string => (letter.charCodeAt(0) - 96).toString(16).padStart(4, '0');
const letterOf = (id: string): string => String.fromCharCode(96 + parseInt(id, 16));

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const spans = Object.entries(TRACES).flatMap(([letter, list]) =>
    list.map((span, i): TestSpan => ({ trace: idOf(letter), span: String(i + 1), ...span })),
  );
  await storeSpans(engine, [
    ...spans,
    { trace: 'ffff', span: '1', start: after(2), name: 'charge', resource: SHOP, tenant: 'other' },
  ]);
});
afterAll(() => engine.close());

const EVERYTHING: SearchRequest = {
  tenant: DEFAULT_TENANT,
  tags: undefined,
  q: undefined,
  start: T0,
  end: after(100_000),
  limit: 100,
  spansPerSpanSet: 3,
};

async function search(request: Partial<SearchRequest>): Promise<FoundTrace[]> {
  const answer = await searchTraces({ ...EVERYTHING, ...request }, engine.runner);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.traces.slice();
}

/** Letters of the traces found, oldest first. */
const letters = (traces: readonly FoundTrace[]): string =>
  traces
    .map((t) => letterOf(t.traceID))
    .reverse()
    .join('');

/** Query, letters expected. Every one runs on both executors. */
const EVALS: readonly (readonly [q: string, expected: string])[] = [
  ['{}', ALL],
  ['{ true }', ALL],
  ['{ false }', ''],
  ['{ true && false }', ''],
  ['{ false || true }', ALL],
  // name
  ['{ name = "charge" }', 'a'],
  ['{ name != "charge" }', ALL],
  ['{ name = "CHARGE" }', ''],
  ['{ name = "주문 생성 😀" }', 'b'],
  ['{ name =~ "주문.*" }', 'b'],
  ['{ name =~ ".. .. ." }', 'b'],
  [`{ name = ${quoteGoString('it\'s \\ "q"\0')} }`, 'c'],
  ['{ name =~ "it.s.*" }', 'c'],
  ['{ name = "a\\nb" }', 'd'],
  ['{ name =~ "a.b" }', 'd'],
  ['{ name =~ "a(?-s:.)b" }', ''],
  ['{ name =~ `a\\.b\\*c` }', 'e'],
  ['{ name =~ "GET" }', ''],
  ['{ name =~ "GET.*" }', 'ag'],
  ['{ name =~ "(?i)get.*" }', 'ag'],
  ['{ name !~ "GET.*" }', 'abcdefh'],
  ['{ name =~ "\\\\p{Hangul}{2} .*" }', 'b'],
  ['{ name =~ "^long$|^orphan$" }', 'fh'],
  ['{ name > "long" && name < "p" }', 'h'],
  ['{ name >= "주" }', 'b'],
  ['{ span:name = "long" }', 'f'],
  // duration
  ['{ duration > 1s }', 'fg'],
  ['{ duration >= 2s }', 'fg'],
  ['{ duration > 2s }', 'f'],
  ['{ duration = 2s }', 'g'],
  ['{ duration != 2s && name = "GET /" }', ''],
  ['{ duration < 100ms && duration > 5ms }', 'h'],
  ['{ duration <= 1 }', 'bc'],
  ['{ duration = 1 }', 'b'],
  ['{ duration < 1.5 }', 'bc'],
  ['{ duration < 0 }', 'c'],
  ['{ duration > -1s }', ALL],
  ['{ duration >= 1h }', 'f'],
  // status, kind, message
  ['{ status = error }', 'a'],
  ['{ status = ok }', 'e'],
  ['{ status = unset && name =~ "GET.*" }', 'ag'],
  ['{ status != unset }', 'ae'],
  ['{ kind = server }', 'ag'],
  ['{ kind = client }', 'a'],
  ['{ kind = producer || kind = consumer }', 'ef'],
  ['{ kind = unspecified }', ''],
  ['{ kind != internal && kind != server }', 'aef'],
  ['{ statusMessage = "card \\"declined\\"" }', 'a'],
  ['{ statusMessage =~ "card.*" }', 'a'],
  ['{ statusMessage != "" }', 'a'],
  // resource
  ['{ resource.service.name = "shop" }', 'aefgh'],
  ['{ resource.service.name = "결제" }', 'abf'],
  ['{ resource.service.name != "shop" }', 'abcdf'],
  ['{ resource.service.name =~ "(shop|결제)" }', 'abefgh'],
  ['{ resource.service.name !~ "shop|결제" }', 'cd'],
  ['{ resource.service.name < "t" && kind = server }', 'ag'],
  ['{ resource.service.name = 5 }', ''],
  ['{ resource.host.name = "h1" }', 'aefgh'],
  ['{ resource.host.name != "h1" }', 'abf'],
  ['{ resource.host.name =~ "h." }', 'abefgh'],
  ['{ resource.host.name !~ "h1" }', 'abf'],
  ['{ resource.host.name = nil }', 'cd'],
  ['{ resource.host.name != nil }', 'abefgh'],
  ['{ resource.replicas = 3 }', 'aefgh'],
  ['{ resource.replicas > 2.5 }', 'aefgh'],
  ['{ resource.replicas = "3" }', ''],
  ['{ resource.replicas != "3" }', ''],
  [`{ resource.zone = ${quoteGoString('"q\\')} }`, 'abf'],
  ['{ resource.n = 5 }', ''],
  // span attributes
  ['{ span.path = "/cart" }', 'a'],
  ['{ span.host.name = "h1" }', ''],
  ['{ span.n = 5 }', 'be'],
  ['{ span.n = 5.0 }', 'be'],
  ['{ span.n = "5" }', 'd'],
  ['{ span.n != 5 }', 'cfgh'],
  ['{ span.n != "5" }', ''],
  ['{ span.n < 0 }', 'f'],
  ['{ span.n >= 5 }', 'bcegh'],
  ['{ span.n > 5ns }', 'cgh'],
  [`{ span.n = ${BIG} }`, 'c'],
  [`{ span.n < ${BIG} }`, 'befgh'],
  ['{ span.n = 9007199254740993 }', 'g'],
  ['{ span.n = 9007199254740992 }', 'h'],
  ['{ span.n = 9007199254740992.0 }', 'h'],
  ['{ span.n >= "4" }', 'd'],
  ['{ span.n =~ "[0-9]" }', 'd'],
  ['{ span.n = nil }', 'af'],
  ['{ span.n != nil }', 'bcdefgh'],
  ['{ span.n = true }', ''],
  ['{ span.d = 1.5 }', 'b'],
  ['{ span.d != 1.5 }', 'cf'],
  ['{ span.d < 0 }', 'f'],
  ['{ span.d > 0 }', 'b'],
  ['{ span.d >= 1 }', 'b'],
  ['{ span.t = true }', 'b'],
  ['{ span.t != true }', 'c'],
  ['{ span.t = "true" }', ''],
  ['{ span.none = "" }', ''],
  ['{ span.none != nil }', 'e'],
  ['{ span.kv = "x" || span.kv != "x" || span.raw != "x" }', ''],
  ['{ span."odd key \\"q\\" \\\\" = "odd" }', 'e'],
  ['{ span.한글 = "값" }', 'f'],
  ['{ span.n = error }', ''],
  ['{ span.big > "￰" }', ''],
  ['{ span.big > "z" && span.big < "😀" }', 'h'],
  // arrays
  ['{ span.list = "x" }', 'd'],
  ['{ span.list = "z" }', ''],
  ['{ span.list != "z" }', 'd'],
  ['{ span.list != "x" }', ''],
  ['{ span.list =~ "[yz]" }', 'd'],
  ['{ span.list !~ "[yz]" }', ''],
  ['{ span.list = 2.5 }', 'd'],
  ['{ span.list = 1 }', 'd'],
  ['{ span.list > 2 }', 'd'],
  ['{ span.list > 3 }', ''],
  ['{ span.list != 3 }', 'd'],
  ['{ span.list = true }', 'd'],
  ['{ span.list != false }', 'd'],
  ['{ span.empty = "x" || span.empty != "x" }', ''],
  ['{ span.empty != nil }', 'd'],
  // any scope
  ['{ .host.name = "h2" }', 'abf'],
  ['{ .both = "span" }', 'b'],
  ['{ .both = "resource" }', 'aefgh'],
  ['{ .both != "resource" }', 'b'],
  ['{ .service.name = "shop" }', 'aegh'],
  ['{ .service.name = "own" }', 'f'],
  ['{ .service.name != nil }', ALL],
  ['{ .service.name = nil }', ''],
  ['{ .n = 5 }', 'be'],
  ['{ .nothing = nil }', ALL],
  ['{ .nothing != nil }', ''],
  ['{ .nothing = 1 || .nothing != 1 }', ''],
  ['{ .http.status_code = 200 }', 'a'],
  ['{ .http.status_code >= "200" }', 'g'],
  // logic: one span must pass all of it
  ['{ name = "charge" && kind = server }', ''],
  ['{ name = "charge" || kind = server }', 'ag'],
  ['{ resource.service.name = "shop" && .n = 5 }', 'e'],
  ['{ kind = server || status = ok && resource.service.name = "shop" }', 'aeg'],
  ['{ kind = server || (status = ok && .n = 6) }', 'ag'],
  ['{ (name = "long" || name = "orphan") && (duration > 1h || duration < 8ms) }', 'h'],
  ['{ name =~ "\\\\pL+" && duration > 1s }', 'f'],
  ['{ duration > 1s && (name =~ "\\\\pL+" || false) }', 'f'],
];

describe.each(['auto', 'memory'] as const)('executor %s', (executor) => {
  it.each(EVALS)('%s', async (q, expected) => {
    expect(letters(await search({ q, executor }))).toBe(expected);
  });

  it('finds names and values by any text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(...Object.values(TRACES).flatMap((spans) => spans.map((s) => s.name!))),
    );
    await fc.assert(
      fc.asyncProperty(text, async (name) => {
        const expected = Object.keys(TRACES).filter((letter) => TRACES[letter]!.some((s) => s.name === name));
        expect(letters(await search({ q: `{ name = ${quoteGoString(name)} }`, executor }))).toBe(expected.join(''));
        expect(await search({ q: `{ .path = ${quoteGoString(`x${name}`)} }`, executor })).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([1, 2, 3, 4, 7, 8, 9])('answers the newest %d', async (limit) => {
    expect(letters(await search({ limit, executor }))).toBe(ALL.slice(-limit));
    const early = await search({ limit, executor, end: after(7000.5) });
    expect(letters(early)).toBe('abcdef'.slice(-limit));
  });

  it('shows whole traces and counts what matches', async () => {
    const [found] = await search({
      q: '{ name != "" && .host.name != nil && status != ok }',
      executor,
      end: after(0.5),
      spansPerSpanSet: 1,
    });
    expect(found).toEqual({
      traceID: '1',
      rootServiceName: 'shop',
      rootTraceName: 'GET /cart',
      startTimeUnixNano: String(T0),
      durationMs: 500,
      spanSet: found!.spanSets[0],
      spanSets: [
        {
          matched: 2,
          spans: [
            {
              spanID: '0000000000000001',
              name: 'GET /cart',
              startTimeUnixNano: String(T0),
              durationNanos: '500000000',
              attributes: [
                { key: 'host.name', value: { stringValue: 'h1' } },
                { key: 'status', value: { stringValue: 'unset' } },
              ],
            },
          ],
        },
      ],
      serviceStats: { shop: { spanCount: 1, errorCount: 0 }, 결제: { spanCount: 1, errorCount: 1 } },
    });
  });

  it('takes spans that start in [start, end)', async () => {
    expect(letters(await search({ executor, start: after(1), end: after(30) }))).toBe('b');
    expect(letters(await search({ executor, start: after(1), end: nanos(after(30) + 1n) }))).toBe('bc');
    expect(letters(await search({ executor, start: after(5000), end: after(7001) }))).toBe('f');
    expect(await search({ executor, start: after(5), end: after(5) })).toEqual([]);
    expect(letters(await search({ executor, start: nanos(-(2n ** 70n)), end: nanos(2n ** 70n) }))).toBe(ALL);
  });
});

it('shows attributes by their types', async () => {
  const attributes = async (q: string): Promise<unknown> => (await search({ q }))[0]!.spanSet.spans[0]!.attributes;
  expect(await attributes('{ .n = 5 && .d = 1.5 && .t = true && resource.service.name != "x" }')).toEqual([
    { key: 'n', value: { intValue: '5' } },
    { key: 'd', value: { doubleValue: 1.5 } },
    { key: 't', value: { boolValue: true } },
    { key: 'service.name', value: { stringValue: '결제' } },
  ]);
  expect(await attributes('{ span.list != nil && kind = internal && duration > 0 }')).toEqual([
    {
      key: 'list',
      value: {
        arrayValue: {
          values: [
            { stringValue: 'x' },
            { stringValue: 'y' },
            { intValue: '1' },
            { doubleValue: 2.5 },
            { boolValue: true },
          ],
        },
      },
    },
    { key: 'kind', value: { stringValue: 'internal' } },
  ]);
});

it('says when the root has not come', async () => {
  const [found] = await search({ q: '{ name = "orphan" }' });
  expect(found).toMatchObject({ rootServiceName: '<root span not yet received>', rootTraceName: '', durationMs: 7 });
});

describe('tags', () => {
  const byTags = async (text: string, more: Partial<SearchRequest> = {}): Promise<string> => {
    const tags = parseTags(text);
    if (!tags.ok) throw new Error(tags.error);
    return letters(await search({ tags: tags.value, ...more }));
  };

  it.each([
    ['', ALL],
    ['service.name=shop', 'aefgh'],
    ['service.name="결제"', 'abf'],
    ['service.name=sho', 'aefgh'],
    ['service.name=SHOP', ''],
    ['service.name=s.op', ''],
    ['service.name=shop name="GET /"', 'ag'],
    ['name=b*', 'e'],
    ['host.name=h1', 'aefgh'],
    ['http.status_code=200', 'ag'],
    ['n=5', 'bde'],
    ['t=true', 'b'],
    ['error=true', 'a'],
    ['status.code=ok', 'e'],
    ['name=charge service.name=shop', ''],
    ['root.service.name=shop', 'aefg'],
    ['root.service.name=ho', 'aefg'],
    ['root.name="GET /cart"', 'a'],
    ['root.name=/car', 'a'],
    ['root.service.name=shop name=charge', 'a'],
    ['nothing=x', ''],
  ])('%s', async (tags, expected) => expect(await byTags(tags)).toBe(expected));

  it('bounds the duration of traces', async () => {
    const ms = (n: number): ReturnType<typeof durationNs> => durationNs(BigInt(n) * MS);
    expect(await byTags('', { minDuration: ms(500) })).toBe('afg');
    expect(await byTags('', { minDuration: ms(501) })).toBe('fg');
    expect(await byTags('', { minDuration: ms(7), maxDuration: ms(2000) })).toBe('agh');
    expect(await byTags('service.name=shop', { maxDuration: ms(600) })).toBe('aeh');
  });

  it('are not given together with q', async () => {
    const answer = await searchTraces({ ...EVERYTHING, q: '{}', tags: {} }, engine.runner);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'parse' } });
  });

  it.each([
    ['a=b c="d e" f', { a: 'b', c: 'd e', f: '' }],
    ['  a="\\"\\n\\u00e9"  ', { a: '"\né' }],
    ['a="x"b', { a: 'x', b: '' }],
    ['__proto__=x', Object.fromEntries([['__proto__', 'x']])],
  ])('reads %s', (text, tags) => expect(parseTags(text)).toEqual({ ok: true, value: tags }));

  it.each(['a=1 a=2', '="x"', 'a="x', 'a=b=c', 'a="\\q"', 'a=x"y"'])('refuses %s', (text) =>
    expect(parseTags(text).ok).toBe(false),
  );

  it('reads any text without failing otherwise', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a="\\ \n한'), maxLength: 12 }), (text) => {
        parseTags(text);
      }),
      { numRuns: 20_000 },
    );
  });
});

it('gives refusals and failures as values', async () => {
  const refusal = await searchTraces({ ...EVERYTHING, q: '{ name = 1 }' }, engine.runner);
  expect(refusal).toMatchObject({
    error: {
      kind: 'parse',
      message: 'invalid TraceQL query: binary operations must operate on the same type: name = 1',
    },
  });
  const unsupported = await searchTraces({ ...EVERYTHING, q: '{ parent.a = 1 }' }, engine.runner);
  expect(unsupported).toMatchObject({ error: { kind: 'unsupported' } });
  const cancelled = await searchTraces(EVERYTHING, engine.runner, AbortSignal.abort());
  expect(cancelled).toMatchObject({ error: { kind: 'cancelled' } });
});

it('explains where each stage runs', () => {
  const explain = (q: string) => explainSearch(q, 'auto', EVERYTHING);
  expect(explain('{ name = "x" && .a = 1 } | select(.b)')).toEqual({
    ok: true,
    value: [
      '{ (name = `x`) && (.a = 1) } -> clickhouse: typed comparison of stored values',
      'select(.b) -> memory: adds columns to what is shown',
    ].join('\n'),
  });
  expect(explain('{ name = "x" && .b =~ "\\\\pL" } | count() > 1')).toEqual({
    ok: true,
    value: [
      '{ (name = `x`) && (.b =~ `\\pL`) } -> memory: SQL tells it in part; SQL narrows the spans down',
      '(count()) > 1 -> memory: works on the spans of one trace',
    ].join('\n'),
  });
  expect(explain('{ .a + 1 = 2 } >> { status = error }')).toEqual({
    ok: true,
    value:
      '({ (.a + 1) = 2 }) >> ({ status = error }) -> memory: works on the spans of one trace; SQL finds the candidates',
  });
});

it('answers as many conditions as a query may have', async () => {
  const chain = Array.from({ length: 199 }, (_, i) => `.nothing${i} = ${i}`).join(' || ');
  expect(letters(await search({ q: `{ ${chain} || name = "charge" }` }))).toBe('a');
  const mixed = Array.from({ length: 30 }, (_, i) => `name != "x${i}" && (.a${i} = nil || .b${i} = 1)`).join(' && ');
  expect(letters(await search({ q: `{ ${mixed} && name = "charge" }` }))).toBe('a');
});

describe('pages', () => {
  it('finds the newest among more matches than one page, ties included', async () => {
    const many = Array.from({ length: 450 }, (_, i): TestSpan => {
      const start = nanos(after(50_000) + BigInt(Math.floor(i / 150)));
      return { trace: (0x10000 + i).toString(16), span: '1', start, name: 'tie', resource: SHOP };
    });
    // Old traces whose last span is new come after all of these.
    const old = Array.from({ length: 120 }, (_, i): TestSpan[] => {
      const trace = (0x20000 + i).toString(16);
      return [
        { trace, span: '1', start: after(49_000), name: 'old', resource: SHOP },
        { trace, span: '2', parent: '1', start: after(50_010), name: 'tie', resource: SHOP },
      ];
    }).flat();
    await storeSpans(engine, [...many, ...old]);
    for (const executor of ['auto', 'memory'] as const) {
      const found = await search({ q: '{ name = "tie" }', limit: 460, executor, end: after(60_000) });
      const ids = found.map((t) => parseInt(t.traceID, 16));
      const expected = [300, 150, 0].flatMap((from) => Array.from({ length: 150 }, (_, i) => 0x10000 + from + i));
      expect(ids.slice(0, 450)).toEqual(expected);
      expect(ids.slice(450)).toEqual(Array.from({ length: 10 }, (_, i) => 0x20000 + i));
      const few = await search({ q: '{ name = "tie" }', limit: 3, executor, end: after(60_000) });
      expect(few.map((t) => parseInt(t.traceID, 16))).toEqual([0x1012c, 0x1012d, 0x1012e]);
    }
  });
});
