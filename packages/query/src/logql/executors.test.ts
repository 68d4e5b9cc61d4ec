import { durationNs, nanos, type Tenant } from '@bongsu/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { quoteGoString } from '../lang/index.js';
import { PIPELINE_LIMITS } from './exec/pipeline/index.js';
import type { MetricValue } from './exec/metric/value.js';
import type { Executor } from './plan/nodes.js';
import { queryLogs } from './query-logs.js';
import { queryRange } from './query-metrics.js';
import { almostEqual } from './script/compare.js';
import { after, storeLines, T0, type TestLine } from './testkit/log-data.js';

/** Seconds of data; windows and steps of the queries are shorter, the first window of a log query's read is too. */
const SECONDS = 150;

const word = fc.constantFrom(
  'info',
  'error',
  '한글',
  '',
  'a b',
  '5',
  '200',
  '1.5',
  '10ms',
  '2KB',
  '1.5s',
  '1m30s',
  '250µs',
  '3 MiB',
  '1024b',
  '-1',
  'x"y',
  'b\\c',
  '\u00a0',
);
const name = fc.constantFrom('level', 'status', 'a_b', 'took', 'app');

const jsonValue = fc.oneof(
  word.map((text) => JSON.stringify(text)),
  fc.integer({ min: -5, max: 500 }).map(String),
  fc.constantFrom('true', 'null', '[1,2]', '1e3', '1.0', '{"b":7}', '{"":8}', '{"level":9}', '"\\u0031"', '" 5"'),
  fc.constantFrom(
    '"5."',
    '"+7"',
    '".5"',
    '"inf"',
    '"nan"',
    '"1e400"',
    '1e400',
    '-0.0',
    '18446744073709551616',
    '"0x10"',
  ),
);
const key = fc.oneof(
  name,
  fc.constantFrom('', ' ', 'a', 'b', ' level', 'level ', 'a-b', ' a-b', 'lev\\u0065l', 'status_code', 'xlevel'),
);
const json = fc
  .array(fc.tuple(key, jsonValue), { maxLength: 5 })
  .map((pairs) => `{${pairs.map(([k, v]) => `"${k}":${v}`).join(',')}}`);
const logfmt = fc
  .array(fc.tuple(fc.oneof(name, fc.constantFrom('msg', 'a.b', 'a-b', 'flag')), fc.option(word)), { maxLength: 5 })
  .map((pairs) =>
    pairs.map(([k, v]) => (v === null ? k : `${k}=${/^[\w.-]*$/.test(v) ? v : JSON.stringify(v)}`)).join(' '),
  );
const broken = fc.oneof(json, logfmt).chain((text) => fc.nat(text.length).map((n) => text.slice(0, n)));
const line = fc.oneof(
  json,
  logfmt,
  broken,
  fc.constantFrom(
    '',
    'level=',
    '{"level":"a"} tail',
    'level="un',
    '\u001b[31mred',
    '{"level":"a","x":{"y":{"z":"deep"}}}',
  ),
);

const metadata = fc.array(fc.tuple(fc.constantFrom('level', 'trace', 'a.b', 'app'), word), { maxLength: 2 });
const stored = fc.record({
  second: fc.integer({ min: 0, max: SECONDS * 1000 }),
  labels: fc.constantFrom({ app: 'x' }, { app: 'y' }, { app: 'x', status: '9' }),
  line,
  metadata,
  level: fc.constantFrom('', 'info', 'error'),
});

