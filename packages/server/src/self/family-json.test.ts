import { expect, it } from 'vitest';
import { familyJson } from './family-json.js';
import { MetricRegistry } from './registry.js';

it('writes counters, gauges and histograms as protobuf does in JSON', () => {
  const registry = new MetricRegistry();
  registry.counter('c_total', 'A counter.', ['code', 'way']).add(2, 'ok', '봉수');
  registry.gauge('g', 'A gauge.', () => Infinity);
  const histogram = registry.histogram('h', 'A histogram.', [], [0.1, 1]);
  for (const value of [0.05, 0.5, 5]) histogram.observe(value);

  expect(registry.families().map(familyJson)).toEqual([
    {
      name: 'c_total',
      help: 'A counter.',
      type: 'COUNTER',
      metric: [
        {
          label: [
            { name: 'code', value: 'ok' },
            { name: 'way', value: '봉수' },
          ],
          counter: { value: 2 },
        },
      ],
    },
    { name: 'g', help: 'A gauge.', type: 'GAUGE', metric: [{ gauge: { value: 'Infinity' } }] },
    {
      name: 'h',
      help: 'A histogram.',
      type: 'HISTOGRAM',
      metric: [
        {
          histogram: {
            sampleCount: '3',
            sampleSum: 5.55,
            bucket: [
              { cumulativeCount: '1', upperBound: 0.1 },
              { cumulativeCount: '2', upperBound: 1 },
              { cumulativeCount: '3', upperBound: 'Infinity' },
            ],
          },
        },
      ],
    },
  ]);
});
