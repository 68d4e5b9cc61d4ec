import { describe, expect, it } from 'vitest';
import { type Frame } from '../data/frame.js';
import { fillLegend, seriesName, shortNames } from '../data/legend.js';
import { re2Patterns } from '../patterns/re2-pattern.js';
import { cssColour } from './colours.js';
import { displayFields, showValue, shownText, singleValues } from './field-display.js';
import { mapped, readMappings } from './mappings.js';
import { reduceValues } from './reduce.js';
import { absoluteSteps, readThresholds, stepAt } from './thresholds.js';

it.each([
  ['lastNotNull', 3],
  ['last', null],
  ['firstNotNull', 1],
  ['mean', 2],
  ['min', 1],
  ['max', 3],
  ['sum', 6],
  ['count', 5],
  ['range', 2],
  ['diff', 2],
  ['delta', 2],
  ['median', 2],
  ['p50', 2],
  ['unheardOf', 3],
])('%s', (id, result) => {
  expect(reduceValues([null, 1, 2, 3, null], id)).toBe(result);
  expect(reduceValues([], id)).toBe(id === 'count' || id === 'delta' ? 0 : null);
});

it('a counter that starts again grows on', () => {
  expect(reduceValues([5, 8, 2, 4], 'delta')).toBe(7);
});

it.each([
  ['red', 'var(--error)'],
  ['semi-dark-green', 'color-mix(in srgb, var(--ok) 85%, var(--text))'],
  ['#F2495C', '#F2495C'],
  ['rgba(50, 172, 45, 0.97)', 'rgba(50, 172, 45, 0.97)'],
  ['tomato', 'tomato'],
  ['red;background:url(x)', undefined],
  ['url(x)', undefined],
  ['', undefined],
])('colour %j', (text, css) => {
  expect(cssColour(text)).toBe(css);
});

describe('thresholds', () => {
  const read = readThresholds({
    mode: 'absolute',
    steps: [
      { value: 90, color: 'red' },
      { value: null, color: 'green' },
    ],
  });
  it.each([
    [-5, 'var(--ok)'],
    [89.9, 'var(--ok)'],
    [90, 'var(--error)'],
  ])('%d', (value, colour) => {
    expect(stepAt(read, value, { min: 0, max: 1 })?.colour).toBe(colour);
  });

  it('in percent count from min to max', () => {
    const percent = { ...read, mode: 'percentage' } as const;
    expect(stepAt(percent, 185, { min: 100, max: 200 })?.colour).toBe('var(--ok)');
    expect(absoluteSteps(percent, { min: 100, max: 200 })[1]?.from).toBe(190);
  });
});

it.each([
  [{ type: 'value', options: { 1: { text: 'Up', color: 'green' } } }, 1, 'Up'],
  [{ type: 'value', options: { 1: { text: 'Up' } } }, 2, undefined],
  [{ type: 'range', options: { from: 1, to: 5, result: { text: 'low' } } }, 5, 'low'],
  [{ type: 'regex', options: { pattern: 'a.*', result: { text: 'A' } } }, 'abc', 'A'],
  [{ type: 'special', options: { match: 'null', result: { text: 'N/A' } } }, null, 'N/A'],
  [{ type: 1, value: 'null', text: 'none' }, null, 'none'],
  [{ type: 2, from: '1', to: '5', text: 'low' }, 3, 'low'],
  [{ type: 'regex', options: { pattern: '(', result: { text: 'A' } } }, '(', undefined],
])('mapping %j of %j', (mapping, value, text) => {
  expect(mapped(readMappings([mapping], re2Patterns()), value)?.text).toBe(text);
});

const frame: Frame = {
  refId: 'A',
  fields: [
    { name: 'Time', type: 'time', values: [1, 2] },
    { name: 'Value', type: 'number', values: [1, 2], labels: { job: 'a' }, displayName: 'a rx' },
    { name: 'Value', type: 'number', values: [3, 4], labels: { job: 'b' } },
  ],
};

