import { expect, it } from 'vitest';
import { parseRelated } from './related.js';
import { parseTraceqlMetrics } from './tempo-metrics.js';

it('reads series with what protobuf leaves out', () => {
  const body = {
    series: [
      {
        labels: [
          { key: 'resource.service.name', value: { stringValue: 'a' } },
          { key: 'p', value: { doubleValue: 0.5 } },
        ],
        samples: [{ timestampMs: '1000' }, { timestampMs: '2000', value: 2 }, { timestampMs: '3000', value: 'NaN' }],
        exemplars: [
          { labels: [{ key: 'trace:id', value: { stringValue: 'ff' } }], value: 0.2, timestampMs: '1500' },
          { labels: [], value: 1, timestampMs: '1' },
        ],
      },
    ],
    status: 'PARTIAL',
    message: 'too many series',
  };
  expect(parseTraceqlMetrics(body)).toEqual({
    partial: 'too many series',
    series: [
      {
        labels: { 'resource.service.name': 'a', p: '0.5' },
        samples: [
          [1, 0],
          [2, 2],
        ],
        exemplars: [
          {
            traceId: `${'0'.repeat(30)}ff`,
            spanId: '',
            value: 0.2,
            time: 1.5,
            seriesLabels: { 'resource.service.name': 'a', p: '0.5' },
          },
        ],
      },
    ],
  });
});

it('reads what is related to a trace, the better query of both', () => {
  const queries = { byTraceId: 'exact', byServiceAndTime: 'around' };
  const body = {
    services: [
      { name: 'a', logs: { byTraceId: 2, byServiceAndTime: 9, queries } },
      { name: 'b', logs: { byTraceId: 0, byServiceAndTime: 9, queries } },
    ],
  };
  expect(parseRelated(body).services.map(({ name, logQuery }) => [name, logQuery])).toEqual([
    ['a', 'exact'],
    ['b', 'around'],
  ]);
});
