import { expect, it } from 'vitest';
import { SCRIPT_FEATURES } from './features.js';
import { astToJson } from './ast-json.js';
import { parse } from './parse.js';
import { prettify } from './prettify.js';

const tree = (query: string) => {
  const parsed = parse(query, SCRIPT_FEATURES);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

const LONG =
  'a_metric_with_quite_a_long_name_for_this_test{job="integrations/hmm",environmentname="bar",service="baz"}';

it.each([
  ['sum  by(a,"b.c")( rate(foo[5m]) )', 'sum by (a, "b.c") (rate(foo[5m]))'],
  ['foo{b="1",a="2"} offset -5m @ 10', 'foo{a="2",b="1"} @ 10.000 offset -5m'],
  ['a[(5m+1m)*2] anchored offset step()', 'a[(5m + 1m) * 2] anchored offset step()'],
  ['a + on() group_left() fill_right(2) fill_left(1) b', 'a + on () group_left () fill_left (1) fill_right (2) b'],
  ['{"foo.bar"}', '{__name__="foo.bar"}'],
  ['1e-7 + 1e21 + 2d', '0.0000001 + 1000000000000000000000 + 2d'],
  [`sum(${LONG})`, `sum(\n  ${LONG}\n)`],
  [`topk by (x) (3, ${LONG})`, `topk by (x) (\n  3,\n  ${LONG}\n)`],
  [`rate(${LONG}[5m]) / 2`, `  rate(\n    ${LONG}[5m]\n  )\n/\n  2`],
  [`(${LONG} > bool 5)`, `(\n    ${LONG}\n  > bool\n    5\n)`],
  [`-sum(${LONG})`, `-sum(\n  ${LONG}\n)`],
  [`max_over_time(sum(${LONG})[5m:1m])`, `max_over_time(\n  sum(\n    ${LONG}\n  )[5m:1m]\n)`],
])('formats %s', (query, expected) => {
  // Names and values in matchers come sorted.
  const sorted = (text: string) =>
    text.replaceAll(
      '{job="integrations/hmm",environmentname="bar",service="baz"}',
      '{environmentname="bar",job="integrations/hmm",service="baz"}',
    );
  expect(prettify(tree(query))).toBe(sorted(expected));
});

it('gives the tree as JSON', () => {
  expect(
    JSON.stringify(astToJson(tree('a{x!="1"} / on (x) fill (0) sum by (x) (rate(b[5m] @ end() offset 1m))'))),
  ).toBe(
    '{"bool":false,"lhs":{"anchored":false,"matchers":[{"name":"x","type":"!=","value":"1"},{"name":"__name__","type":"=","value":"a"}],"name":"a","offset":0,"smoothed":false,"startOrEnd":null,"timestamp":null,"type":"vectorSelector"},"matching":{"card":"one-to-one","fillValues":{"lhs":0,"rhs":0},"include":[],"labels":["x"],"on":true},"op":"/","rhs":{"expr":{"args":[{"anchored":false,"matchers":[{"name":"__name__","type":"=","value":"b"}],"name":"b","offset":60000,"range":300000,"smoothed":false,"startOrEnd":"end","timestamp":null,"type":"matrixSelector"}],"func":{"argTypes":["matrix"],"name":"rate","returnType":"vector","variadic":0},"type":"call"},"grouping":["x"],"op":"sum","param":null,"type":"aggregation","without":false},"type":"binaryExpr"}',
  );
  expect(JSON.stringify(astToJson(tree('1 - -2')))).toBe(
    '{"bool":false,"lhs":{"type":"numberLiteral","val":"1"},"matching":null,"op":"-","rhs":{"type":"numberLiteral","val":"-2"},"type":"binaryExpr"}',
  );
});
