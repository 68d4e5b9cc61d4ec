import { expect, it } from 'vitest';
import { familyName, groupMetrics } from './metric-groups.js';
import { selectorOf, startingQuery } from './selector.js';

it('groups by prefix', () => {
  const names = ['node_b', 'up', 'node_a', 'go_x', 'http.server.duration', 'http.client.duration'];
  expect(groupMetrics(names, '')).toEqual([
    { prefix: 'http', metrics: ['http.client.duration', 'http.server.duration'] },
    { prefix: 'node', metrics: ['node_a', 'node_b'] },
    { prefix: '', metrics: ['go_x', 'up'] },
  ]);
  expect(groupMetrics(names, 'NODE b')).toEqual([{ prefix: '', metrics: ['node_b'] }]);
});

it('finds the family of a part', () => {
  const known = (name: string): boolean => name === 'x_seconds';
  expect(['x_seconds', 'x_seconds_bucket', 'y_bucket'].map((name) => familyName(name, known))).toEqual([
    'x_seconds',
    'x_seconds',
    'y_bucket',
  ]);
});

it.each([
  ['up', {}, 'up'],
  ['up', { job: ['a"b'] }, 'up{job="a\\"b"}'],
  ['up', { job: ['a.b', 'c'] }, 'up{job=~"a\\\\.b|c"}'],
  ['http.server', { 'http.route': ['/x'] }, '{"http.server","http.route"="/x"}'],
])('selector of %s with %j', (metric, chosen, text) => {
  expect(selectorOf(metric, new Map(Object.entries(chosen)))).toBe(text);
});

it.each([
  ['x_total', 'counter', 'sum(rate(S[5m]))'],
  ['x_bucket', 'histogram', 'histogram_quantile(0.95, sum by (le) (rate(S[5m])))'],
  ['x_count', 'histogram', 'sum(rate(S[5m]))'],
  ['x', 'gauge', 'S'],
])('%s of type %s starts as %s', (metric, type, query) => {
  expect(startingQuery(metric, type, 'S')).toBe(query);
});
