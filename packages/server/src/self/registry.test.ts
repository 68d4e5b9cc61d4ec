import { expect, it } from 'vitest';
import { MetricRegistry } from './registry.js';

it('writes the text format', () => {
  const registry = new MetricRegistry();
  const requests = registry.counter('requests_total', 'All\nof them.', ['signal', 'code']);
  requests.add(2, 'logs', 'ok');
  requests.add(1, 'a"b\\c\n', 'ok');
  const seconds = registry.histogram('seconds', 'How long.', ['language'], [0.1, 1]);
  for (const value of [0.1, 0.5, 7]) seconds.observe(value, 'promql');
  registry.gauge('up', 'Is it.', () => 1);
  expect(registry.text()).toBe(`# HELP requests_total All\\nof them.
# TYPE requests_total counter
requests_total{signal="logs",code="ok"} 2
requests_total{signal="a\\"b\\\\c\\n",code="ok"} 1
# HELP seconds How long.
# TYPE seconds histogram
seconds_bucket{language="promql",le="0.1"} 1
seconds_bucket{language="promql",le="1"} 2
seconds_bucket{language="promql",le="+Inf"} 3
seconds_sum{language="promql"} 7.6
seconds_count{language="promql"} 3
# HELP up Is it.
# TYPE up gauge
up 1
`);
});

it('refuses a name twice', () => {
  const registry = new MetricRegistry();
  registry.counter('a', 'A.');
  expect(() => registry.gauge('a', 'A.', () => 1)).toThrow('BUG: metric a twice');
});
