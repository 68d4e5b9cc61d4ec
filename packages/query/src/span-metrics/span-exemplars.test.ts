import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import { millis, nanosToMillis, type Tenant } from '@bongsu/model';
import { exemplars } from '../promql/index.js';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { after, storeSpans, T0, type TestSpan } from '../traceql/testkit/span-data.js';
import { SpanMetrics } from './span-metrics.js';

const TENANT = 'default' as Tenant;
const MS = 1_000_000n;
const SERVER = 2;
const CLIENT = 3;
const t0 = nanosToMillis(T0);

const span = (trace: string, id: string, seconds: number, ms: bigint, more: Partial<TestSpan> = {}): TestSpan => ({
  trace,
  span: id,
  start: after(seconds),
  duration: ms * MS,
  kind: SERVER,
  name: 'GET /',
  resource: { service: 'shop' },
  ...more,
});

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  await storeSpans(engine, [
    span('a', '1', 11, 3n),
    span('b', '2', 11.5, 4n),
    span('c', '3', 40, 3n),
    span('d', '4', 40, 90n, { status: 2 }),
    span('e', '5', 41, 20_000n, { resource: { service: 'cart' } }),
    span('f', '6', 61, 700n, { kind: CLIENT, parent: '1', resource: { service: 'web' } }),
    span('f', '7', 61.1, 150n, { parent: '6', resource: { service: 'mail' } }),
    span('1f', '8', 61.2, 500n, { kind: CLIENT, parent: '1', resource: { service: 'web' } }),
    span('1f', '9', 61.3, 120n, { parent: '8', resource: { service: 'mail' } }),
  ]);
});
afterAll(() => engine.close());

/** `label=… le=… trace/span value@seconds,…`, a line a series. */
async function shown(query: string, from = 0, to = 100): Promise<string[]> {
  const answer = await exemplars(
    {
      query,
      tenant: TENANT,
      start: millis(t0 + from * 1000),
      end: millis(t0 + to * 1000),
      limits: { maxSamples: 1000 },
      source: new SpanMetrics({ weightAttribute: '' }),
    },
    engine.runner,
  );
  if (!answer.ok) throw new Error(answer.error.message);
  return answer
    .value!.map(({ seriesLabels: { service, status_code, client, server, le }, exemplars: own }) => {
      const each = own.map(({ labels, value, time }) => {
        expect(labels['traceID']).toBe(labels['trace_id']);
        const bare = (name: string) => (labels[name] ?? '').replace(/^0+|0+$/g, '');
        return `${bare('trace_id')}/${bare('span_id')} ${value}@${(time - t0) / 1000}`;
      });
      const series = service ?? `${client ?? ''}>${server ?? ''}`;
      return `${series} ${(status_code ?? '').replace('STATUS_CODE_', '')} ${le ?? ''}: ${each.join(', ')}`;
    })
    .sort();
}

describe('exemplars of counters from spans', () => {
  it.each<[string, string, string[], number?, number?]>([
    [
      'one a bucket and part of the time, the longest',
      'traces_spanmetrics_latency_bucket{service=~"shop|cart"}',
      ['cart UNSET +Inf: e/5 20@41', 'shop ERROR 0.128: d/4 0.09@40', 'shop UNSET 0.004: b/2 0.004@11.5, c/3 0.003@40'],
    ],
    [
      'of every selector of an expression',
      'histogram_quantile(.9, sum by (le) (rate(traces_spanmetrics_latency_bucket{service="cart"}[5m])))',
      ['cart UNSET +Inf: e/5 20@41'],
    ],
    ['by bucket', 'traces_spanmetrics_latency_bucket{le="0.128",service="shop"}', ['shop ERROR 0.128: d/4 0.09@40']],
    ['of the time alone', 'traces_spanmetrics_latency_bucket', ['shop UNSET 0.004: b/2 0.004@11.5'], 0, 39],
    ['both ends included', 'traces_spanmetrics_latency_bucket', ['cart UNSET +Inf: e/5 20@41'], 41, 41],
    ['of a label it never has', 'traces_spanmetrics_latency_bucket{pod="x"}', []],
    ['none of a counter', 'traces_spanmetrics_calls_total', []],
    ['none of a counter of calls', 'traces_service_graph_request_total', []],
    [
      'the longest call as the called service saw it, with the span that calls',
      'traces_service_graph_request_server_seconds_bucket{client="web"}',
      ['web>mail  0.2: f/6 0.15@61'],
    ],
    [
      'and as the calling one did',
      'traces_service_graph_request_client_seconds_bucket{client="web"}',
      ['web>mail  0.8: f/6 0.7@61'],
    ],
    [
      'calls from outside',
      'traces_service_graph_request_server_seconds_bucket{server="cart"}',
      ['user>cart  +Inf: e/5 20@41'],
    ],
  ])('%s', async (_, query, expected, from, to) => {
    expect(await shown(query, from, to)).toEqual(expected);
  });

  it('take any time, however far', async () => {
    expect(await shown('traces_spanmetrics_latency_bucket{service="cart"}', -8e12, 8e12)).toEqual([
      'cart UNSET +Inf: e/5 20@41',
    ]);
  });
});
