import { describe, expect, it } from 'vitest';
import { type Field, type Frame } from '../data/frame.js';
import { re2Patterns } from '../patterns/re2-pattern.js';
import { applyTransformations, isKnownTransformation } from './apply.js';
import { fieldName } from './organize.js';

const number = (name: string, values: readonly unknown[], labels?: Record<string, string>): Field => ({
  name,
  type: 'number',
  values,
  ...(labels ? { labels } : {}),
});
const text = (name: string, values: readonly unknown[]): Field => ({ name, type: 'string', values });
const time = (values: readonly number[]): Field => ({ name: 'Time', type: 'time', values });
const frame = (refId: string, ...fields: Field[]): Frame => ({ refId, fields });

/** Columns by name. */
function run(
  frames: readonly Frame[],
  ...list: { id: string; filter?: Record<string, unknown>; options: Record<string, unknown> }[]
) {
  const out = applyTransformations(frames, list, new Map(), re2Patterns());
  return out.map(({ fields }) => Object.fromEntries(fields.map((field) => [fieldName(field), field.values])));
}

const a = frame('A', time([1000, 1000]), text('host', ['x', 'y']), number('Value #A', [1, 2]));
const b = frame('B', time([1200, 1200]), text('host', ['y', 'x']), number('Value #B', [20, 10]));

