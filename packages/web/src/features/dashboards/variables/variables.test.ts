import { describe, expect, it } from 'vitest';
import { readVariable } from '../model/read-variable.js';
import { re2Patterns } from '../patterns/re2-pattern.js';
import { builtins, stepMs } from './builtins.js';
import { interpolate, referencesOf } from './interpolate.js';
import { durationText, naturalInterval, parseDurationMs } from './interval.js';
import { customOptions, filterOptions } from './options.js';
import { inOrderOfUse } from './order.js';
import { within, type Scope, type VariableValue } from './scope.js';
import { readVariableQuery } from './variable-query.js';

const scope: Scope = new Map<string, VariableValue>([
  ['job', { values: ['api'], several: false }],
  ['path', { values: ['a.b', 'c"d'], several: true }],
  ['one', { values: ['10.0.0.1:9100'], several: true }],
  ['all', { values: ['.*'], several: true, verbatim: true, text: 'All' }],
]);

describe('interpolate', () => {
  it.each([
    ['up{job="$job"}', 'up{job="api"}'],
    ['up{job="${job}",x="[[job]]"}', 'up{job="api",x="api"}'],
    ['up{p=~"$path"}', 'up{p=~"(a\\\\.b|c\\"d)"}'],
    ['up{i=~"$one"}', 'up{i=~"10\\\\.0\\\\.0\\\\.1:9100"}'],
    ['up{p=~"$all"}', 'up{p=~".*"}'],
    ['${path:csv} ${path:pipe} ${path:regex} ${path:json}', 'a.b,c"d a.b|c"d (a\\.b|c"d) ["a.b","c\\"d"]'],
    ['${path:glob} ${path:singlequote} ${path:queryparam}', `{a.b,c"d} 'a.b','c"d' var-path=a.b&var-path=c%22d`],
    ['$nothing ${nothing:csv} $1 100$', '$nothing ${nothing:csv} $1 100$'],
    ['${all:text}', 'All'],
    ['$jobs', '$jobs'],
  ])('%s', (text, result) => {
    expect(interpolate(text, scope, 'query')).toBe(result);
  });

  it('writes titles for people', () => {
    expect(interpolate('$path of $job, $all', scope, 'text')).toBe('a.b + c"d of api, All');
    expect(interpolate('$job', within(scope, { job: 'x' }), 'text')).toBe('x');
  });

  it('finds references', () => {
    expect(referencesOf('$a ${b:csv} [[c]] $a ${d.text}')).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('built-in variables', () => {
  const range = { start: Date.UTC(2026, 10, 21), end: Date.UTC(2026, 10, 21, 6) };
  it('follow the grid of the panel', () => {
    expect(stepMs({ range, maxPoints: 1000 })).toBe(30_000);
    expect(stepMs({ range, maxPoints: 1000, minStep: '>5m' })).toBe(300_000);
    const all = builtins({ range, maxPoints: 1000 });
    const text =
      '$__interval $__interval_ms $__rate_interval $__range $__range_s ${__from} ${__to:date} ${__to:date:seconds}';
    expect(interpolate(text, all, 'query')).toBe(
      `30s 30000 1m 21600s 21600 ${range.start} 2026-11-21T06:00:00.000Z ${range.end / 1000}`,
    );
  });

  it.each([
    ['1m30s', 90_000],
    ['250ms', 250],
    ['15', 15_000],
    ['x', undefined],
    ['', undefined],
  ])('parses %j', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each([
    [90_000, '90s'],
    [300_000, '5m'],
    [1500, '1500ms'],
    [86_400_000, '1d'],
  ])('%d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it('rounds up to natural lengths', () => {
    expect([1, 14_000, 16_000, 86_400_001].map(naturalInterval)).toEqual([1, 15_000, 20_000, 604_800_000]);
  });
});

it.each([
  ['label_values(job)', { ask: 'label_values', label: 'job' }],
  [
    'label_values(up{a="x,y",b="$c"}, instance)',
    { ask: 'label_values', label: 'instance', match: 'up{a="x,y",b="$c"}' },
  ],
  ['label_values({__name__=~"a|b"}, job)', { ask: 'label_values', label: 'job', match: '{__name__=~"a|b"}' }],
  ['label_names()', { ask: 'label_names' }],
  ['metrics(node_.*)', { ask: 'metrics', pattern: 'node_.*' }],
  ['query_result(topk(1, sum(up) by (job)))', { ask: 'query_result', query: 'topk(1, sum(up) by (job))' }],
  ['up{job="x"}', { ask: 'series', match: 'up{job="x"}' }],
  [
    { query: 'label_values(up, job)', refId: 'x' },
    { ask: 'label_values', label: 'job', match: 'up' },
  ],
  [
    { label: 'app', stream: '{env="p"}', type: 1 },
    { ask: 'label_values', label: 'app', match: '{env="p"}' },
  ],
  [{ type: 0 }, { ask: 'label_names' }],
  [{}, undefined],
  ['', undefined],
])('variable query %j', (query, expected) => {
  expect(readVariableQuery(query)).toEqual(expected);
});

describe('options', () => {
  it('reads custom ones', () => {
    expect(customOptions('Prod : prod, test,a\\,b,,')).toEqual([
      { text: 'Prod', value: 'prod' },
      { text: 'test', value: 'test' },
      { text: 'a,b', value: 'a,b' },
    ]);
  });

  it.each([
    ['', 0, ['b1', 'a10', 'a10', 'A2'], ['b1', 'a10', 'A2']],
    ['', 1, ['b1', 'a10', 'A2'], ['A2', 'a10', 'b1']],
    ['', 4, ['b1', 'a10', 'A2'], ['a10', 'A2', 'b1']],
    ['', 7, ['a10', 'a2'], ['a2', 'a10']],
    ['/a(\\d+)/', 0, ['b1', 'a10', 'a2'], ['10', '2']],
    ['a.*', 0, ['b1', 'xa', 'a2'], ['a2']],
    ['/(', 0, ['x'], ['x']],
    ['/.*instance="([^"]*)".*/', 0, ['up{instance="h:1"} 1 2'], ['h:1']],
  ])('pattern %j, sort %d', (regex, sort, found, values) => {
    expect(filterOptions(found, { regex, sort }, re2Patterns()).map(({ value }) => value)).toEqual(values);
  });

  it('takes named groups', () => {
    const options = filterOptions(
      ['a="1" b="x"'],
      { regex: '/a="(?<value>[^"]+)" b="(?<text>[^"]+)"/', sort: 0 },
      re2Patterns(),
    );
    expect(options).toEqual([{ value: '1', text: 'x' }]);
  });
});

it('orders variables by what they mention', () => {
  const variable = (name: string, query: string) => readVariable({ name, query, type: 'query' });
  const list = [variable('c', 'x($b)'), variable('b', 'x(${a})'), variable('a', 'y'), variable('loop', '$loop')];
  expect(inOrderOfUse(list).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'loop']);
});
