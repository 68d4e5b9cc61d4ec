import { DEFAULT_TENANT } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { flatTagNames, tagNames, tagValues, type TagValuesRequest } from './tags.js';
import { after, storeSpans, T0, typed } from './testkit/span-data.js';

const SCOPE = { tenant: DEFAULT_TENANT, start: T0, end: after(1000) };

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const shop = { service: 'shop', attributes: { region: 's:kr', 'a/b': 's:slash' } };
  const pay = {
    service: '결제',
    attributes: { region: 's:us' },
    scopeName: 'lib',
    scopeAttributes: { lang: 's:go' },
  };
  await storeSpans(engine, [
    { trace: '1', span: '1', start: after(0), name: 'GET /', resource: shop, attributes: { n: 'i:5', 한글: 's:값' } },
    {
      trace: '2',
      span: '1',
      start: after(1),
      name: '주문',
      statusMessage: 'no',
      resource: pay,
      attributes: { n: 's:5', region: 's:span' },
    },
    {
      trace: '3',
      span: '1',
      start: after(2),
      name: 'x',
      resource: pay,
      attributes: { n: 'd:1.5', t: 'b:true', list: 'a:["x"]' },
      events: [
        { ts: after(2), name: 'exception', attributes: typed({ type: 's:Io', code: 'i:7' }), droppedAttributes: 0 },
        { ts: after(2), name: 'retry', attributes: typed({ code: 'i:8' }), droppedAttributes: 0 },
      ],
      links: [
        {
          traceId: '1'.padStart(32, '0'),
          spanId: '1'.padStart(16, '0'),
          traceState: '',
          flags: 0,
          attributes: typed({ why: 's:batch' }),
          droppedAttributes: 0,
        },
      ],
    },
    {
      trace: '4',
      span: '1',
      start: after(2000),
      name: 'late',
      resource: { service: 'late', attributes: { late: 's:1' } },
    },
  ]);
});
afterAll(() => engine.close());

async function values(tag: string, more: Partial<TagValuesRequest> = {}): Promise<string[]> {
  const answer = await tagValues({ ...SCOPE, tag, version: 2, ...more }, engine.runner);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.map((v) => `${v.type}:${v.value}`);
}

it('names attributes by scope', async () => {
  const answer = await tagNames(SCOPE, engine.runner);
  if (!answer.ok) throw new Error(answer.error.message);
  expect(answer.value.slice(0, 2)).toEqual([
    { name: 'resource', tags: ['a/b', 'region', 'service.name'] },
    { name: 'span', tags: ['list', 'n', 'region', 't', '한글'] },
  ]);
  expect(answer.value.slice(2, 5)).toEqual([
    { name: 'event', tags: ['code', 'type'] },
    { name: 'link', tags: ['why'] },
    { name: 'instrumentation', tags: ['lang'] },
  ]);
  expect(answer.value[5]!.tags).toContain('span:statusMessage');
  expect(flatTagNames(answer.value)).toEqual([
    'a/b',
    'code',
    'lang',
    'list',
    'n',
    'region',
    'service.name',
    't',
    'type',
    'why',
    '한글',
  ]);
  expect(await tagNames({ ...SCOPE, scope: 'link' }, engine.runner)).toEqual({
    ok: true,
    value: [{ name: 'link', tags: ['why'] }],
  });
  const some = await tagNames({ ...SCOPE, scope: 'span', limit: 2 }, engine.runner);
  expect(some).toEqual({ ok: true, value: [{ name: 'span', tags: ['list', 'n'] }] });
});

it.each([
  ['{ name = "GET /" }', { resource: ['a/b', 'region', 'service.name'], span: ['n', '한글'] }],
  ['{ resource.region = "us" && span.t = true }', { span: ['list', 'n', 't'], event: ['code', 'type'], link: ['why'] }],
  ['{ span.region = "span" || span.n = 5 }', { span: ['n', 'region', '한글'], instrumentation: ['lang'] }],
  ['{ span.t = true && name = }', { span: ['list', 'n', 't'] }],
  ['{ name', { span: ['list', 'n', 'region', 't', '한글'] }],
  ['{ name = "nothing" }', { resource: [], span: [] }],
])('names attributes of the spans that pass %s', async (q, expected) => {
  const answer = await tagNames({ ...SCOPE, q }, engine.runner);
  if (!answer.ok) throw new Error(answer.error.message);
  const found = Object.fromEntries(answer.value.map(({ name, tags }) => [name, tags]));
  expect(found).toMatchObject(expected);
  expect(found['intrinsic']).toContain('duration');
});

it.each([
  ['span.n', ['float:1.5', 'int:5', 'string:5']],
  ['.n', ['float:1.5', 'int:5', 'string:5']],
  ['resource.n', []],
  ['resource.region', ['string:kr', 'string:us']],
  ['.region', ['string:kr', 'string:span', 'string:us']],
  ['resource.a/b', ['string:slash']],
  ['.한글', ['string:값']],
  ['span.t', ['bool:true']],
  ['span.list', []],
  ['event.code', ['int:7', 'int:8']],
  ['event.type', ['string:Io']],
  ['.code', ['int:7', 'int:8']],
  ['link.why', ['string:batch']],
  ['instrumentation.lang', ['string:go']],
  ['event:name', ['string:exception', 'string:retry']],
  ['instrumentation:name', ['string:lib']],
  ['rootName', ['string:GET /', 'string:late', 'string:x', 'string:주문']],
  ['trace:rootService', ['string:late', 'string:shop', 'string:결제']],
  ['resource.service.name', ['string:shop', 'string:결제']],
  ['.service.name', ['string:shop', 'string:결제']],
  ['name', ['string:GET /', 'string:x', 'string:주문']],
  ['span:name', ['string:GET /', 'string:x', 'string:주문']],
  ['statusMessage', ['string:no']],
  ['status', ['keyword:error', 'keyword:ok', 'keyword:unset']],
  [
    'kind',
    [
      'keyword:client',
      'keyword:consumer',
      'keyword:internal',
      'keyword:producer',
      'keyword:server',
      'keyword:unspecified',
    ],
  ],
  ['duration', []],
  ['trace:id', []],
  ['.nothing', []],
])('knows the values of %s', async (tag, expected) => expect(await values(tag)).toEqual(expected));

it('takes bare names in version 1 only', async () => {
  expect(await values('service.name', { version: 1 })).toEqual(['string:shop', 'string:결제']);
  expect(await values('region', { version: 1, limit: 2 })).toEqual(['string:kr', 'string:span']);
  const answer = await tagValues({ ...SCOPE, tag: 'app.user.id', version: 2 }, engine.runner);
  expect(answer).toMatchObject({
    error: {
      kind: 'parse',
      message:
        'please provide a valid tagName: failed to parse identifier app.user.id: parse error at line 1, col 2: unknown identifier: app',
    },
  });
});

it('restricts itself to spans of a query as far as it is understood', async () => {
  expect(await values('name', { q: '{ resource.region = "us" }' })).toEqual(['string:x', 'string:주문']);
  expect(await values('resource.region', { q: '{ name = "x" }' })).toEqual(['string:us']);
  expect(await values('resource.service.name', { q: '{ .n = 5 }' })).toEqual(['string:shop']);
  for (const q of ['', '{ name = }', '{ name = 1 }', '{} | rate()', '{ name =~ "\\\\pL+" }']) {
    expect(await values('name', { q })).toHaveLength(3);
  }
});