describe('display', () => {
  const panel = {
    compile: re2Patterns(),
    options: {},
    fieldDefaults: {
      unit: 'bytes',
      custom: { fillOpacity: 10 },
      thresholds: {
        steps: [
          { value: null, color: 'green' },
          { value: 2, color: 'red' },
        ],
      },
    },
    overrides: [
      { matcher: { id: 'byRegexp', options: '/rx$/' }, properties: [{ id: 'custom.transform', value: 'negative-Y' }] },
      {
        matcher: { id: 'byName', options: '{job="b"}' },
        properties: [
          { id: 'unit', value: 's' },
          { id: 'displayName', value: 'B' },
        ],
      },
    ],
  };
  it('a fixed colour holds whatever step a value lies in', () => {
    const color = { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } };
    const overrides = [{ matcher: { id: 'byName', options: 'a rx' }, properties: [color] }];
    const [a, b] = displayFields([frame], { ...panel, overrides })
      .map(({ display }) => display)
      .slice(1);
    expect(a && showValue(3, a).colour).toBe('var(--accent)');
    expect(b && showValue(3, b).colour).toBe('var(--error)');
  });

  it.each([
    [{ reducer: 'max', op: 'gte', value: 2 }, [false, true]],
    [{ reducer: 'min', op: 'lt', value: 1 }, [false, false]],
    [{ reducer: 'allIsZero', op: 'eq', value: 0 }, [true, true]],
  ])('an override by value: %j', (options, matched) => {
    const values = [
      [1, 1],
      [2, 5],
    ].map((each, at) => ({ name: `v${at}`, type: 'number' as const, values: each }));
    const overrides = [{ matcher: { id: 'byValue', options }, properties: [{ id: 'unit', value: 'hit' }] }];
    const shown = displayFields([{ refId: 'A', fields: values }], { ...panel, overrides });
    expect(shown.map(({ display }) => display.unit === 'hit')).toEqual(matched);
  });

  it('merges defaults and overrides', () => {
    const [, a, b] = displayFields([frame], panel).map(({ display }) => display);
    expect(a).toMatchObject({ name: 'a rx', unit: 'bytes', custom: { fillOpacity: 10, transform: 'negative-Y' } });
    expect(b).toMatchObject({ name: 'B', unit: 's', custom: { fillOpacity: 10 } });
    expect(a && shownText(2048, a)).toBe('2 KiB');
    expect(a && showValue(1, a).colour).toBe('var(--ok)');
    expect(a && shownText(null, a)).toBe('–');
  });

  it('reduces to single values', () => {
    expect(singleValues([frame], panel).map(({ name, value }) => [name, value])).toEqual([
      ['a rx', 2],
      ['B', 4],
    ]);
    const rows = singleValues(
      [
        {
          refId: 'A',
          fields: [
            { name: 'job', type: 'string', values: ['x', 'y'] },
            { name: 'Value', type: 'number', values: [1, 2] },
          ],
        },
      ],
      {
        ...panel,
        options: { reduceOptions: { values: true } },
      },
    );
    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ['x', 1],
      ['y', 2],
    ]);
  });
});

describe('names of series', () => {
  it('fills legends', () => {
    expect(fillLegend('{{a}} {{ b }}{{c}}', { a: 'x', b: 'y' })).toBe('x y');
    expect(seriesName({ __name__: 'up', b: '2', a: '1' })).toBe('up{a="1", b="2"}');
  });
  it('leaves out what all share', () => {
    expect(
      shortNames(
        [
          { __name__: 'up', job: 'a', i: '1' },
          { __name__: 'up', job: 'a', i: '2' },
        ],
        'q',
      ),
    ).toEqual(['{i="1"}', '{i="2"}']);
    expect(shortNames([{}], 'sum(up)')).toEqual(['sum(up)']);
  });
});
