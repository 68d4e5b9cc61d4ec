import { describe, expect, it } from 'vitest';
import { servedMetrics, type SeriesSource } from './series-source.js';

const metric = (name: string, ...labels: string[]) =>
  ({ name, family: name, type: 'counter', unit: '', help: '', labels }) as const;
const source: Pick<SeriesSource, 'metrics'> = {
  metrics: [metric('calls_total', 'service'), metric('edges', 'client')],
};

describe('which metrics of a source may fit', () => {
  it.each([
    [[['__name__', '=', 'calls_total']], ['calls_total']],
    [[['__name__', '=~', '.*s.*']], ['calls_total', 'edges']],
    [[['__name__', '=', 'other']], []],
    [[['service', '=', 'a']], ['calls_total']],
    [[['job', '=', 'a']], []],
    [[['job', '!=', 'a']], ['calls_total', 'edges']],
    [[['job', '=~', '.+']], []],
  ] as const)('%j', (matchers, names) => {
    const list = matchers.map(([name, op, value]) => ({ name, op, value }));
    expect(servedMetrics(source as SeriesSource, list).map(({ name }) => name)).toEqual(names);
  });
});