const filter = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('=', '!=', '=~', '!~'), word)
    .map(([n, op, v]) => `${n}${op}${quoteGoString(v.replace(/\\/g, ''))}`),
  fc
    .tuple(
      name,
      fc.constantFrom('>', '>=', '<', '==', '!='),
      fc.constantFrom('5', '200', '1.5', '10ms', '250us', '1KB', '3MiB'),
    )
    .map((p) => p.join('')),
  fc.constant('__error__=""'),
);
const parser = fc.constantFrom(
  'json',
  'logfmt',
  'logfmt --strict',
  'json level, s="status"',
  'regexp "level=(?P<level>[a-z]+)"',
  'pattern "level=<level> <_>"',
);
const stage = fc.oneof(
  { weight: 4, arbitrary: parser },
  {
    weight: 4,
    arbitrary: fc
      .tuple(filter, fc.constantFrom('', ' or ', ' and '), filter)
      .map(([a, op, b]) => (op === '' ? a : a + op + b)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('drop level', 'drop __error__', 'keep level, app', 'drop status="200"', 'decolorize'),
  },
);
const lineFilter = fc.constantFrom(' |= "level"', ' != "5"', ' |~ "[a-z]{3}"', ' |> "<_>level<_>"', '');
const pipeline = fc
  .tuple(lineFilter, fc.array(stage, { maxLength: 3 }))
  .map(([first, stages]) => first + stages.map((s) => ` | ${s}`).join(''));
const selector = fc.constantFrom('{app=~".+"}', '{app="x"}', '{app=~"x|y", status=""}');
const logQuery = fc.tuple(selector, pipeline).map(([s, p]) => s + p);

const grouping = fc.subarray(
  ['level', 'status', 'app', 'detected_level', 'a_b', 'trace', 'level_extracted', '__error__'],
  { maxLength: 2 },
);
const range = fc.constantFrom('[10s]', '[7s]', '[30s]', '[25s] offset 5s');
const counted = fc
  .tuple(
    fc.constantFrom('count_over_time', 'rate', 'bytes_over_time', 'bytes_rate', 'absent_over_time'),
    logQuery,
    range,
  )
  .map(([op, q, r]) => `${op}(${q} ${r})`);
const unwrapped = fc
  .tuple(
    fc.constantFrom('sum', 'avg', 'min', 'max', 'stddev', 'stdvar', 'quantile', 'first', 'last'),
    logQuery,
    fc.constantFrom('status', 'took', 'a_b'),
    fc.constantFrom('', ' | __error__=""'),
    range,
    grouping,
  )
  .map(([op, q, label, errors, r, by]) => {
    const inner = `${q} | unwrap ${label}${errors} ${r}`;
    if (op === 'sum') return `sum_over_time(${inner})`;
    const grouped = by.length === 0 ? '' : ` by (${by.join(',')})`;
    return op === 'quantile' ? `quantile_over_time(0.7, ${inner})${grouped}` : `${op}_over_time(${inner})${grouped}`;
  });
const distinct = fc
  .tuple(fc.constantFrom('level', 'status'), logQuery, range)
  .map(([l, q, r]) => `count_distinct(${l}, ${q} ${r})`);
const metric = fc
  .tuple(fc.oneof(counted, unwrapped, distinct), fc.constantFrom('sum', 'max', 'count', 'topk', ''), grouping)
  .map(([inner, op, by]) => {
    if (op === '') return inner;
    return op === 'topk' ? `topk(2, ${inner})` : `${op} by (${by.join(',')}) (${inner})`;
  });

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

let tenants = 0;

async function store(lines: readonly (typeof stored extends fc.Arbitrary<infer T> ? T : never)[]): Promise<Tenant> {
  const tenant = `executors-${++tenants}` as Tenant;
  const rows = lines.map((l, seq): TestLine => ({
    ts: after(l.second / 1000),
    labels: l.labels,
    line: l.line,
    tenant,
    seq,
    detectedLevel: l.level,
    attributes: [...new Map(l.metadata)].map(([k, value]) => ({ key: k, value, type: 's' })),
  }));
  await storeLines(engine, rows);
  return tenant;
}

/** Lines may be nested deeper than `json` reads. */
const pipelineLimits = fc.constantFrom(
  {},
  { pipelineLimits: { ...PIPELINE_LIMITS, jsonDepth: { ...PIPELINE_LIMITS.jsonDepth, value: 1 } } },
);

const LIMITS = { maxSamples: 1_000_000, maxSeries: 10_000 };

it('gives one answer to a metric query by both executors', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stored, { minLength: 1, maxLength: 60 }),
      fc.array(metric, { minLength: 8, maxLength: 8 }),
      pipelineLimits,
      async (lines, queries, limits) => {
        const tenant = await store(lines);
        for (const query of queries) {
          const ask = async (executor: Executor) => {
            const span = { start: after(0), end: after(SECONDS), step: durationNs(10_000_000_000n) };
            const answer = await queryRange(
              { query, tenant, executor, limits: LIMITS, ...limits, ...span },
              engine.runner,
            );
            // Which of several failed series is named is not said.
            return answer.ok ? shown(answer.value.value) : [answer.error.kind];
          };
          const [memory, auto] = [await ask('memory'), await ask('auto')];
          expect({ query, answer: rounded(auto, memory) }).toEqual({ query, answer: memory });
        }
      },
    ),
    { numRuns: Number(process.env['BONGSU_PROPERTY_RUNS'] ?? 12) },
  );
}, 600_000);

it('gives one answer to a log query by both executors', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stored, { minLength: 1, maxLength: 60 }),
      fc.array(logQuery, { minLength: 8, maxLength: 8 }),
      fc.constantFrom('forward' as const, 'backward' as const),
      fc.constantFrom(3, 1000),
      pipelineLimits,
      async (lines, queries, direction, limit, limits) => {
        const tenant = await store(lines);
        for (const query of queries) {
          const ask = async (executor: Executor) => {
            const span = { start: T0, end: nanos(after(SECONDS) + 1n), direction, limit };
            const answer = await queryLogs({ query, tenant, executor, ...limits, ...span }, engine.runner);
            return answer.ok ? answer.value : answer.error;
          };
          expect({ query, answer: await ask('auto') }).toEqual({ query, answer: await ask('memory') });
        }
      },
    ),
    { numRuns: Number(process.env['BONGSU_PROPERTY_RUNS'] ?? 12) },
  );
}, 600_000);

type Shown = readonly (string | readonly [labels: string, points: readonly (readonly [number, number])[]])[];

function shown(value: MetricValue): Shown {
  if (value.type !== 'matrix') throw new Error('BUG: a range query gave no matrix');
  return value.series.map(
    ({ labels, times, values }) => [JSON.stringify(labels), times.map((t, i) => [t, values[i]!] as const)] as const,
  );
}

/** `actual` with the values of `wanted` where they are equal but for the order in which floats were added. */
function rounded(actual: Shown, wanted: Shown): Shown {
  return actual.map((row, i) => {
    const other = wanted[i];
    if (typeof row === 'string' || other === undefined || typeof other === 'string') return row;
    const points = row[1].map(([t, v], k) => [t, close(v, other[1][k]?.[1]) ? other[1][k]![1] : v] as const);
    return [row[0], points] as const;
  });
}

/** A variance of nearly equal values is nearly 0 in more than one way. */
const close = (a: number, b: number | undefined): boolean =>
  b !== undefined && (almostEqual(a, b) || Math.abs(a - b) < 1e-9);
