import { nanos, type Tenant } from '@bongsu/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { queryMetricsRange, type RangeSeries } from './query-metrics.js';
import { searchTraces } from './search.js';
import { storeSpans, T0, type TestSpan } from './testkit/span-data.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const S = 1_000_000_000n;

const value = fc.constantFrom(
  's:a',
  's:b',
  's:5',
  'i:5',
  'i:-2',
  'i:0',
  'd:5',
  'd:2.5',
  'b:true',
  'b:false',
  'a:["a",5]',
);
const attributes = fc.dictionary(fc.constantFrom('x', 'y', 'z'), value, { maxKeys: 3 });

/** Ids from a small set: orphans, cycles and twins come by themselves. */
const span = fc.record({
  span: fc.constantFrom('1', '2', '3', '4', '5'),
  parent: fc.constantFrom(undefined, undefined, '1', '2', '3', '9'),
  at: fc.nat({ max: 90 }),
  duration: fc.constantFrom(-1n, 0n, 1n, 2n, 1000n, S, 3n * S),
  name: fc.constantFrom('op', 'get', '한'),
  kind: fc.constantFrom(1, 2, 3),
  status: fc.constantFrom(0, 1, 2),
  service: fc.constantFrom('a', 'b'),
  attributes,
  resource: fc.constantFrom({}, { x: 's:a' }, { z: 'i:5' }),
  event: fc.option(attributes, { nil: undefined }),
  traceState: fc.constantFrom('', 'ot=th:8'),
});
const traces = fc.array(fc.array(span, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });

const field = fc.constantFrom(
  ...'.x span.y resource.x .z event.x name duration status kind resource.service.name rootName'.split(' '),
  ...'nestedSetParent span:childCount traceDuration span:parentID'.split(' '),
);
const literal = fc.constantFrom('"a"', '"5"', '5', '2.5', '-1', 'true', 'error', 'server', '1s', 'nil', '"op"');
const op = fc.constantFrom('=', '!=', '<', '>=', '=~', '!~', '>');
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(field, op, literal).map((parts) => parts.join(' ')),
    fc.tuple(field, op, literal).map((parts) => parts.join(' ')),
    fc.constantFrom('.x', 'true', '.x = .y', '.x + 1 > 2', 'duration / 2 > 1'),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
    tie('condition').map((inner) => `!(${inner})`),
  ),
}));
const filter = condition.map((inner) => `{ ${inner} }`);
const { spanset } = fc.letrec<{ spanset: string }>((tie) => ({
  spanset: fc.oneof(
    { maxDepth: 2 },
    filter,
    fc
      .tuple(tie('spanset'), fc.constantFrom(...'&& || > >> < << ~ !> !>> !~ &>> &<'.split(' ')), tie('spanset'))
      .map((parts) => `(${parts.join(' ')})`),
    filter.map((inner) => `({ true } && !${inner})`),
  ),
}));
const stages = fc
  .tuple(
    spanset,
    fc.constantFrom('', ' | count() > 1', ' | by(.x)', ' | by(name) | avg(duration) >= 1', ' | { .x != nil }'),
  )
  .map((parts) => parts.join(''));
const by = fc.constantFrom('', ' by(.x)', ' by(resource.x, name)', ' by(resource.service.name)', ' by(span.y, status)');
const metric = fc
  .tuple(
    stages,
    fc.constantFrom(
      ...['rate()', 'count_over_time()', 'min_over_time(duration)', 'sum_over_time(span.y)', 'avg_over_time(duration)'],
      ...['quantile_over_time(duration, 0.5, 0.9)', 'histogram_over_time(span.y)', 'max_over_time(resource.z)'],
    ),
    by,
  )
  .map(([s, fn, groups]) => `${s} | ${fn}${groups}`);

let tenants = 0;

it('memory and auto agree on random traces and queries', async () => {
  const sample = fc.tuple(
    traces,
    fc.array(stages, { minLength: 6, maxLength: 6 }),
    fc.array(metric, { minLength: 4, maxLength: 4 }),
    fc.constantFrom('start' as const, 'duration' as const),
  );
  await fc.assert(
    fc.asyncProperty(sample, async ([data, searches, metrics, order]) => {
      const tenant = `random-${++tenants}` as Tenant;
      await storeSpans(
        engine,
        data.flatMap((spans, t) => spans.map((s): TestSpan => stored(tenant, t, s))),
      );
      const range = { tenant, start: nanos(T0 + 10n * S), end: nanos(T0 + 80n * S) };
      for (const q of searches) {
        const ask = async (executor: 'auto' | 'memory') =>
          searchTraces({ ...range, q, tags: undefined, limit: 5, spansPerSpanSet: 4, order, executor }, engine.runner);
        const [auto, memory] = [await ask('auto'), await ask('memory')];
        if (auto.ok && memory.ok) {
          expect([q, auto.value.traces, auto.value.cursor]).toEqual([q, memory.value.traces, memory.value.cursor]);
        } else expect([q, auto]).toEqual([q, memory]);
      }
      for (const q of metrics) {
        const ask = async (executor: 'auto' | 'memory') =>
          queryMetricsRange({ ...range, q, step: 20n * S, executor }, engine.runner);
        const [auto, memory] = [await ask('auto'), await ask('memory')];
        if (auto.ok && memory.ok) {
          expect([q, rounded(auto.value.series)]).toEqual([q, rounded(memory.value.series)]);
        } else expect([q, auto]).toEqual([q, memory]);
      }
    }),
    { numRuns: Number(process.env['BONGSU_RANDOM_TRACES'] ?? 6), endOnFailure: true },
  );
}, 600_000);

/** Sums of floats depend on their order in the last digits. */
const rounded = (series: readonly RangeSeries[]): unknown =>
  series.map(({ labels, samples }) => [labels, samples.map((s) => [s.timestampMs, Number(s.value.toPrecision(9))])]);

type RandomSpan = typeof span extends fc.Arbitrary<infer T> ? T : never;

function stored(tenant: Tenant, trace: number, s: RandomSpan): TestSpan {
  const start = nanos(T0 + BigInt(s.at) * S);
  const typed = (texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([key, text]) => ({ key, type: text[0]!, value: text.slice(2) }));
  return {
    tenant,
    trace: (trace + 1).toString(16).padStart(4, '0'),
    span: s.span,
    ...(s.parent === undefined ? {} : { parent: s.parent }),
    start,
    duration: s.duration,
    name: s.name,
    kind: s.kind,
    status: s.status,
    traceState: s.traceState,
    resource: { service: s.service, attributes: s.resource },
    attributes: s.attributes,
    events: s.event ? [{ ts: nanos(start + 1n), name: 'e', attributes: typed(s.event), droppedAttributes: 0 }] : [],
  };
}
