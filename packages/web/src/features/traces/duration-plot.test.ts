import { expect, it } from 'vitest';
import { parseTraces } from '../../api/tempo-search.js';
import { durationPlot } from './duration-plot.js';

const traces = (...pairs: [number, number][]) =>
  parseTraces({
    traces: pairs.map(([startMs, durationMs], i) => ({
      traceID: String(i + 1),
      startTimeUnixNano: `${startMs}000000`,
      durationMs,
    })),
  });

it('places traces by start and by the logarithm of their duration', () => {
  const plot = durationPlot(traces([100, 10], [150, 100], [199, 1_000], [500, 10]), { start: 100, end: 200 });
  expect(plot.dots.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [0.5, 0.5],
    [0.99, 1],
  ]);
  expect(plot.ticks).toEqual([
    { ms: 10, y: 0 },
    { ms: 100, y: 0.5 },
    { ms: 1_000, y: 1 },
  ]);
});

it('has an axis for one trace, for traces of no duration, and none for none', () => {
  expect(durationPlot(traces([1, 0]), { start: 0, end: 2 })).toMatchObject({
    dots: [{ x: 0.5, y: 0 }],
    ticks: [{ ms: 1 }, { ms: 10 }],
  });
  expect(durationPlot([], { start: 0, end: 2 })).toEqual({ dots: [], ticks: [] });
});
