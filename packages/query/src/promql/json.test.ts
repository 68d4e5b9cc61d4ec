import { millis } from '@bongsu/model';
import { expect, it } from 'vitest';
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

it.each<[Value, string]>([
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
