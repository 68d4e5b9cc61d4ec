import { DEFAULT_TENANT, durationNs, nanos, parseTenant, type Tenant } from '@bongsu/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { labelNames, labelValues, parseSelector, series } from './labels.js';
import { explainQuery } from './explain.js';
import { queryLogs, type LogsRequest, type LogStreams } from './query-logs.js';
import { AnswerReach, quoteGoString } from '../lang/index.js';
import { after, SECOND, storeLines, T0, type TestLine } from './testkit/log-data.js';

const A = { app: 'shop', env: 'prod', service_name: 'shop' };
const B = { app: 'pay', env: 'prod', service_name: 'pay' };
const C = { app: 'shop', env: 'dev', service_name: 'shop', weird: 'a"b\\c\n한' };
const D = { service_name: 'bot' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const OTHER_TRACE = '00000000000000000000000000abcdef';
const SPAN = 'b7ad6b7169203331';

/** Named so that an expectation is a word: the letters of the lines that come back, oldest first. */
const LINES: Readonly<Record<string, TestLine>> = {
  a: { ts: after(0), labels: A, line: 'GET /cart 200' },
  b: { ts: after(1), labels: B, line: 'pay ok' },
  c: { ts: after(70), labels: A, line: 'ERROR: it\'s "broken" \\ C:\\tmp' },
  d: { ts: after(80), labels: C, line: '결제 실패 😀' },
  e: { ts: after(600), labels: C, line: 'line one\nline two' },
  f: { ts: after(610), labels: B, line: 'nul\0byte' },
  g: { ts: after(620), labels: D, line: 'a.b*c[d](e){f}+?^$|' },
  h: { ts: after(3000), labels: A, line: 'error lower', traceId: TRACE, spanId: SPAN },
  i: { ts: after(3001), labels: D, line: '' },
  j: { ts: after(3002), labels: B, line: '100% _like_ %', traceId: TRACE },
  k: { ts: after(9000), labels: A, line: 'tie first', traceId: OTHER_TRACE },
  l: { ts: after(9000), labels: B, line: 'tie second' },
  m: { ts: after(9000), labels: A, line: 'tie third' },
  n: { ts: after(9001), labels: C, line: "{p1:String} ' OR 1=1 --" },
  o: { ts: after(100_000), labels: D, line: 'Kelvin \u212a long ſ' },
};
const ALL = Object.keys(LINES).join('');
const letterOf = new Map(Object.entries(LINES).map(([letter, l]) => [l.line, letter]));

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const elsewhere: TestLine = { ts: after(5), labels: A, line: 'of another tenant', tenant: 'other' };
  await storeLines(engine, [...Object.values(LINES), elsewhere]);
});
afterAll(() => engine.close());

const request = (query: string, more: Partial<LogsRequest> = {}): LogsRequest => ({
  query,
  tenant: DEFAULT_TENANT,
  start: T0,
  end: after(200_000),
  limit: 1000,
  direction: 'forward',
  ...more,
});

