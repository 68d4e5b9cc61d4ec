import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../protobuf/writer.js';
import { ClassicParts, CustomBucketHandler, type CustomBucketOptions } from './custom-buckets.js';
import type { ExposedHistogram, ExpositionHandler } from './handler.js';
import { readOpenMetricsText } from './openmetrics-text.js';
import { readPrometheusText } from './prometheus-text.js';
import { readProtobufExposition } from './protobuf.js';

interface Heard {
  readonly lines: string[];
  readonly handler: ExpositionHandler;
}

/** Bounds with their counts, then count and sum. */
function shown({
  customValues,
  positiveSpans,
  positiveCounts,
  count,
  sum,
  isFloat,
  isGauge,
}: ExposedHistogram): string {
  const counts = new Map<number, number>();
  let at = 0;
  let next = 0;
  for (const { offset, length } of positiveSpans) {
    at += offset;
    for (let i = 0; i < length; i++) counts.set(at++, positiveCounts[next++]!);
  }
  const buckets = [...customValues, Infinity].map((bound, i) => `${bound}:${counts.get(i) ?? 0}`).join(' ');
  return `{${buckets}} count ${count} sum ${sum}${isFloat ? ' float' : ''}${isGauge ? ' gauge' : ''}`;
}

function heard(options: Partial<CustomBucketOptions> = {}): Heard & { readonly turning: CustomBucketHandler } {
  const lines: string[] = [];
  const handler: ExpositionHandler = {
    metadata: () => undefined,
    sample: (series, value) => lines.push(`${series} = ${value}`),
    histogram: (series, h, at, exemplars, created) =>
      lines.push(
        [
          h.schema === -53 ? `${series} ${shown(h)}` : `${series} schema ${h.schema}`,
          ...(at === undefined ? [] : [`@${at}`]),
          ...exemplars.map(({ value, timestampMs }) => `ex ${value}@${timestampMs ?? ''}`),
          ...(created === undefined ? [] : [`since ${created}`]),
        ].join(' '),
      ),
    created: (series, at) => lines.push(`created ${series} @${at}`),
  };
  const turning = new CustomBucketHandler(handler, new ClassicParts(), {
    classicToo: false,
    gauges: false,
    ...options,
  });
  return { lines, handler, turning };
}

function text(lines: readonly string[], options: Partial<CustomBucketOptions> = {}): string[] {
  const { lines: found, turning } = heard(options);
  expect(readPrometheusText(lines.join('\n'), turning)).toEqual({ ok: true, value: undefined });
  turning.end();
  return found;
}

const WAIT = [
  '# TYPE wait histogram',
  'wait_bucket{le="1"} 2',
  'wait_bucket{le="+Inf"} 5',
  'wait_sum 9',
  'wait_count 5',
];

describe('classic histograms of a text', () => {
  it.each<[string, string[], string[]]>([
    ['one', WAIT, ['wait {1:2 Infinity:3} count 5 sum 9']],
    [
      'one for every set of labels, whatever their order',
      [
        '# TYPE a histogram',
        'a_bucket{z="1",le="2",b="2"} 1',
        'a_count{b="2",z="1"} 1',
        'a_bucket{z="2",le="2"} 0',
        'a_count{z="2"} 4',
      ],
      ['a{b="2",z="1"} {2:1 Infinity:0} count 1 sum 0', 'a{z="2"} {2:0 Infinity:4} count 4 sum 0'],
    ],
    [
      'buckets in any order, the first of two that are the same',
      ['# TYPE a histogram', 'a_bucket{le="5"} 3', 'a_bucket{le="1"} 2', 'a_bucket{le="5.0"} 7', 'a_count 3'],
      ['a {1:2 5:1 Infinity:0} count 3 sum 0'],
    ],
    [
      'no count',
      ['# TYPE a histogram', 'a_bucket{le="1"} 2', 'a_bucket{le="2"} 3'],
      ['a {1:2 2:1 Infinity:0} count 3 sum 0'],
    ],
    ['no buckets', ['# TYPE a histogram', 'a_count 4', 'a_sum 2'], ['a {Infinity:4} count 4 sum 2']],
    [
      'counts with a fraction',
      ['# TYPE a histogram', 'a_bucket{le="1"} 0.5', 'a_bucket{le="+Inf"} 2'],
      ['a {1:0.5 Infinity:1.5} count 2 sum 0 float'],
    ],
    ['a time', ['# TYPE a histogram', 'a_count 1 5000', 'a_sum 2 5000'], ['a {Infinity:1} count 1 sum 2 @5000']],
    [
      'a name in quotes',
      ['# TYPE "a.b" histogram', '{"a.b_count",c="d"} 1'],
      ['{"a.b",c="d"} {Infinity:1} count 1 sum 0'],
    ],
    [
      'another metric between them',
      [...WAIT, '# TYPE up gauge', 'up 1'],
      ['wait {1:2 Infinity:3} count 5 sum 9', 'up = 1'],
    ],
    ['no type', ['a_bucket{le="1"} 2', 'a_count 2'], ['a_bucket{le="1"} = 2', 'a_count = 2']],
    ['another type', ['# TYPE a summary', 'a{quantile="1"} 2', 'a_count 2'], ['a{quantile="1"} = 2', 'a_count = 2']],
    [
      'series of another name under the type',
      ['# TYPE a histogram', 'b_count 2', 'a_created 7', 'a 8'],
      ['b_count = 2', 'a_created = 7', 'a = 8'],
    ],
    [
      'buckets without a bound',
      ['# TYPE a histogram', 'a_bucket 2', 'a_bucket{le="x"} 3', 'a_bucket{le="NaN"} 4'],
      ['a_bucket = 2', 'a_bucket{le="x"} = 3', 'a_bucket{le="NaN"} = 4'],
    ],
    [
      'falling counts',
      ['# TYPE a histogram', 'a_bucket{le="1"} 3', 'a_bucket{le="2"} 2', 'a_count 3', 'b 1'],
      ['b = 1'],
    ],
    ['a count that is not that of the last bucket', ['# TYPE a histogram', 'a_bucket{le="+Inf"} 3', 'a_count 2'], []],
    ['a count below the buckets', ['# TYPE a histogram', 'a_bucket{le="1"} 3', 'a_count 2'], []],
    ['negative counts', ['# TYPE a histogram', 'a_bucket{le="1"} -3', 'a_count 2'], []],
    ['a sum alone', ['# TYPE a histogram', 'a_sum 2'], []],
  ])('%s', (_, lines, expected) => {
    expect(text(lines)).toEqual(expected);
  });

  it('come in both forms when asked', () => {
    expect(text(WAIT, { classicToo: true })).toEqual([
      'wait_bucket{le="1"} = 2',
      'wait_bucket{le="+Inf"} = 5',
      'wait_sum = 9',
      'wait_count = 5',
      'wait {1:2 Infinity:3} count 5 sum 9',
    ]);
  });
});

