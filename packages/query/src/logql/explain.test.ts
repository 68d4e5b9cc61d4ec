import { expect, it } from 'vitest';
import { explainQuery, queryKind } from './explain.js';

const explained = (query: string, executor: 'auto' | 'memory' = 'auto'): string => {
  const plan = explainQuery(query, executor);
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
};

it('says of every node of a metric query where it runs and why', () => {
  const query = 'topk(2, sum by (path) (rate({app="x"} |= "GET" | json | status="500" [5m]))) / 2';
  expect(explained(query)).toBe(
    [
      '/ -> memory: works on one value per series and step',
      '  topk -> memory: works on one value per series and step',
      '    sum -> memory: works on one value per series and step',
      '      rate by (path) -> clickhouse: lines counted by what gives status, path, json fields of lines of simple form; other lines come whole',
      '        label-match app="x" -> clickhouse: equality of text',
      '        line-filter |= "GET" -> clickhouse: search for bytes',
      '        prefilter "500" -> clickhouse: a label that equals a text has it from somewhere; the pipeline decides',
      '        json -> memory: only the pipeline defines it',
      '        label-filter -> memory: only the pipeline defines it',
      '  number 2 -> memory: a constant',
    ].join('\n'),
  );
  expect(explained(query, 'memory')).not.toContain('clickhouse');
});

it.each([
  ['{a="b"} | json | x > 5', 'prefilter x > 5'],
  ['{a="b"} | logfmt | y="z" and x == 5', 'prefilter x == 5'],
  ['{a="b"} | logfmt | x >= 1 and y >= 2', 'prefilter x >= 1'],
  ['{a="b"} | logfmt | took > 1s', 'prefilter took > 1s'],
  ['{a="b"} | json | size >= 1.5KB', 'prefilter size >= 1.5KB'],
])('%s is narrowed by its quantity', (query, prefilter) =>
  expect(explained(query)).toContain(`${prefilter} -> clickhouse`),
);

it.each([
  ['{a="b"} | x > 5', 'no parser gives the label'],
  ['{a="b"} | json | logfmt | x > 5', 'either parser may'],
  ['{a="b"} | logfmt --strict | x > 5', 'a line that breaks off is an error'],
  ['{a="b"} | json | y > 1 or x > 5', 'neither is necessary'],
  ['{a="b"} | json | y != 1s | x > 5', 'a line on which the first leaves an error passes'],
  ['{a="b"} | json | x != 5', 'nearly all lines pass'],
  ['{a="b"} | json | flags > 5', 'the record has the label'],
])('%s is not: %s', (query) => expect(explained(query)).not.toContain('prefilter'));

it.each([
  ['sum(count_over_time({a="b"} | json [1m]))', 'clickhouse: lines counted by nothing'],
  ['count_over_time({a="b"}[1m])', 'clickhouse: lines counted by stream and metadata'],
  ['sum by (x) (rate({a="b"} | logfmt [1m]))', 'clickhouse: lines counted by what gives x, logfmt fields'],
  [
    'count_over_time({a="b"} | regexp "(?P<x>.)" [1m])',
    'clickhouse: lines counted by stream and metadata, regexp fields',
  ],
  ['count_over_time({a="b"} | json [1m])', 'memory: every label of the line counts'],
  ['first_over_time({a="b"} | json | unwrap x [1m]) by (y)', 'memory: it asks for the order of lines'],
  ['rate_counter({a="b"} | json | unwrap x [1m])', 'memory: it asks for the order of lines'],
  ['sum by (x) (rate({a="b"} | pattern "<x> y" [1m]))', 'memory: pattern may use all of the line'],
  [
    'sum by (x) (bytes_rate({a="b"} | json | line_format "{{.x}}" [1m]))',
    'memory: line-format may use all of the line',
  ],
  ['sum by (x) (rate({a="b"} | logfmt --strict [1m]))', 'memory: logfmt with flags or fields of its own'],
  ['sum by (x) (rate({a="b"} | json y="z" [1m]))', 'memory: json with expressions'],
  ['sum by (x) (rate({a="b"} | json | logfmt [1m]))', 'memory: two parsers look at one line'],
  ['sum by (_x) (rate({a="b"} | json [1m]))', 'memory: several keys may become the label _x'],
  ['sum by (x) (rate({a=~"\\\\pL"} | json [1m]))', 'memory: label-match is in memory: Unicode classes'],
  ['sum by (x) (rate({a="b"} |= ip("10.0.0.1") [1m]))', 'memory: line-filter is in memory: addresses'],
])('%s', (query, place) => expect(explained(query)).toContain(` -> ${place}`));

it.each([
  ['{a="b"} | json', 'logs'],
  ['rate({a="b"}[1m])', 'metric'],
  ['1', 'metric'],
])('%s gives %s', (query, kind) => expect(queryKind(query)).toEqual({ ok: true, value: kind }));

it('refuses what is no query', () => {
  expect(explainQuery('sum(')).toMatchObject({ ok: false, error: { kind: 'parse' } });
  expect(queryKind('{}')).toMatchObject({ ok: false, error: { kind: 'parse' } });
});
