import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { millis, millisToNanos, nanosToMillis, durationMs, type Nanos, type Tenant } from '@bongsu/model';
import { queryInstant, queryRange, valueToJson } from '../promql/index.js';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { after, storeSpans, T0, type TestSpan } from '../traceql/testkit/span-data.js';
import { SpanMetrics } from './span-metrics.js';

const TENANT = 'default' as Tenant;
const LIMITS = { maxSamples: 1_000_000 };
const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;
const MS = 1_000_000n;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());
beforeEach(() => engine.clear());

interface Shown {
  readonly metric: Record<string, string>;
  readonly value?: [number, string];
  readonly values?: [number, string][];
}

const t0 = nanosToMillis(T0);
const at = (seconds: number) => millis(t0 + seconds * 1000);

async function instant(query: string, seconds: number, source = new SpanMetrics({ weightAttribute: '' })) {
  const request = { query, tenant: TENANT, time: at(seconds), limits: LIMITS, source };
  return shown(await queryInstant(request, engine.runner));
}

async function range(query: string, from: number, to: number, step: number) {
  const source = new SpanMetrics({ weightAttribute: '' });
  const times = { start: at(from), end: at(to), step: durationMs(step * 1000) };
  return shown(await queryRange({ query, tenant: TENANT, ...times, limits: LIMITS, source }, engine.runner));
}

function shown(answer: Awaited<ReturnType<typeof queryInstant>>): Shown[] {
  if (!answer.ok) throw new Error(answer.error.message);
  return (JSON.parse(valueToJson(answer.value.value)) as { result: Shown[] }).result;
}

/** `a="x" b="y" 3`, a line a series. */
const lines = (series: readonly Shown[]): string[] =>
  series
    .map(({ metric, value, values }) => {
      const labels = Object.entries(metric).map(([name, text]) => `${name}=${text}`);
      return [...labels, value ? value[1] : values!.map(([, text]) => text).join(',')].join(' ');
    })
    .sort();

let ids = 0;
const span = (service: string, seconds: number, more: Partial<TestSpan> = {}): TestSpan => ({
  trace: '1',
  span: (++ids).toString(16),
  start: after(seconds),
  resource: { service },
  ...more,
});

/** A call: the spans of both sides. */
function call(
  trace: string,
  client: string,
  server: string,
  seconds: number,
  more: Partial<TestSpan> = {},
): TestSpan[] {
  const caller = span(client, seconds, { trace, kind: CLIENT, duration: 300n * MS, name: `call ${server}`, ...more });
  const called = span(server, seconds + 0.01, {
    trace,
    kind: SERVER,
    parent: caller.span,
    duration: 150n * MS,
    name: 'GET /',
    ...more,
  });
  return [caller, called];
}

/** Ten minutes: a shop that calls cart and pay, pay once in vain; cart asks a database and tells a consumer. */
const SHOP: readonly TestSpan[] = [
  span('shop', 10, { trace: 'a', kind: SERVER, name: 'GET /', duration: 500n * MS }),
  ...call('a', 'shop', 'cart', 11),
  ...call('a', 'shop', 'cart', 12),
  ...call('b', 'shop', 'pay', 70),
  ...call('b', 'shop', 'pay', 71).map((s) => (s.kind === SERVER ? { ...s, status: 2 } : s)),
  span('cart', 72, {
    trace: 'b',
    kind: CLIENT,
    name: 'SELECT',
    duration: 90n * MS,
    attributes: { 'db.system': 's:postgresql', 'db.name': 's:carts' },
  }),
  span('pay', 73, { trace: 'b', kind: CLIENT, name: 'POST', attributes: { 'peer.service': 's:bank' } }),
  span('cart', 74, { trace: 'b', kind: PRODUCER, name: 'send', span: 'beef' }),
  span('mail', 134, { trace: 'b', kind: CONSUMER, name: 'receive', parent: 'beef' }),
];

