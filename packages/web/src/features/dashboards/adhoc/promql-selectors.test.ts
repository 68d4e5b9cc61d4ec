import { children, parse, type Expr } from '@bongsu/query/promql/syntax';
import { expect, it } from 'vitest';
import { selectorStarts } from './promql-selectors.js';

/** As the parser sees them. */
function parsedStarts(query: string): number[] {
  const parsed = parse(query);
  if (!parsed.ok) throw new Error(`${query} does not parse`);
  const starts: number[] = [];
  const stack: Expr[] = [parsed.value];
  for (let expr = stack.pop(); expr !== undefined; expr = stack.pop()) {
    if (expr.kind === 'vector') starts.push(expr.pos.start);
    else stack.push(...children(expr));
  }
  return starts.sort((a, b) => a - b);
}

it.each([
  'up',
  '{__name__=~"a|b", x="}"}',
  'sum by (job, instance) (rate(http_requests_total{code=~"5..", path!="{"}[5m])) / on (job) group_left (team) sum(x) by (job)',
  'sum without(a)(up) or count_values("version", build) unless ignoring (b) c > bool 1',
  'SUM(foo) BY (bar) AND ON() vector(1)',
  'topk(5, avg_over_time((a:b:c - c offset 5m)[1h:30s] @ end()))',
  'histogram_quantile(0.99, sum(rate(x_bucket[$__r])) by (le))'.replace('$__r', '1m'),
  'label_replace(up{a="b"}, "dst", "$1", "src", "(.*)") * 1e3 + Inf - NaN # trailing {x}',
  'sum{a="b"} + count{} - rate{}',
  "node_cpu{mode='idle'} ^ 2 % -x atan2 y",
  'quantile(0.9, max_over_time(up[5m] offset -1w)) == 0x1F',
])('finds the selectors that the parser finds in %s', (query) => {
  expect(selectorStarts(query)).toEqual(parsedStarts(query));
});

it('comes to an end in what does not parse', () => {
  expect(selectorStarts('sum by (a rate(x{')).toEqual([]);
  expect(selectorStarts('x{a="b')).toEqual([0]);
});
