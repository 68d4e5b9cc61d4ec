import { expect, it } from 'vitest';
import { pointsOfColumns, pointsOfRows, tellPoints } from './series-told.js';
import { firstDifference, labelsText } from './told.js';

const told = (facts: Record<string, string | number>): ReadonlyMap<string, string | number> =>
  new Map(Object.entries(facts));

it('finds the first place where answers differ, on either side', () => {
  const ours = told({ a: 'x', b: 1 });
  expect(firstDifference(ours, told({ b: 1, a: 'x' }))).toBeUndefined();
  expect(firstDifference(ours, told({ a: 'y', b: 2 }))).toBe('a: "x", by hand "y"');
  expect(firstDifference(ours, told({ a: 'x' }))).toBe('b: 1, by hand nothing');
  expect(firstDifference(ours, told({ a: 'x', b: 1, c: 0 }))).toBe('c: nothing, by hand 0');
  expect(firstDifference(ours, told({ a: 'x', b: '1' }))).toBe('b: 1, by hand "1"');
});

it('takes numbers as equal that only rounding has told apart', () => {
  expect(firstDifference(told({ a: 303.04999999999995 }), told({ a: 303.05 }))).toBeUndefined();
  expect(firstDifference(told({ a: 1e9 }), told({ a: 1e9 + 0.5 }))).toBeUndefined();
  expect(firstDifference(told({ a: 1e9 }), told({ a: 1e9 + 2 }))).toBeDefined();
  expect(firstDifference(told({ a: 0 }), told({ a: 1e-12 }))).toBeDefined();
  expect(firstDifference(told({ a: NaN }), told({ a: NaN }))).toBeDefined();
});

it('tells labels apart whatever their order', () => {
  expect(labelsText({ b: '2', a: '1' })).toBe(labelsText({ a: '1', b: '2' }));
  expect(labelsText({ a: '1,b' })).not.toBe(labelsText({ a: '1', b: '' }));
});

it('tells the points of rows, whose counts are texts', () => {
  const theirs = pointsOfRows('service', 'level')([[[60, 'shop', 'info', '3']]]);
  expect(
    firstDifference(tellPoints([{ labels: { level: 'info', service: 'shop' }, time: 60, value: 3 }]), theirs),
  ).toBe(undefined);
  expect(() =>
    pointsOfRows()([
      [
        [60, 1],
        [60, 2],
      ],
    ]),
  ).toThrow('{} at 60: two points');
});

it('tells the points of columns, of which a 0 is none', () => {
  const theirs = pointsOfColumns(
    'level',
    'error',
    'info',
  )([
    [
      [60, '0', '3'],
      [120, '1', '2'],
    ],
  ]);
  expect([...theirs]).toEqual([
    ['{"level":"info"} at 60', 3],
    ['{"level":"error"} at 120', 1],
    ['{"level":"info"} at 120', 2],
  ]);
});