async function ask(query: string, more: Partial<LogsRequest> = {}): Promise<LogStreams> {
  const answer = await queryLogs(request(query, more), engine.runner);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

/** Letters of an answer by time; lines of equal time by letter, as no stream says how they mix. */
function letters(answer: LogStreams): string {
  return answer.streams
    .flatMap((s) => s.entries.map((e) => ({ ts: e.ts, letter: letterOf.get(e.line) ?? `<${e.line}>` })))
    .sort((x, y) => Number(x.ts - y.ts) || (x.letter < y.letter ? -1 : 1))
    .map((e) => e.letter)
    .join('');
}

const q = quoteGoString;

/** Query, letters expected. Every one runs on both executors and in both directions. */
const EVALS: readonly (readonly [query: string, expected: string])[] = [
  // selectors
  ['{app="shop"}', 'acdehkmn'],
  ['{app="pay"}', 'bfjl'],
  ['{app="none"}', ''],
  ['{app=~"shop|pay"}', 'abcdefhjklmn'],
  ['{app=~"sho"}', ''],
  ['{app=~"sho."}', 'acdehkmn'],
  ['{app=~"(?i)SHOP"}', 'acdehkmn'],
  ['{app=~".+"}', 'abcdefhjklmn'],
  ['{service_name=~".+"}', ALL],
  ['{service_name!=""}', ALL],
  ['{service_name=~".+", app=""}', 'gio'],
  ['{service_name=~".+", app!=""}', 'abcdefhjklmn'],
  ['{service_name=~".+", app!~"shop|pay"}', 'gio'],
  ['{service_name=~".+", app!~".+"}', 'gio'],
  ['{service_name=~".+", app!="shop"}', 'bfgijlo'],
  ['{app="shop", env!="prod"}', 'den'],
  ['{app="shop", env=~"p.*"}', 'achkm'],
  ['{app="shop", env=~"prod|dev", env!="dev"}', 'achkm'],
  [`{weird=${q(C.weird)}}`, 'den'],
  ['{weird=~"a.+한"}', 'den'],
  ['{weird=~"a(?-s:.+)한"}', ''],
  ['{weird=~"\\\\pL\\".*"}', 'den'],
  ['{service_name="bot"}', 'gio'],
  ['{service.name="bot"}', 'gio'],
  ['{service_name=~"b(o)t$"}', 'gio'],
  ['{service_name=~"^bot"}', 'gio'],
  ['{service_name=~".+", service_name=~"bot|"}', 'gio'],
  ['{service_name=~"shop" , missing=""}', 'acdehkmn'],
  ['{service_name="shop", missing=~".*"}', 'acdehkmn'],
  ['{service_name="shop", missing!~"x"}', 'acdehkmn'],
  ['{service_name="shop", missing=~".+"}', ''],
  ['({app="pay"})', 'bfjl'],
  ['{app="pay"} # a comment', 'bfjl'],
  // |= and !=
  ['{app=~".+"} |= "pay"', 'b'],
  ['{app=~".+"} |= "PAY"', ''],
  ['{app=~".+"} |= "error"', 'h'],
  ['{app=~".+"} |= "ERROR" or "error"', 'ch'],
  ['{service_name=~".+"} |= ""', ALL],
  ['{service_name=~".+"} != ""', ''],
  ['{service_name=~".+"} |= "r" != "or"', 'ackmn'],
  ['{service_name=~".+"} |= "tie" |= "second"', 'l'],
  ['{service_name=~".+"} |= "tie" != "second" or "third"', 'k'],
  ['{service_name=~".+"} |= `"broken"`', 'c'],
  ['{service_name=~".+"} |= "it\'s"', 'c'],
  ['{service_name=~".+"} |= "\\\\"', 'c'],
  ['{service_name=~".+"} |= `C:\\tmp`', 'c'],
  ['{service_name=~".+"} |= "실패"', 'd'],
  ['{service_name=~".+"} |= "😀"', 'd'],
  ['{service_name=~".+"} |= "\\n"', 'e'],
  ['{service_name=~".+"} |= "\\x00"', 'f'],
  ['{service_name=~".+"} |= "nul\\x00b"', 'f'],
  ['{service_name=~".+"} |= "%"', 'j'],
  ['{service_name=~".+"} |= "_like_"', 'j'],
  ['{service_name=~".+"} |= "."', 'g'],
  ['{service_name=~".+"} |= "{p1:String}"', 'n'],
  ['{service_name=~".+"} |= "\' OR 1=1 --"', 'n'],
  ['{service_name=~".+"} |= "k" |= "\u212a"', ''],
  ['{service_name=~".+"} |= "\u212a"', 'o'],
  ['{app="shop"} != "e"', 'adn'],
  // |~ and !~
  ['{service_name=~".+"} |~ "ie"', 'klm'],
  ['{service_name=~".+"} |~ "^tie (first|third)$"', 'km'],
  ['{service_name=~".+"} |~ "(?i)error"', 'ch'],
  ['{service_name=~".+"} |~ "one.line"', ''],
  ['{service_name=~".+"} |~ "(?s)one.line"', 'e'],
  ['{service_name=~".+"} |~ "one\\\\sline"', 'e'],
  ['{service_name=~".+"} |~ "one$"', ''],
  ['{service_name=~".+"} |~ "(?m)one$"', 'e'],
  ['{service_name=~".+"} |~ "^$"', 'i'],
  ['{service_name=~".+"} |~ ""', ALL],
  ['{service_name=~".+"} !~ ""', ''],
  ['{service_name=~".+"} |~ "a|^pay"', 'abg'],
  ['{service_name=~".+"} |~ "실."', 'd'],
  ['{service_name=~".+"} |~ "^.. .. .$"', 'd'],
  ['{service_name=~".+"} |~ "[가-힣]{2}"', 'd'],
  ['{service_name=~".+"} |~ "\\\\p{Hangul}+"', 'd'],
  ['{service_name=~".+"} |~ "\\\\x00"', 'f'],
  ['{service_name=~".+"} |~ "\\x00"', 'f'],
  ['{service_name=~".+"} |~ "nul.byte"', 'f'],
  ['{service_name=~".+"} |~ `\\Qa.b*c[d](e){f}+?^$|\\E`', 'g'],
  ['{service_name=~".+"} |~ `\\[d\\]\\(e\\)\\{f\\}\\+\\?\\^\\$\\|$`', 'g'],
  ['{service_name=~".+"} |~ "\\\\d{3}"', 'aj'],
  ['{service_name=~".+"} |~ "\\\\bok\\\\b"', 'b'],
  ['{service_name=~".+"} |~ "[[:upper:]]{3}"', 'ac'],
  ['{service_name=~".+"} |~ "(?P<verb>GET|POST) /"', 'a'],
  ['{service_name=~".+"} |~ "(?i)long S"', 'o'],
  ['{service_name=~".+"} |~ "(?i)kelvin k"', 'o'],
  ['{service_name=~".+"} |~ "first" or "second"', 'kl'],
  ['{service_name=~".+"} !~ "tie" !~ "e"', 'abdin'],
  ['{app="pay"} !~ "ok" or "tie"', 'fj'],
  ['{app="pay"} |= "o" !~ "^pay"', 'l'],
  // ids
  [`{trace_id="${TRACE}"}`, 'hj'],
  [`{trace_id="${TRACE.toUpperCase()}"}`, 'hj'],
  [`{trace_id="${OTHER_TRACE}"}`, 'k'],
  ['{trace_id="abcdef"}', ''],
  ['{trace_id="not an id"}', ''],
  [`{trace_id="${'0'.repeat(32)}"}`, ''],
  [`{trace_id="${TRACE}", app="pay"}`, 'j'],
  [`{trace_id="${TRACE}"} |= "lower"`, 'h'],
  [`{span_id="${SPAN}"}`, 'h'],
  [`{trace_id="${TRACE}", span_id=""}`, 'j'],
  ['{trace_id!=""}', 'hjk'],
  ['{trace_id=~".+"}', 'hjk'],
  ['{trace_id=~"0af7.*"}', 'hj'],
  ['{trace_id=~"0AF7.*"}', ''],
  ['{trace_id=~"(?i)0AF7.*"}', 'hj'],
  [`{app="pay", trace_id!="${TRACE}"}`, 'bfl'],
  ['{app="pay", trace_id=""}', 'bfl'],
  ['{app="pay", trace_id!="zz"}', 'bfjl'],
  ['{app="pay", trace_id!~".+"}', 'bfl'],
];

describe.each(['auto', 'memory'] as const)('executor %s', (executor) => {
  it.each(EVALS)('%s', async (query, expected) => {
    const sorted = [...expected].sort().join('');
    expect(letters(await ask(query, { executor }))).toBe(sorted);
    expect(letters(await ask(query, { executor, direction: 'backward' }))).toBe(sorted);
  });

  it('agrees with text search for any needle', async () => {
    const needle = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
      fc.constantFrom(...Object.values(LINES).flatMap((l) => [...l.line])),
    );
    await fc.assert(
      fc.asyncProperty(needle, async (text) => {
        const expected = Object.entries(LINES).filter(([, l]) => l.line.includes(text));
        const found = await ask(`{service_name=~".+"} |= ${q(text)}`, { executor });
        expect(letters(found)).toBe(expected.map(([letter]) => letter).join(''));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the order of arrival for lines of equal time, reversed when backward', async () => {
    const order = async (direction: LogsRequest['direction']): Promise<string[]> => {
      const one = await ask('{env="prod"} |= "tie"', { executor, direction, limit: 2 });
      return one.streams.flatMap((s) => s.entries.map((e) => e.line)).sort();
    };
    expect(await order('forward')).toEqual(['tie first', 'tie second']);
    expect(await order('backward')).toEqual(['tie second', 'tie third']);
    const back = await ask('{app="shop"} |= "tie"', { executor, direction: 'backward' });
    expect(back.streams[0]!.entries.map((e) => e.line)).toEqual(['tie third', 'tie first']);
  });

  it.each([1, 2, 3, 5, 14, 15, 16])('limits all streams together by time: %d', async (limit) => {
    const forward = letters(await ask('{service_name=~".+"}', { executor, limit }));
    expect(forward).toBe(ALL.slice(0, limit));
    const backward = letters(await ask('{service_name=~".+"}', { executor, limit, direction: 'backward' }));
    expect(backward).toBe(ALL.slice(-limit));
  });

  it('takes [start, end)', async () => {
    const range = { executor, start: after(1), end: after(80) } as const;
    expect(letters(await ask('{service_name=~".+"}', range))).toBe('bc');
    expect(letters(await ask('{service_name=~".+"}', { ...range, end: nanos(after(80) + 1n) }))).toBe('bcd');
    expect(letters(await ask('{service_name=~".+"}', { ...range, end: range.start }))).toBe('');
    expect(letters(await ask('{service_name=~".+"}', { ...range, end: nanos(0n) }))).toBe('');
  });

  it('survives any range of time', async () => {
    const wide = { executor, start: nanos(-(2n ** 80n)), end: nanos(2n ** 80n), limit: 3 } as const;
    expect(letters(await ask('{service_name=~".+"}', wide))).toBe('abc');
    expect(letters(await ask('{service_name=~".+"}', { ...wide, direction: 'backward' }))).toBe('mno');
  });
});

it.each<[direction: 'forward' | 'backward', seconds: number, expected: string]>([
  ['forward', 70, 'acehko'],
  ['forward', 71, 'adehko'],
  ['backward', 60, 'bdgjno'],
])('takes lines %s that lie %d s apart, whatever their streams', async (direction, seconds, expected) => {
  for (const executor of ['memory', 'auto'] as const) {
    const interval = durationNs(BigInt(seconds) * SECOND);
    const query = '{service_name=~".+"}';
    expect(letters(await ask(query, { direction, interval, executor }))).toBe(expected);
    const first = await ask(query, { direction, interval, executor, limit: 1 });
    const rest = await ask(query, { direction, interval, executor, after: first.next! });
    expect([...letters(first), ...letters(rest)].sort().join('')).toBe(expected);
  }
});

it('sorts streams by their labels and keeps tenants apart', async () => {
  const answer = await ask('{service_name=~".+"}');
  expect(answer.streams.map((s) => s.labels)).toEqual([B, C, A, D]);
  const other = await ask('{app="shop"}', { tenant: (parseTenant('other') as { value: Tenant }).value });
  expect(other.streams.map((s) => s.entries.map((e) => e.line))).toEqual([['of another tenant']]);
});

it('warns of a dotted name', async () => {
  expect((await ask('{service.name="bot"}')).warnings).toEqual([
    'label name service.name was read as service_name: Loki label names have no dots',
  ]);
  expect((await ask('{service_name="bot"}')).warnings).toEqual([]);
});

it('reads only near where the answer starts', async () => {
  const before = engine.statements.length;
  await ask('{service_name=~".+"}', { direction: 'backward', limit: 1, start: T0, end: after(9002) });
  const pages = engine.statements.slice(before).filter((s) => s.includes('FROM logs '));
  expect(pages).toHaveLength(1);
});

it.each(['backward', 'forward'] as const)('reads as far at once as the last answer reached, %s', async (direction) => {
  const runner = { ...engine.runner, answerReach: new AnswerReach() };
  const pagesOf = async (limit: number): Promise<readonly [lines: string, pages: number]> => {
    const before = engine.statements.length;
    const answer = await queryLogs(request('{app="shop"}', { direction, limit, end: after(10_000) }), runner);
    if (!answer.ok) throw new Error(answer.error.message);
    return [letters(answer.value), engine.statements.slice(before).filter((s) => s.includes('FROM logs ')).length];
  };
  const [first, many] = await pagesOf(6);
  const [again, one] = await pagesOf(6);
  expect(first).toHaveLength(6);
  expect(again).toBe(first);
  expect(many).toBeGreaterThan(1);
  expect(one).toBe(1);
  // Another number of lines is another question.
  expect((await pagesOf(2))[0]).toHaveLength(2);
});

it('agrees with itself on random patterns', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '.',
      '\\w',
      '\\s',
      '\\d',
      '\\b',
      '^',
      '$',
      '(?i)',
      '(?s)',
      '(?m)',
      '[a-f]',
      '[^a-f]',
      '[가-힣]',
      '|',
      '()',
      '\\x00',
    ),
    fc.constantFrom('e', 'T', 'tie', 'line', ' ', '실', '\\.', '%', '\\Q.*\\E', '[[:punct:]]', '(?:a|e)'),
  );
  const quantified = fc
    .tuple(piece, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '*?'))
    .map(([p, q]) => (/^[\^$|]|^\(\?[a-z]+\)$|b$/.test(p) ? p : p.startsWith('\\Q') ? `(?:${p})${q}` : p + q));
  const pattern = fc.array(quantified, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  const range = { end: after(9002) };
  await fc.assert(
    fc.asyncProperty(pattern, fc.constantFrom('|~', '!~'), async (source, op) => {
      const query = `{service_name=~".+"} ${op} ${q(source)}`;
      const [pushed, here] = [
        await queryLogs(request(query, range), engine.runner),
        await ask(query, { ...range, executor: 'memory' }),
      ];
      if (!pushed.ok) throw new Error(pushed.error.message);
      expect(letters(pushed.value)).toBe(letters(here));
    }),
    { numRuns: 100 },
  );
}, 120_000);

