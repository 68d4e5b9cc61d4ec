import { expect, it } from 'vitest';
import { metricPlot } from './metric-series.js';

const query = (letter: 'A' | 'B' | 'C', expr: string) => ({ letter, expr, legend: '', hidden: false, instant: false });
const answer = (value: number) => ({
  grid: { start: 0, end: 10, step: 10 },
  series: [{ labels: { job: 'a' }, samples: [[0, value]] as const }],
  notes: [],
});

it('writes each query in its unit, those of another than the first at the right', () => {
  const units = { up: undefined, heap_bytes: 'bytes', rss_bytes: 'bytes' };
  const { series } = metricPlot(
    [
      { query: query('A', 'up'), answer: answer(1_500_000) },
      { query: query('B', 'heap_bytes'), answer: answer(2 * 1024 ** 2) },
      { query: query('C', 'rss_bytes'), answer: answer(1) },
    ],
    'stacked',
    ({ expr }) => units[expr as keyof typeof units],
  );
  expect(series.map(({ axis, stack, binary }) => [axis, stack, binary])).toEqual([
    ['left', 'left', false],
    ['right', 'right', true],
    ['right', 'right', true],
  ]);
  expect(series.map(({ format, values }) => format(values[0] ?? 0))).toEqual(['1.5M', '2 MiB', '1 B']);
});
