import { expect, it } from 'vitest';
import { volumeBuckets, volumeOf, volumeTotal } from './volume.js';

const volume = volumeOf(
  [
    {
      labels: { detected_level: 'info' },
      samples: [
        [20, 5],
        [30, 1],
      ],
    },
    { labels: { detected_level: 'critical' }, samples: [[30, 2]] },
    { labels: { detected_level: 'fatal' }, samples: [[30, 3]] },
    {
      labels: {},
      samples: [
        [10, 4],
        [990, 9],
      ],
    },
  ],
  [10, 20, 30],
  10,
);

it('puts spellings of a level together, most severe first', () => {
  expect([...volume.byLevel]).toEqual([
    ['fatal', [0, 0, 5]],
    ['info', [0, 5, 1]],
    ['unknown', [4, 0, 0]],
  ]);
  expect(volumeTotal(volume)).toBe(15);
});

it('makes the buckets of a list', () => {
  const shown = volumeBuckets(volume, ['info'], true).map(({ from, to, count }) => [from, to, count]);
  expect(shown).toEqual([
    [20_000_000_000n, 30_000_000_000n, 5],
    [10_000_000_000n, 20_000_000_000n, 0],
    [0n, 10_000_000_000n, 4],
  ]);
  expect(volumeBuckets(volumeOf([], [], 10), [], true)).toEqual([]);
});