it('answers a query of more conditions than one statement takes', async () => {
  const many = Array.from({ length: 1500 }, (_, i) => `!= "no${i}"`).join(' ');
  const or = Array.from({ length: 1500 }, (_, i) => `"no${i}"`).join(' or ');
  const matchers = Array.from({ length: 1500 }, (_, i) => `app!="no${i}"`).join(',');
  expect(letters(await ask(`{app="pay",${matchers}} ${many} != ${or} |= ${or} or "ok"`))).toBe('b');
});

it('explains where each part runs', () => {
  const plan = explainQuery('{app="x", trace_id=~".+"} |= "a" |~ "\\\\pL"');
  expect(plan).toEqual({
    ok: true,
    value: [
      'label-match app="x" -> clickhouse: equality of text',
      'id-match trace_id=~".+" -> clickhouse: anchored RE2',
      'line-filter |= "a" -> clickhouse: search for bytes',
      'line-filter |~ "\\\\pL" -> memory: Unicode classes depend on the version of Unicode',
    ].join('\n'),
  });
});

it('gives refusals and failures as values', async () => {
  const refusal = await queryLogs(request('{app="x"'), engine.runner);
  expect(refusal).toMatchObject({ ok: false, error: { kind: 'parse' } });
  const unsupported = await queryLogs(request('vector(1)'), engine.runner);
  expect(unsupported).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
  const cancelled = await queryLogs(request('{app="x"}'), engine.runner, AbortSignal.abort());
  expect(cancelled).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
});