describe('transformations', () => {
  it('merge joins rows that agree', () => {
    expect(run([a, b], { id: 'merge', options: {} })).toEqual([
      { Time: [1200, 1200], host: ['x', 'y'], 'Value #A': [1, 2], 'Value #B': [10, 20] },
    ]);
  });

  it('merge joins a row to the one that tells more of the same', () => {
    const id = (values: readonly string[]) => text('pool_id', values);
    const plain = frame('A', time([1000, 1000]), id(['1', '2']), number('Value #A', [5, 6]));
    const full = frame('B', time([1000, 1000]), id(['2', '1']), text('name', ['x', 'y']), number('Value #B', [7, 8]));
    expect(run([plain, full], { id: 'merge', options: {} })).toEqual([
      { Time: [1000, 1000], pool_id: ['1', '2'], 'Value #A': [5, 6], name: ['y', 'x'], 'Value #B': [8, 7] },
    ]);
  });

  it('merge keeps rows apart that contradict each other', () => {
    const series = (host: string, value: number) => frame('A', time([1000]), number('Value', [value], { host }));
    const lone = frame('B', time([1000]), number('Value', [9]));
    expect(run([series('x', 1), series('y', 2), lone], { id: 'merge', options: {} })).toEqual([
      { Time: [1000, 1000, 1000], host: ['x', 'y', undefined], Value: [1, 2, 9] },
    ]);
  });

  it('merge makes columns of labels', () => {
    const series = (host: string, value: number) => frame('A', time([1000]), number('Value', [value], { host }));
    expect(run([series('x', 1), series('y', 2)], { id: 'merge', options: {} })).toEqual([
      { Time: [1000, 1000], host: ['x', 'y'], Value: [1, 2] },
    ]);
  });

  it.each([['A'], ['A|C'], ['/^(?:A|C)$/']])('one for the queries %s leaves the others alone', (options) => {
    const rename = { id: 'organize', filter: { id: 'byRefId', options }, options: { renameByName: { host: 'Host' } } };
    expect(run([b, a], rename).map((columns) => Object.keys(columns))).toEqual([
      ['Time', 'Host', 'Value #A'],
      ['Time', 'host', 'Value #B'],
    ]);
  });

  it('organize hides, renames and orders', () => {
    const options = {
      excludeByName: { Time: true },
      indexByName: { 'Value #A': 0, host: 1 },
      renameByName: { 'Value #A': 'CPU' },
    };
    const [only] = run([a], { id: 'organize', options });
    expect(only && Object.entries(only)).toEqual([
      ['CPU', [1, 2]],
      ['host', ['x', 'y']],
    ]);
  });

  it.each([
    [{ id: 'greater', options: { value: 1 } }, ['y']],
    [{ id: 'lowerOrEqual', options: { value: '1' } }, ['x']],
    [{ id: 'between', options: { from: 0, to: 2 } }, ['x']],
    [{ id: 'equal', options: { value: 2 } }, ['y']],
    [{ id: 'isNull', options: {} }, ['z']],
    [{ id: 'later', options: {} }, ['x', 'y', 'z']],
  ])('filterByValue keeps rows where Load is %j', (config, hosts) => {
    const table = frame('A', text('host', ['x', 'y', 'z']), number('Load', [1, 2, null]));
    const filters = [
      { fieldName: 'Load', config },
      { fieldName: 'elsewhere', config: { id: 'isNull', options: {} } },
    ];
    expect(run([table], { id: 'filterByValue', options: { filters, match: 'all' } })[0]?.['host']).toEqual(hosts);
  });

  it('filterByValue drops rows of any condition', () => {
    const table = frame('A', text('host', ['web-1', 'web-2', 'db']), number('Load', [1, 2, 3]));
    const filters = [
      { fieldName: 'host', config: { id: 'regex', options: { value: '^web' } } },
      { fieldName: 'Load', config: { id: 'greater', options: { value: 9 } } },
    ];
    const options = { filters, match: 'any', type: 'exclude' };
    expect(run([table], { id: 'filterByValue', options })).toEqual([{ host: ['db'], Load: [3] }]);
  });

  it('filterByRefId keeps answers of named queries', () => {
    expect(run([a, b], { id: 'filterByRefId', options: { include: 'B' } })).toEqual([
      { Time: [1200, 1200], host: ['y', 'x'], 'Value #B': [20, 10] },
    ]);
  });

  it('convertFieldType reads texts as numbers and times', () => {
    const table = frame('A', text('n', ['1.5', 'x']), text('at', ['1970-01-01T00:00:01Z', '2000']));
    const conversions = [
      { targetField: 'n', destinationType: 'number' },
      { targetField: 'at', destinationType: 'time' },
    ];
    expect(run([table], { id: 'convertFieldType', options: { conversions } })).toEqual([
      { n: [1.5, null], at: [1000, 2000] },
    ]);
  });

  it('concatenate sets frames side by side', () => {
    const [left, right] = [frame('A', text('host', ['x', 'y'])), frame('B', number('Load', [1]))];
    expect(run([left, right], { id: 'concatenate', options: {} })).toEqual([{ host: ['x', 'y'], Load: [1, null] }]);
  });

  it('groupingToMatrix makes columns of one field and rows of another', () => {
    const table = frame(
      'A',
      text('host', ['x', 'x', 'y']),
      text('mode', ['user', 'idle', 'idle']),
      number('Value', [1, 2, 3]),
    );
    const options = { rowField: 'host', columnField: 'mode', valueField: 'Value', emptyValue: 'zero' };
    expect(run([table], { id: 'groupingToMatrix', options })).toEqual([
      { 'host\\mode': ['x', 'y'], user: [1, 0], idle: [2, 3] },
    ]);
  });

  it('reduce makes rows of series', () => {
    const series = frame('A', time([1, 2]), number('Value', [1, 3], { job: 'a' }));
    expect(run([series], { id: 'reduce', options: { reducers: ['max', 'mean'] } })).toEqual([
      { Field: ['{job="a"}'], Max: [3], Mean: [2] },
    ]);
    expect(run([series], { id: 'reduce', options: { reducers: ['max'], labelsToFields: true } })).toEqual([
      { Field: ['{job="a"}'], job: ['a'], Max: [3] },
    ]);
    expect(run([series], { id: 'reduce', options: { mode: 'reduceFields', reducers: ['sum'] } })).toEqual([
      { Value: [4] },
    ]);
  });

  it('filterFieldsByName', () => {
    expect(run([a], { id: 'filterFieldsByName', options: { include: { names: ['host'] } } })).toEqual([
      { host: ['x', 'y'] },
    ]);
    expect(run([a], { id: 'filterFieldsByName', options: { include: { pattern: '/^Value/' } } })).toEqual([
      { 'Value #A': [1, 2] },
    ]);
    expect(run([a], { id: 'filterFieldsByName', options: { exclude: { names: ['Time'] } } })[0]).not.toHaveProperty(
      'Time',
    );
  });

  it('groupBy', () => {
    const table = frame('A', text('host', ['x', 'y', 'x']), number('v', [1, 2, 3]));
    const options = {
      fields: { host: { operation: 'groupby' }, v: { operation: 'aggregate', aggregations: ['sum', 'max'] } },
    };
    expect(run([table], { id: 'groupBy', options })).toEqual([
      { host: ['x', 'y'], 'v (sum)': [4, 2], 'v (max)': [3, 2] },
    ]);
  });

  it.each([
    [{ mode: 'binary', binary: { left: 'v', operator: '*', right: '100' }, alias: 'p' }, { p: [100, 200] }],
    [{ mode: 'binary', binary: { left: 'v', operator: '/', right: 'w' } }, { 'v / w': [0.1, 0.1] }],
    [
      {
        mode: 'binary',
        binary: { left: { matcher: { options: 'v' } }, operator: '+', right: { fixed: '1' } },
        alias: 'n',
      },
      { n: [2, 3] },
    ],
    [{ mode: 'reduceRow', reduce: { reducer: 'sum' } }, { sum: [11, 22] }],
    [{ mode: 'unary', unary: { operator: 'floor', fieldName: 'v' }, alias: 'f' }, { f: [1, 2] }],
    [{ mode: 'index' }, { Row: [0, 1] }],
    [
      { mode: 'binary', binary: { left: 'none', operator: '+', right: 'v' } },
      { v: [1, 2], w: [10, 20] },
    ],
  ])('calculateField %j', (options, columns) => {
    const table = frame('A', number('v', [1, 2]), number('w', [10, 20]));
    expect(run([table], { id: 'calculateField', options })[0]).toMatchObject(columns);
  });

  it('joins series by time', () => {
    const series = (refId: string, times: number[], values: number[]) =>
      frame(refId, time(times), { ...number('Value', values), displayName: refId });
    const joined = run([series('A', [1, 2], [10, 20]), series('B', [2, 3], [5, 6])], {
      id: 'joinByField',
      options: {},
    });
    expect(joined).toEqual([{ Time: [1, 2, 3], A: [10, 20, null], B: [null, 5, 6] }]);
  });

  it('sorts and limits', () => {
    const sort = { id: 'sortBy', options: { sort: [{ field: 'Value #A', desc: true }] } };
    expect(run([a], sort, { id: 'limit', options: { limitField: 1 } })[0]).toMatchObject({
      host: ['y'],
      'Value #A': [2],
    });
  });

  it('renames by a pattern', () => {
    const series = frame('A', { ...number('Value', [1]), displayName: 'node_cpu' });
    expect(run([series], { id: 'renameByRegex', options: { regex: 'node_(.*)', renamePattern: '$1' } })).toEqual([
      { cpu: [1] },
    ]);
    expect(run([series], { id: 'renameByRegex', options: { regex: '(' } })).toEqual([{ node_cpu: [1] }]);
  });

  it('leaves frames alone when it does not know one', () => {
    expect(isKnownTransformation('heatmap')).toBe(false);
    expect(run([a], { id: 'heatmap', options: {} })).toHaveLength(1);
  });
});