describe("what Grafana's panels ask for", () => {
  it.each<[string, string[]]>([
    [
      'sum by (client, server) (increase(traces_service_graph_request_total{}[600s]))',
      [
        'client=cart server=carts 1',
        'client=cart server=mail 1',
        'client=pay server=bank 1',
        'client=shop server=cart 2',
        'client=shop server=pay 2',
        'client=user server=shop 1',
      ],
    ],
    [
      'sum by (client, server) (rate(traces_service_graph_request_total{client="shop"}[600s]))',
      ['client=shop server=cart 0.0033333333333333335', 'client=shop server=pay 0.0033333333333333335'],
    ],
    [
      'sum by (client, server) (rate(traces_service_graph_request_server_seconds_sum{server=~"cart|shop"}[600s]))',
      ['client=shop server=cart 0.0005', 'client=user server=shop 0.0008333333333333334'],
    ],
    [
      'sum by (client, server) (increase(traces_service_graph_request_failed_total[600s]))',
      ['client=shop server=pay 1'],
    ],
    [
      'group by (client, connection_type, server) (traces_service_graph_request_total)',
      [
        'client=cart connection_type=database server=carts 1',
        'client=cart connection_type=messaging_system server=mail 1',
        'client=pay connection_type=virtual_node server=bank 1',
        'client=shop server=cart 1',
        'client=shop server=pay 1',
        'client=user connection_type=virtual_node server=shop 1',
      ],
    ],
    [
      'histogram_quantile(.9, sum(rate(traces_service_graph_request_server_seconds_bucket{client="shop",server="cart"}[600s])) by (le, client, server))',
      ['client=shop server=cart 0.19'],
    ],
    [
      'topk(5, sum(increase(traces_spanmetrics_calls_total{span_kind="SPAN_KIND_SERVER"}[600s])) by (span_name))',
      ['span_name=GET / 5'],
    ],
    [
      'sum(increase(traces_spanmetrics_calls_total{status_code="STATUS_CODE_ERROR",span_name=~"GET /|SELECT"}[600s])) by (span_name)',
      ['span_name=GET / 1'],
    ],
    [
      'histogram_quantile(.9, sum(rate(traces_spanmetrics_latency_bucket{span_name=~"SELECT"}[600s])) by (le))',
      ['0.1216'],
    ],
    ['sum(increase(traces_spanmetrics_latency_sum{service="shop"}[600s]))', ['1.7']],
    ['sum by (le) (increase(traces_spanmetrics_latency_bucket{service="mail"}[600s])) > 0', latencyLines('1')],
  ])('%s', async (query, expected) => {
    await storeSpans(engine, SHOP);
    expect(lines(await instant(query, 600))).toEqual([...expected].sort());
  });
});

function latencyLines(value: string): string[] {
  const bounds = [0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192, 16.384];
  return [...bounds.map(String), '+Inf'].map((le) => `le=${le} ${value}`);
}