describe('labels', () => {
  const scope = { tenant: DEFAULT_TENANT, start: T0, end: after(10) };
  const value = async <T>(answer: Promise<{ ok: boolean; value?: T }>): Promise<T> => (await answer).value!;

  it('names', async () => {
    expect(await value(labelNames(scope, engine.runner))).toEqual(['app', 'env', 'service_name', 'weird']);
    expect(await value(labelNames({ ...scope, matchers: '{service_name="bot"}' }, engine.runner))).toEqual([
      'service_name',
    ]);
    expect(await value(labelNames({ ...scope, matchers: '{service_name=~"\\\\pL+", app=""}' }, engine.runner))).toEqual(
      ['service_name'],
    );
    const dayBefore = { ...scope, start: nanos(T0 - 86_400n * SECOND), end: nanos(T0 - 80_000n * SECOND) };
    expect(await value(labelNames(dayBefore, engine.runner))).toEqual([]);
  });

  it('values', async () => {
    expect(await value(labelValues({ ...scope, name: 'app' }, engine.runner))).toEqual(['pay', 'shop']);
    expect(await value(labelValues({ ...scope, name: 'weird' }, engine.runner))).toEqual([C.weird]);
    expect(await value(labelValues({ ...scope, name: 'constructor' }, engine.runner))).toEqual([]);
    expect(await value(labelValues({ ...scope, name: 'app', matchers: '{env="dev"}' }, engine.runner))).toEqual([
      'shop',
    ]);
    expect(await value(labelValues({ ...scope, name: 'app', matchers: '{}' }, engine.runner))).toEqual(['pay', 'shop']);
    expect(await value(labelValues({ ...scope, name: 'app', matchers: '{env=~"\\\\p{L}+"}' }, engine.runner))).toEqual([
      'pay',
      'shop',
    ]);
  });

  it('series', async () => {
    expect(await value(series(scope, engine.runner))).toEqual([B, C, A, D]);
    const two = { ...scope, matchers: ['{app="pay"}', '{env="prod"}'] };
    expect(await value(series(two, engine.runner))).toEqual([B, A]);
    expect(await series({ ...scope, matchers: ['{trace_id="x"}'] }, engine.runner)).toMatchObject({
      error: { kind: 'unsupported' },
    });
    expect(await series({ ...scope, matchers: ['{app=~"("}'] }, engine.runner)).toMatchObject({
      error: { kind: 'parse', message: 'parse error : error parsing regexp: missing closing ): `(`' },
    });
  });

  it('reads a selector', () => {
    expect(parseSelector(' ')).toMatchObject({ ok: true, value: { matchers: [] } });
    expect(parseSelector('{a="b"} |= "c"')).toMatchObject({ ok: false, error: { kind: 'parse' } });
  });
});

