import { expect, it } from 'vitest';
import { firstDifference } from '../reference/told.js';
import { quantilesOfRows, ratesOfRows, tellMetrics, tellVector } from './series-told.js';
import { pointsOfRows } from '../reference/series-told.js';

const series = (name: string, ...samples: object[]): unknown => ({
  labels: [
    { key: 'name', value: { stringValue: name } },
    { key: 'p', value: { doubleValue: 0.5 } },
  ],
  samples,
});

it('estimates a quantile within the bucket of the duration that it falls on', () => {
  // The second of four durations; it is the first of the three in the bucket up to 2^20 ns.
  const theirs = quantilesOfRows(0.5, { from: 60, to: 60, step: 60 })([[[60, 'GET /', [20, 19, 20, 20]]]]);
  const value = 2 ** (19 + 1 / 3) / 1e9;
  expect(
    firstDifference(tellMetrics({ series: [series('GET /', { timestampMs: '60000', value })] }), theirs),
  ).toBeUndefined();
});

it('tells a 0 where a series has no spans', () => {
  const grid = { from: 60, to: 120, step: 60 };
  const first = { timestampMs: '60000' };
  const ours = tellMetrics({ series: [series('GET /', first, { timestampMs: '120000', value: 2 ** 20 / 1e9 })] });
  expect(ours.size).toBe(2);
  expect(firstDifference(ours, quantilesOfRows(0.5, grid)([[[120, 'GET /', [20]]]]))).toBeUndefined();
  const labels = [{ key: 'name', value: { stringValue: 'GET /' } }];
  const rates = tellMetrics({ series: [{ labels, samples: [first, { timestampMs: '120000', value: 0.5 }] }] });
  expect(firstDifference(rates, ratesOfRows('name', grid)([[[120, 'GET /', '30']]]))).toBeUndefined();
});

it('tells the edges of a vector', () => {
  const metric = { client: 'shop', server: 'cart' };
  const ours = tellVector({ data: { result: [{ metric, value: [60, '0.05'] }] } });
  expect(firstDifference(ours, pointsOfRows('client', 'server')([[[60, 'shop', 'cart', 0.05]]]))).toBeUndefined();
  expect(firstDifference(ours, pointsOfRows('client', 'server')([[]]))).toBe(
    '{"client":"shop","server":"cart"} at 60: 0.05, by hand nothing',
  );
});