describe('counters', () => {
  it('begin with a 0 and grow on a grid', async () => {
    await storeSpans(engine, [span('a', 30), span('a', 31), span('a', 95), span('b', 61)]);
    expect(lines(await range('sum by (service) (traces_spanmetrics_calls_total)', 0, 120, 30))).toEqual([
      'service=a 0,1,2,2,3',
      'service=b 0,1,1',
    ]);
    expect(lines(await range('sum by (service) (increase(traces_spanmetrics_calls_total[1m]))', 0, 120, 30))).toEqual([
      'service=a 0,1,2,1,1',
      'service=b 0,1,1',
    ]);
  });

  it('count late spans at once', async () => {
    const query = 'increase(traces_spanmetrics_calls_total{service="a"}[1m])';
    await storeSpans(engine, [span('a', 10)]);
    expect((await instant(query, 60))[0]!.value![1]).toBe('1');
    await storeSpans(engine, [span('a', 5)]);
    expect((await instant(query, 60))[0]!.value![1]).toBe('2');
  });

  it('take consumers without a parent for calls from outside', async () => {
    await storeSpans(engine, [span('mail', 5, { kind: CONSUMER }), span('job', 6, { kind: PRODUCER })]);
    expect(lines(await instant('increase(traces_service_graph_request_total[1m])', 60))).toEqual([
      'client=user connection_type=virtual_node server=mail 1',
    ]);
  });

  it('join a call whose sides come in any order', async () => {
    const query = 'increase(traces_service_graph_request_total{client="a"}[1m])';
    const [caller, called] = call('c', 'a', 'b', 5) as [TestSpan, TestSpan];
    await storeSpans(engine, [called]);
    expect(await instant(query, 60)).toEqual([]);
    await storeSpans(engine, [caller]);
    expect(lines(await instant(query, 60))).toEqual(['client=a server=b 1']);
  });

  it('keep traces apart that use one span id', async () => {
    const [caller, called] = call('c', 'a', 'b', 5) as [TestSpan, TestSpan];
    await storeSpans(engine, [caller, { ...called, trace: 'd' }]);
    expect(await instant('traces_service_graph_request_total{client="a"}', 60)).toEqual([]);
  });

  it('count what sampling left out', async () => {
    await storeSpans(engine, [
      ...call('c', 'a', 'b', 5, { traceState: 'ot=th:8' }),
      ...call('d', 'a', 'b', 6, { traceState: 'ot=th:c', attributes: { weight: 'i:10' } }),
    ]);
    const calls = 'sum(increase(traces_spanmetrics_calls_total{service="a"}[1m]))';
    const edges = 'sum(increase(traces_service_graph_request_total[1m]))';
    expect(lines(await instant(calls, 60))).toEqual(['6']);
    expect(lines(await instant(edges, 60))).toEqual(['6']);
    const weighted = new SpanMetrics({ weightAttribute: 'weight' });
    expect(lines(await instant(calls, 60, weighted))).toEqual(['12']);
    expect(lines(await instant(edges, 60, weighted))).toEqual(['12']);
  });

  it('of a name that is stored are left to what is stored', async () => {
    await storeSpans(engine, [span('a', 5)]);
    await engine.insertJson('metric_series', [
      {
        tenant: TENANT,
        metric: 'traces_spanmetrics_calls_total',
        labels: { service: 'pushed' },
        fingerprint: '1',
        day: '2026-01-02',
      },
    ]);
    await engine.insertJson('samples', [
      {
        tenant: TENANT,
        metric: 'traces_spanmetrics_calls_total',
        fingerprint: '1',
        ts: (at(10) / 1000).toFixed(3),
        value: 7,
      },
    ]);
    const found = await instant('{__name__=~"traces_spanmetrics_(calls_total|latency_count)"}', 60);
    expect(found.map(({ metric, value }) => [metric['__name__'], metric['service'], value![1]])).toEqual([
      ['traces_spanmetrics_calls_total', 'pushed', '7'],
      ['traces_spanmetrics_latency_count', 'a', '1'],
    ]);
  });

  it('see only their tenant', async () => {
    await storeSpans(engine, [span('a', 5, { tenant: 'other' })]);
    expect(await instant('{__name__=~"traces_.*"}', 60)).toEqual([]);
  });
});

it('are summed up where a sum around them says so', async () => {
  await storeSpans(engine, SHOP);
  const before = engine.statements.length;
  const query = 'sum by (service) (rate(traces_spanmetrics_calls_total{span_kind=~".*SERVER"}[600s]))';
  expect(await instant(query, 600)).toHaveLength(3);
  const read = engine.statements.slice(before).find((sql) => sql.includes('FROM spans'));
  expect(read).toContain('service AS');
  expect(read).not.toContain(' name AS');
});

