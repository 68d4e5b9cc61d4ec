import { millis } from '@bongsu/model';
import { expect, it } from 'vitest';
import { EMPTY_HISTOGRAM } from './exec/histogram/float-histogram.js';
import { LabelSet } from './exec/label-set.js';
import type { Value } from './exec/value.js';
import { formatTimestamp, valueToJson } from './json.js';

it.each([
  [0, '0'],
  [1435781451781, '1435781451.781'],
  [1435781451700, '1435781451.7'],
  [1435781451050, '1435781451.05'],
  [1435781451001, '1435781451.001'],
  [1435781451000, '1435781451'],
  [-1500, '-1.5'],
  [-1, '-0.001'],
])('%d ms is %s', (ms, text) => {
  expect(formatTimestamp(ms)).toBe(text);
});

const labels = LabelSet.of([
  ['__name__', 'up'],
  ['path', '/"주문"\n'],
]);

const native = {
  ...EMPTY_HISTOGRAM,
  count: 12,
  sum: -0.5,
  zeroCount: 1.5,
  zeroThreshold: 0.001,
  positive: { indices: [0, 1, 3], counts: [2, 0, 3] },
  negative: { indices: [1, 2], counts: [1, 4] },
};
const NATIVE_JSON =
  '{"count":"12","sum":"-0.5","buckets":[[1,"-4","-2","4"],[1,"-2","-1","1"],[3,"-0.001","0.001","1.5"],' +
  '[0,"0.5","1","2"],[0,"4","8","3"]]}';
const custom = {
  ...EMPTY_HISTOGRAM,
  schema: -53,
  count: 3,
  sum: Infinity,
  customValues: [0.5],
  positive: { indices: [0, 1], counts: [1, 2] },
};

it.each<[Value, string]>([
  [
    { type: 'vector', samples: [{ labels: LabelSet.EMPTY, time: millis(1500), value: 0, histogram: native }] },
    `{"resultType":"vector","result":[{"metric":{},"histogram":[1.5,${NATIVE_JSON}]}]}`,
  ],
  [
    { type: 'vector', samples: [{ labels: LabelSet.EMPTY, time: millis(0), value: 0, histogram: custom }] },
    '{"resultType":"vector","result":[{"metric":{},"histogram":[0,{"count":"3","sum":"+Inf",' +
      '"buckets":[[3,"-Inf","0.5","1"],[0,"0.5","+Inf","2"]]}]}]}',
  ],
  [
    {
      type: 'matrix',
      series: [
        {
          labels: LabelSet.EMPTY,
          times: Float64Array.of(0, 1000, 2000),
          values: Float64Array.of(0, 5, 0),
          histograms: [native, undefined, EMPTY_HISTOGRAM],
        },
        { labels, times: Float64Array.of(0), values: Float64Array.of(0), histograms: [EMPTY_HISTOGRAM] },
      ],
    },
    `{"resultType":"matrix","result":[{"metric":{},"values":[[1,"5"]],"histograms":[[0,${NATIVE_JSON}],` +
      '[2,{"count":"0","sum":"0"}]]},{"metric":{"__name__":"up","path":"/\\"주문\\"\\n"},' +
      '"histograms":[[0,{"count":"0","sum":"0"}]]}]}',
  ],
  [{ type: 'scalar', time: millis(1500), value: NaN }, '{"resultType":"scalar","result":[1.5,"NaN"]}'],
  [{ type: 'string', time: millis(1000), value: 'a"b' }, '{"resultType":"string","result":[1,"a\\"b"]}'],
  [
    { type: 'vector', samples: [{ labels, time: millis(1000), value: 1e21 }] },
    '{"resultType":"vector","result":[{"metric":{"__name__":"up","path":"/\\"주문\\"\\n"},"value":[1,"1e+21"]}]}',
  ],
  [{ type: 'vector', samples: [] }, '{"resultType":"vector","result":[]}'],
  [
    {
      type: 'matrix',
      series: [
        { labels: LabelSet.EMPTY, times: Float64Array.of(0, 60_500), values: Float64Array.of(-Infinity, 1e-7) },
        { labels, times: Float64Array.of(0), values: Float64Array.of(0.1) },
      ],
    },
    '{"resultType":"matrix","result":[{"metric":{},"values":[[0,"-Inf"],[60.5,"1e-07"]]},' +
      '{"metric":{"__name__":"up","path":"/\\"주문\\"\\n"},"values":[[0,"0.1"]]}]}',
  ],
])('writes %j', (value, text) => {
  expect(valueToJson(value)).toBe(text);
});
