import { expect, it } from 'vitest';
import { parseLines } from './loki-query-range.js';

it('reads streams with and without the third element', () => {
  const body = {
    data: {
      result: [
        {
          stream: { service_name: 'a' },
          values: [
            ['1704895296244577000', 'x', { structuredMetadata: { trace_id: 'ab' }, parsed: { lvl: 'info' } }],
            ['1704895296244577001', 'y'],
            [],
          ],
        },
        'noise',
      ],
    },
  };
  expect(parseLines(body)).toEqual([
    {
      ts: '1704895296244577000',
      line: 'x',
      labels: { service_name: 'a' },
      metadata: { trace_id: 'ab' },
      parsed: { lvl: 'info' },
    },
    { ts: '1704895296244577001', line: 'y', labels: { service_name: 'a' }, metadata: {}, parsed: {} },
  ]);
  expect(parseLines({ data: { result: null } })).toEqual([]);
});
