import { describe, expect, it } from 'vitest';
import { type Scope } from '../variables/scope.js';
import { parseAdhoc, printAdhoc, readAdhoc, type AdhocFilter } from './adhoc-filter.js';
import { withAdhocFilters } from './adhoc-filters.js';

const filters: readonly AdhocFilter[] = [{ key: 'job', operator: '=', value: 'a"b' }];
const scope = (kind: 'prometheus' | 'loki', list = filters): Scope =>
  new Map([['Filters', { values: [], several: true, adhoc: { kind, filters: list } }]]);

describe('ad hoc filters', () => {
  it.each([
    ['up', 'up{job="a\\"b"}'],
    [
      'rate(up{}[5m]) / on (x) sum by (job) (up{x="}", y=~"z",})',
      'rate(up{job="a\\"b"}[5m]) / on (x) sum by (job) (up{x="}", y=~"z", job="a\\"b"})',
    ],
    ['{__name__="up"} offset 5m + 1', '{__name__="up", job="a\\"b"} offset 5m + 1'],
    [
      'histogram_quantile(0.9, sum(rate(x_bucket [1m])) by (le))',
      'histogram_quantile(0.9, sum(rate(x_bucket{job="a\\"b"} [1m])) by (le))',
    ],
    ['max_over_time(up[5m:1m])', 'max_over_time(up{job="a\\"b"}[5m:1m])'],
    ['vector(1)', 'vector(1)'],
  ])('PromQL %s', (query, expected) => {
    expect(withAdhocFilters(query, 'prometheus', scope('prometheus'))).toBe(expected);
  });

  it.each([
    ['{app="x"} |= "{" | line_format `{{.a}}`', '{app="x", job="a\\"b"} |= "{" | line_format `{{.a}}`'],
    ['sum(rate({} [1m])) # {no}', 'sum(rate({job="a\\"b"} [1m])) # {no}'],
  ])('LogQL %s', (query, expected) => {
    expect(withAdhocFilters(query, 'loki', scope('loki'))).toBe(expected);
  });

  it('quotes names that are no identifiers, and leaves other data sources alone', () => {
    const named = scope('prometheus', [{ key: 'service.name', operator: '!~', value: 'a|b' }]);
    expect(withAdhocFilters('up', 'prometheus', named)).toBe('up{"service.name"!~"a|b"}');
    expect(withAdhocFilters('{a="b"}', 'loki', named)).toBe('{a="b"}');
  });

  it.each([
    ['job|=|api', { key: 'job', operator: '=', value: 'api' }],
    ['job|=~|a__gfp__b', { key: 'job', operator: '=~', value: 'a|b' }],
    ['job|<|1', undefined],
    ['', undefined],
  ])('reads %j of an address', (text, filter) => {
    expect(parseAdhoc(text)).toEqual(filter);
    if (filter) expect(printAdhoc(parseAdhoc(text)!)).toBe(text);
  });

  it.each([
    ['job="api server"', { key: 'job', operator: '=', value: 'api server' }],
    [' service.name !~ a.* ', { key: 'service.name', operator: '!~', value: 'a.*' }],
    ['job', undefined],
  ])('reads %j as a person writes it', (text, filter) => {
    expect(readAdhoc(text)).toEqual(filter);
  });
});
