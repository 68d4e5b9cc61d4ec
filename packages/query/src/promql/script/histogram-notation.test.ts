import { expect, it } from 'vitest';
import { EMPTY_HISTOGRAM, RESET_HINT } from '../exec/histogram/float-histogram.js';
import { parseHistograms } from './histogram-notation.js';

it('reads every field', () => {
  const text =
    '{{schema:1 sum:-3.5 count:22 z_bucket:2 z_bucket_w:0.001 offset:-1 buckets:[5 0 7] n_offset:2 n_buckets:[1] ' +
    'custom_values:[-2 +Inf] counter_reset_hint:gauge}}';
  expect(parseHistograms(text)).toEqual([
    {
      hinted: true,
      histogram: {
        hint: RESET_HINT.gauge,
        schema: 1,
        sum: -3.5,
        count: 22,
        zeroCount: 2,
        zeroThreshold: 0.001,
        positive: { indices: [-1, 0, 1], counts: [5, 0, 7] },
        negative: { indices: [2], counts: [1] },
        customValues: [-2, Infinity],
      },
    },
  ]);
});

it('has defaults', () => {
  expect(parseHistograms('{{}}')).toEqual([{ histogram: EMPTY_HISTOGRAM, hinted: false }]);
});

it.each([
  ['{{count:1}}x2', [1, 1, 1]],
  ['{{count:1}}+{{count:2}}x3', [1, 3, 5, 7]],
  ['{{count:5}}-{{count:2}}x1', [5, 3]],
])('%s is a sequence', (word, counts) => {
  expect(parseHistograms(word)?.map(({ histogram }) => histogram.count)).toEqual(counts);
});

it.each(['{{count:1', '{{count:x}}', '{{width:1}}', '{{count:1}}y2'])('refuses %s', (word) => {
  expect(() => parseHistograms(word)).toThrow();
});

it('leaves other words alone', () => {
  expect(parseHistograms('1+2x3')).toBeUndefined();
});