it('more samples than a query may read are refused by name', async () => {
  await storeSpans(engine, SHOP);
  const source = new SpanMetrics({ weightAttribute: '' });
  const query = 'rate(traces_spanmetrics_latency_bucket[1m])';
  const request = { query, tenant: TENANT, time: at(60), limits: { maxSamples: 20 }, source };
  expect(await queryInstant(request, engine.runner)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('limits.query.samples') as string },
  });
});

describe('series', () => {
  const list = async (matchers: [string, '=' | '=~', string][], bounds: { start?: number; end?: number } = {}) => {
    const found = await new SpanMetrics({ weightAttribute: '' }).series(
      {
        tenant: TENANT,
        matchers: [matchers.map(([name, op, value]) => ({ name, op, value }))],
        ...(bounds.start === undefined ? {} : { start: at(bounds.start) }),
        ...(bounds.end === undefined ? {} : { end: at(bounds.end) }),
      },
      engine.runner,
    );
    if (!found.ok) throw new Error(found.error.message);
    return found.value;
  };

  it('are those with events in the time', async () => {
    await storeSpans(engine, SHOP);
    expect(await list([['__name__', '=', 'traces_service_graph_request_failed_total']])).toEqual([
      { __name__: 'traces_service_graph_request_failed_total', client: 'shop', server: 'pay', connection_type: '' },
    ]);
    expect(
      await list([
        ['__name__', '=', 'traces_spanmetrics_latency_bucket'],
        ['service', '=', 'mail'],
      ]),
    ).toHaveLength(15);
    expect(
      await list(
        [
          ['service', '=~', 'mail|cart'],
          ['le', '=', ''],
        ],
        { start: 0, end: 60 },
      ),
    ).toHaveLength(3);
    expect(await list([['service', '=', 'shop']], { start: 300 })).toEqual([]);
    expect(await list([['job', '=', 'shop']])).toEqual([]);
  });
});

it('the increase over any range is the number of spans that begin in it', async () => {
  const spans = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 60_000 }), service: fc.constantFrom('a', 'b') }), {
    maxLength: 40,
  });
  let tenants = 0;
  await fc.assert(
    fc.asyncProperty(
      spans,
      fc.integer({ min: 1, max: 60_000 }),
      fc.integer({ min: 0, max: 70_000 }),
      fc.integer({ min: 1, max: 20_000 }),
      async (some, rangeMs, startMs, stepMs) => {
        const tenant = `random-${++tenants}` as Tenant;
        const startOf = (ms: number): Nanos => after(ms / 1000);
        await storeSpans(
          engine,
          some.map(({ ms, service }) => ({ ...span(service, 0), tenant, start: startOf(ms) })),
        );
        const steps = [0, 1, 2, 3].map((i) => startMs + i * stepMs);
        const answer = await queryRange(
          {
            query: `sum(increase(traces_spanmetrics_calls_total[${rangeMs}ms]))`,
            tenant,
            start: millis(t0 + steps[0]!),
            end: millis(t0 + steps[3]!),
            step: durationMs(stepMs),
            limits: LIMITS,
            source: new SpanMetrics({ weightAttribute: '' }),
          },
          engine.runner,
        );
        const found = new Map(
          (shown(answer)[0]?.values ?? []).map(([time, value]) => [Math.round(time * 1000), value]),
        );
        for (const end of steps) {
          const count = some.filter(({ ms }) => ms > end - rangeMs && ms <= end).length;
          expect(Number(found.get(t0 + end) ?? 0)).toBe(count);
        }
      },
    ),
    { numRuns: 25 },
  );
});

it('a span at the very end of a millisecond counts in the window that ends with it', async () => {
  await storeSpans(engine, [{ ...span('a', 0), start: millisToNanos(at(10)) }]);
  const query = 'increase(traces_spanmetrics_calls_total[10s])';
  expect(lines(await instant(query, 10))[0]).toMatch(/ 1$/);
  expect(await instant(query, 20)).toEqual([]);
});
