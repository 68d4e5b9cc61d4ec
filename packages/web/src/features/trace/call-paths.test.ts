import { describe, expect, it } from 'vitest';
import { callPaths, findPath, type CallPath } from './call-paths.js';
import { compareTraces } from './compare-traces.js';
import { span } from './span.testkit.js';
import { spanStatistics, sortStatistics } from './span-statistics.js';
import { buildTree } from './tree.js';

const left = buildTree([
  span('root', '', 0, 100),
  span('q1', 'root', 10, 20, { name: 'query' }),
  span('q2', 'root', 20, 50, { name: 'query', status: 'error' }),
  span('q3', 'root', 50, 60, { name: 'query', service: 'db' }),
  span('x', 'q2', 25, 30, { name: 'fetch' }),
]);
const right = buildTree([
  span('root', '', 0, 150),
  span('q1', 'root', 10, 100, { name: 'query' }),
  span('y', 'root', 100, 110, { name: 'retry' }),
]);

const lines = (paths: readonly CallPath[]): string[] =>
  paths.flatMap(({ depth, service, name, count, errors, total, self, weight, children }) => [
    `${'-'.repeat(depth)}${service}:${name} ${count}/${errors} ${total} ${self} ${weight}`,
    ...lines(children),
  ]);

describe('callPaths', () => {
  it('takes spans of one way together', () => {
    expect(lines(callPaths(left.nodes))).toEqual([
      's:root 1/0 100 50 100',
      '-s:query 2/1 40 35 40',
      '--s:fetch 1/0 5 5 5',
      '-db:query 1/0 10 10 10',
    ]);
  });

  it('is found by its first span alone', () => {
    const paths = callPaths(left.nodes);
    expect(findPath(paths, 'q1')).toMatchObject({ service: 's', name: 'query', count: 2 });
    expect(findPath(paths, 'q2')).toBeUndefined();
    expect(findPath(paths, undefined)).toBeUndefined();
  });

  it('takes a chain of 50,000 spans', () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => span(`s${i}`, i === 0 ? '' : `s${i - 1}`, 0, 10));
    expect(callPaths(buildTree(chain).nodes)[0]?.weight).toBe(10);
  });
});

it('compares two traces by the ways of their calls', () => {
  const pairs = compareTraces(callPaths(left.nodes), callPaths(right.nodes));
  expect(
    pairs.map(({ depth, name, left: a, right: b, delta }) => [depth, name, a?.count ?? 0, b?.count ?? 0, delta]),
  ).toEqual([
    [0, 'root', 1, 1, 50],
    [1, 'query', 2, 1, 50],
    [2, 'fetch', 1, 0, -5],
    [1, 'query', 1, 0, -10],
    [1, 'retry', 0, 1, 10],
  ]);
});

describe('spanStatistics', () => {
  it('sums by service and by operation', () => {
    expect(
      spanStatistics(left.nodes, 'service').map(({ key, count, errors, total, self }) => [
        key,
        count,
        errors,
        total,
        self,
      ]),
    ).toEqual([
      ['s', 4, 1, 145, 90],
      ['db', 1, 0, 10, 10],
    ]);
    expect(spanStatistics(left.nodes, 'operation').map(({ name, longest }) => [name, longest.span.spanId])).toEqual([
      ['root', 'root'],
      ['query', 'q2'],
      ['query', 'q3'],
      ['fetch', 'x'],
    ]);
  });

  it('sorts by any column', () => {
    const rows = spanStatistics(left.nodes, 'operation');
    expect(sortStatistics(rows, 'count')[0]?.count).toBe(2);
    expect(sortStatistics(rows, 'average').map(({ name }) => name)).toEqual(['root', 'query', 'query', 'fetch']);
  });
});