describe('more streams than a statement lists', () => {
  const STREAMS = 2100;
  beforeAll(async () => {
    const lines = Array.from({ length: STREAMS }, (_, i): TestLine => ({
      ts: after(300_000 + i),
      labels: { service_name: 'many', pod: `p${i}`, half: i % 2 ? 'odd' : 'even' },
      line: `from ${i}`,
      seq: i,
    }));
    await storeLines(engine, lines);
  });
  const range = { start: after(299_000), end: after(400_000) };

  it.each(['auto', 'memory'] as const)('by select, executor %s', async (executor) => {
    const all = await ask('{service_name="many"}', { ...range, executor, limit: 3000 });
    expect(all.streams).toHaveLength(STREAMS);
    const newest = await ask('{service_name="many"}', { ...range, executor, limit: 2, direction: 'backward' });
    expect(newest.streams.map((s) => s.labels['pod'])).toEqual(['p2099', 'p2098'].sort());
    const odd = await ask('{service_name="many", half="odd"} |= "7"', { ...range, executor, limit: 3000 });
    expect(odd.streams.every((s) => s.labels['half'] === 'odd')).toBe(true);
    const expected = Array.from({ length: STREAMS }, (_, i) => i).filter((i) => i % 2 && String(i).includes('7'));
    expect(odd.streams).toHaveLength(expected.length);
  });

  it('with a matcher that memory decides', async () => {
    const found = await ask('{pod=~"\\\\pL\\\\d+", pod!="p0"}', { ...range, limit: 3000 });
    expect(found.streams).toHaveLength(STREAMS - 1);
  });
});
