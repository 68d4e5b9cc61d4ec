import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

// Requests of Grafana's Explore, of its log context, of Logs Drilldown's pipeline and of logcli, as they are sent, and
// the whole answers.

const SECOND_NS = 1_000_000_000n;
/** A whole minute. */
const T0 = (BigInt(Date.now()) / 60_000n - 10n) * 60_000_000_000n;
const at = (seconds: number): string => String(T0 + BigInt(seconds) * SECOND_NS);
const PAY = { app: 'pay', service_name: 'pay' };
const CATEGORIZED = { 'x-loki-response-encoding-flags': 'categorize-labels' };

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
  const response = await fetch(`${app.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      streams: [
        {
          stream: PAY,
          values: [
            [at(0), 'level=error msg="Card declined" code=1', { user: 'u1' }],
            [at(10), 'level=info msg="card taken" code=0'],
            [at(20), '{"level":"error","msg":"card <lost>","code":1}'],
          ],
        },
        { stream: { app: 'shop' }, values: [[at(10), 'plain']] },
      ],
    }),
  });
  expect(response.status).toBe(204);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(path: string, params: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}/loki/api/v1/${path}?${String(new URLSearchParams(params))}`, { headers });
  const text = await response.text();
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=UTF-8']);
  expect(text.endsWith('\n')).toBe(true);
  return JSON.parse(text) as { data: { result: unknown; stats: { summary: Record<string, number> } } };
}

const metadata = (level: string, more: Record<string, string> = {}) => ({ detected_level: level, ...more });
const ERROR_LINE = 'level=error msg="Card declined" code=1';
const INFO_LINE = 'level=info msg="card taken" code=0';
const JSON_LINE = '{"level":"error","msg":"card <lost>","code":1}';
const FIRST = [at(0), ERROR_LINE, { structuredMetadata: metadata('error', { user: 'u1' }) }];
const SECOND = [at(10), INFO_LINE, { structuredMetadata: metadata('info') }];
const THIRD = [at(20), JSON_LINE, { structuredMetadata: metadata('error') }];

describe('Explore', () => {
  const asked = { query: '{app="pay"}', start: at(0), end: at(60), step: '1000ms', limit: '1000' };

  it.each([
    ['lines', 'backward', 'Source=grafana', [THIRD, SECOND, FIRST]],
    ['lines, oldest first', 'forward', 'Source=infinitescroll', [FIRST, SECOND, THIRD]],
    ['a sample of a metric query', 'backward', 'Source=logsample', [THIRD, SECOND, FIRST]],
  ])('%s', async (_, direction, tags, values) => {
    const answer = await get('query_range', { ...asked, direction }, { ...CATEGORIZED, 'x-query-tags': tags });
    expect(Object.keys(answer.data)).toEqual(['resultType', 'encodingFlags', 'result', 'stats']);
    expect(answer).toMatchObject({
      status: 'success',
      data: { resultType: 'streams', encodingFlags: ['categorize-labels'], result: [{ stream: PAY, values }] },
    });
    expect(Object.keys(answer.data.stats)).toEqual(['summary', 'querier', 'ingester', 'cache', 'index']);
    expect(answer.data.stats.summary['totalEntriesReturned']).toBe(3);
  });

  it.each([
    ['before a line: up to it', 'backward', { start: at(-7200), end: at(10) }, [FIRST]],
    ['behind a line: from it on', 'forward', { start: at(10), end: at(7210) }, [SECOND, THIRD]],
  ])('context %s', async (_, direction, range, values) => {
    const params = { query: '{app="pay", service_name="pay"}', ...range, direction, limit: '100', step: '1000ms' };
    expect((await get('query_range', params, CATEGORIZED)).data.result).toEqual([{ stream: PAY, values }]);
  });
});

it("filters as Drilldown's pipeline does", async () => {
  const query =
    '{service_name="pay"} | detected_level="error" |~ `(?i)CARD` | json | logfmt | drop __error__, __error_details__ | code="1"';
  const params = { query, start: at(0), end: at(60), step: '1000ms', direction: 'backward', limit: '100' };
  const parsed = (msg: string) => ({ code: '1', level: 'error', msg });
  expect((await get('query_range', params, CATEGORIZED)).data.result).toEqual([
    {
      stream: PAY,
      values: [
        [at(20), JSON_LINE, { structuredMetadata: metadata('error'), parsed: parsed('card <lost>') }],
        [at(0), ERROR_LINE, { structuredMetadata: metadata('error', { user: 'u1' }), parsed: parsed('Card declined') }],
      ],
    },
  ]);
});

describe('logcli', () => {
  it('asks for lines with steps and intervals in seconds, and is answered without categories', async () => {
    const params = { query: '{app="pay"}', start: at(0), end: at(60), limit: '30', direction: 'BACKWARD' };
    expect((await get('query_range', { ...params, step: '1.5', interval: '0' })).data.result).toEqual([
      // By the text of their labels, in which a comma comes before the closing brace.
      { stream: { ...PAY, detected_level: 'error', user: 'u1' }, values: [[at(0), ERROR_LINE]] },
      { stream: { ...PAY, detected_level: 'error' }, values: [[at(20), JSON_LINE]] },
      { stream: { ...PAY, detected_level: 'info' }, values: [[at(10), INFO_LINE]] },
    ]);
  });

  it('asks for metrics, whose points are multiples of the step', async () => {
    const query = 'sum by (app) (count_over_time({app=~".+"}[30s]))';
    const params = { query, start: at(0), end: at(30), limit: '30', direction: 'BACKWARD', step: '30' };
    const seconds = Number(T0 / SECOND_NS);
    expect(await get('query_range', params)).toMatchObject({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          { metric: { app: 'pay' }, values: [[seconds, '1'], [seconds + 30, '2']] }, // prettier-ignore
          { metric: { app: 'shop' }, values: [[seconds + 30, '1']] },
        ],
      },
    });
  });
});
