import { expect, it } from 'vitest';
import { urlOf } from '../api/http.js';
import { firstQuestion } from './question.js';

const NOW_MS = 1_800_000_000_000;
const hour = { start: NOW_MS - 3_600_000, end: NOW_MS };
const nanos = { start: `${hour.start}000000`, end: `${hour.end}000000` };
const lines = { ...nanos, limit: 200, direction: 'backward' };

it.each([
  ['', '', '/api/bongsu/services', hour],
  ['', '?q=shop&from=1000&to=2000000000000', '/api/bongsu/services', { start: 1_000_000, end: 2_000_000_000_000 }],
  ['', '?from=nonsense', '/api/bongsu/services', hour],
  ['logs', '', '/loki/api/v1/query_range', { ...lines, query: '{service_name=~".+"}' }],
  [
    'logs',
    '?q=%7Ba%3D%22b%22%7D&hide=debug&order=oldest&view=patterns',
    '/loki/api/v1/query_range',
    { ...lines, query: '{a="b"} | detected_level !~ "debug"', direction: 'forward' },
  ],
])('the page "%s%s" asks %s', (path, search, asked, params) => {
  expect(firstQuestion(path, search, NOW_MS)).toMatchObject({ path: asked, params });
});

it.each([
  ['logs', '?q=rate(%7Ba%3D%22b%22%7D%5B1m%5D)'],
  ['traces', ''],
  ['services/shop', ''],
])('the page "%s%s" asks when it is there', (path, search) => {
  expect(firstQuestion(path, search, NOW_MS)).toBeUndefined();
});

it('asks under the sub-path of the document', () => {
  const question = firstQuestion('', '', NOW_MS);
  if (question === undefined) throw new Error('home asks at once');
  const { document } = globalThis;
  globalThis.document = { baseURI: 'http://proxy.example/ops/bongsu/' } as Document;
  try {
    expect(urlOf(question).href).toBe(
      `http://proxy.example/ops/bongsu/api/bongsu/services?start=${hour.start}&end=${hour.end}`,
    );
  } finally {
    globalThis.document = document;
  }
});
