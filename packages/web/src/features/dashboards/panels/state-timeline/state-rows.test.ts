import { expect, it } from 'vitest';
import { type Frame } from '../../data/frame.js';
import { stateRows, statesThatOccur } from './state-rows.js';

const frame = (times: readonly number[], values: readonly unknown[], type: 'number' | 'string' = 'number'): Frame => ({
  refId: 'A',
  fields: [
    { name: 'Time', type: 'time', values: times },
    { name: 'Value', type, values, displayName: 'pump' },
  ],
});
const panelWith = (fieldDefaults: Readonly<Record<string, unknown>> = {}) => ({
  fieldDefaults,
  overrides: [],
  compile: () => undefined,
});
const shape = (frames: readonly Frame[], defaults?: Readonly<Record<string, unknown>>, merge = true) =>
  stateRows(frames, panelWith(defaults), merge).map(({ states }) =>
    states.map(({ from, to, text }) => `${from}-${to} ${text}`),
  );

it('makes one state of neighbours that look alike', () => {
  expect(shape([frame([0, 10, 20, 30], [1, 1, 2, 2])])).toEqual([['0-20 1', '20-40 2']]);
  expect(shape([frame([0, 10, 20], [1, 1, 2])], {}, false)).toEqual([['0-10 1', '10-20 1', '20-30 2']]);
});

it.each([
  ['a value that is null ends a state', [0, 10, 20], [1, null, 1], {}, ['0-10 1', '20-30 1']],
  ['so does a sample that is missing', [0, 10, 40], [1, 1, 1], {}, ['0-20 1', '40-50 1']],
  ['unless the panel spans it', [0, 10, 20], [1, null, 1], { custom: { spanNulls: true } }, ['0-30 1']],
])('%s', (_what, times, values, defaults, states) => {
  expect(shape([frame(times, values)], defaults)).toEqual([states]);
});

it('takes colours from mappings, then from steps, then one for each text', () => {
  const mappings = [{ type: 'value', options: { '1': { text: 'up', color: 'green' } } }];
  const thresholds = {
    steps: [
      { color: 'red', value: null },
      { color: '#123456', value: 5 },
    ],
  };
  const of = (frames: readonly Frame[], defaults: Readonly<Record<string, unknown>>) =>
    statesThatOccur(stateRows(frames, panelWith(defaults), true)).map(({ text, colour }) => [text, colour]);
  expect(of([frame([0, 10, 20], [1, 3, 7])], { mappings, thresholds })).toEqual([
    ['up', 'var(--ok)'],
    ['3', 'var(--error)'],
    ['7', '#123456'],
  ]);
  expect(of([frame([0, 10, 20], ['a', 'b', 'a'], 'string')], {})).toEqual([
    ['a', 'var(--series-0)'],
    ['b', 'var(--series-1)'],
  ]);
});

it('has a row for each field over time and none for others', () => {
  const table: Frame = { refId: 'B', fields: [{ name: 'n', type: 'number', values: [1] }] };
  expect(stateRows([frame([0], [1]), table], panelWith(), true).map(({ name }) => name)).toEqual(['pump']);
});
