import { nanos } from '@bongsu/model';
import { describe, expect, it } from 'vitest';
import { defaultStep, instantGrid, pointOf, rangeGrid, timeOf, type MetricsGrid } from './grid.js';

const S = 1_000_000_000n;
const at = (seconds: number) => nanos(BigInt(seconds) * S);

it.each([
  [30, 125_000_000n - 25_000_000n],
  [1, 50_000_000n],
  [59, 200_000_000n],
  [60, S],
  [239, S],
  [3600, 15n * S],
  [6 * 3600, 60n * S],
  [24 * 3600, 360n * S - 60n * S],
  [7 * 86_400, 2520n * S - ((2520n * S) % (300n * S))],
  [60 * 86_400, 21_600n * S],
])('%d s have a default step', (seconds, step) => {
  expect(defaultStep(at(0), at(seconds))).toBe(step);
});

const grid = (start: bigint, end: bigint, step: bigint): MetricsGrid => {
  const made = rangeGrid(nanos(start), nanos(end), step);
  if (!made.ok) throw new Error(made.error);
  return made.value;
};

describe('range', () => {
  it('moves its ends to multiples of the step and has a point before the first', () => {
    const made = grid(1n, 50n * S, 15n * S);
    expect(made.count).toBe(5);
    expect([0, 1, 4].map((i) => timeOf(made, i))).toEqual([0n, 15n * S, 60n * S]);
  });

  it('sees the whole step of its first point, and nothing after what was asked for', () => {
    const made = grid(40n * S, 50n * S, 15n * S);
    expect([made.from, made.until]).toEqual([15n * S + 1n, 50n * S]);
    expect(grid(1n, S, S).from).toBe(0n);
  });

  it('counts a span at the point that it does not come after', () => {
    const made = grid(0n, 60n * S, 15n * S);
    expect([0n, 1n, 15n * S, 15n * S + 1n, 60n * S].map((t) => pointOf(made, t))).toEqual([0, 1, 1, 2, 4]);
  });

  it('refuses what has no points or too many', () => {
    expect(rangeGrid(at(5), at(5), S)).toEqual({ ok: false, error: 'end must be greater than start' });
    expect(rangeGrid(at(0), at(3600), 1_000_000n)).toEqual({
      ok: false,
      error: 'step of 1ms is too small, minimum step for given range is 360ms',
    });
  });
});

it('an instant has one point, at the end', () => {
  const made = instantGrid(at(10), at(20));
  if (!made.ok) throw new Error(made.error);
  expect([made.value.count, made.value.perSeconds, timeOf(made.value, 0)]).toEqual([1, 10, 20n * S]);
  expect([at(10), at(20)].map((t) => pointOf(made.value, t))).toEqual([0, 0]);
});
