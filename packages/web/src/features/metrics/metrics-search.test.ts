import { expect, it } from 'vitest';
import { queriesOf, queryPatch, removalPatch, validateMetricsSearch } from './metrics-search.js';

it('keeps what it knows', () => {
  const raw = {
    q: 'up',
    qB: '',
    'qB.legend': '{{job}}',
    'qC.hide': 'on',
    'q.type': 'instant',
    'q.hide': 'maybe',
    draw: 'stacked',
    log: 'on',
    step: '30s',
    unit: 'bytes',
    view: 'chart',
    other: 'x',
    from: 'now-6h',
  };
  expect(validateMetricsSearch(raw)).toEqual({
    q: 'up',
    qB: '',
    'qB.legend': '{{job}}',
    'qC.hide': 'on',
    'q.type': 'instant',
    draw: 'stacked',
    log: 'on',
    step: '30s',
    unit: 'bytes',
    from: 'now-6h',
  });
});

it('reads and writes queries', () => {
  expect(queriesOf({})).toEqual([{ letter: 'A', expr: '', legend: '', hidden: false, instant: false }]);
  const query = { letter: 'C', expr: 'up', legend: '{{job}}', hidden: true, instant: true } as const;
  expect(queriesOf(validateMetricsSearch({ ...queryPatch(query) }))).toEqual([query]);
  expect(queriesOf(validateMetricsSearch({ ...queryPatch(query), ...removalPatch('C'), q: 'x' }))).toMatchObject([
    { expr: 'x' },
  ]);
});