describe('OpenMetrics', () => {
  const lines = [
    '# TYPE a histogram',
    'a_bucket{le="1",b="c"} 2 # {trace_id="x"} 0.5 10',
    'a_bucket{le="+Inf",b="c"} 3 # {trace_id="y"} 7',
    'a_count{b="c"} 3',
    'a_sum{b="c"} 8',
    'a_created{b="c"} 1.5',
    '# TYPE g gaugehistogram',
    'g_bucket{le="+Inf"} 3',
    'g_gcount 3',
    '# EOF',
  ].join('\n');

  it('gives the exemplars and the start; gauge histograms stay as they are', () => {
    const { lines: found, turning } = heard();
    expect(readOpenMetricsText(lines, turning).ok).toBe(true);
    turning.end();
    expect(found).toEqual([
      'a{b="c"} {1:2 Infinity:1} count 3 sum 8 ex 0.5@10000 ex 7@ since 1500',
      'a_created{b="c"} = 1.5',
      'g_bucket{le="+Inf"} = 3',
      'g_gcount = 3',
    ]);
  });
});

/** Names of fields as in io.prometheus.client. */
interface ProtoHistogram {
  readonly labels?: Readonly<Record<string, string>>;
  readonly buckets: readonly (readonly [bound: number, count: number])[];
  readonly count: number;
  readonly nativeZero?: number;
  readonly createdSeconds?: bigint;
}

function family(name: string, type: number, histograms: readonly ProtoHistogram[]): Uint8Array {
  const writer = new ProtobufWriter();
  const whole = writer.begin(1);
  writer.string(1, name);
  writer.uint32(3, type);
  for (const { labels = {}, buckets, count, nativeZero, createdSeconds } of histograms) {
    const metric = writer.begin(4);
    for (const [key, value] of Object.entries(labels)) {
      const label = writer.begin(1);
      writer.string(1, key);
      writer.string(2, value);
      writer.end(label);
    }
    const histogram = writer.begin(7);
    writer.uint32(1, count);
    for (const [bound, cumulative] of buckets) {
      const bucket = writer.begin(3);
      writer.uint32(1, cumulative);
      writer.double(2, bound);
      writer.end(bucket);
    }
    if (nativeZero !== undefined) writer.uint32(7, nativeZero);
    if (createdSeconds !== undefined) {
      const created = writer.begin(15);
      writer.int64(1, createdSeconds);
      writer.end(created);
    }
    writer.end(histogram);
    writer.end(metric);
  }
  writer.end(whole);
  // The field before the message is as long as its tag: what is left is the message with its length.
  return writer.finish().subarray(1);
}

describe('protobuf', () => {
  const HISTOGRAM = 4;
  const GAUGE_HISTOGRAM = 5;
  const body = Buffer.concat([
    family('a', HISTOGRAM, [
      { labels: { x: '1' }, buckets: [[2, 3]], count: 4, createdSeconds: 9n },
      { labels: { x: '2' }, buckets: [[2, 3]], count: 4, nativeZero: 4 },
      { labels: { x: '3' }, buckets: [[2, 1]], count: 1 },
    ]),
    family('g', GAUGE_HISTOGRAM, [{ buckets: [[2, 3]], count: 4 }]),
  ]);

  function read(native: boolean, classicToo: boolean): string[] {
    const { lines, turning } = heard({ classicToo, gauges: true });
    expect(readProtobufExposition(body, turning, { native, classicToo }).ok).toBe(true);
    turning.end();
    return lines;
  }

  it('turns what has no native form of its own, or what has when that is not wanted', () => {
    const turned = (x: number): string => `a{x="${x}"} {2:3 Infinity:1} count 4 sum 0`;
    expect(read(true, false)).toEqual([
      `${turned(1)} since 9000`,
      'a{x="2"} schema 0',
      'a{x="3"} {2:1 Infinity:0} count 1 sum 0',
      'g {2:3 Infinity:1} count 4 sum 0 gauge',
    ]);
    expect(read(false, false).slice(0, 2)).toEqual([`${turned(1)} since 9000`, turned(2)]);
  });

  it('leaves the classic form of a native histogram classic', () => {
    expect(read(true, true).filter((line) => line.includes('x="2"'))).toEqual([
      'a{x="2"} schema 0',
      'a_count{x="2"} = 4',
      'a_sum{x="2"} = 0',
      'a_bucket{x="2",le="2.0"} = 3',
      'a_bucket{x="2",le="+Inf"} = 4',
    ]);
  });
});
