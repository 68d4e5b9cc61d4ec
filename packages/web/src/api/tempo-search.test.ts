import { expect, it } from 'vitest';
import { logfmtValue, parseTraces } from './tempo-search.js';

it('pads ids, sums service stats and lives with what is left out', () => {
  const body = {
    traces: [
      {
        traceID: 'ABC',
        rootServiceName: 'gateway',
        rootTraceName: 'POST /주문',
        startTimeUnixNano: '1684778327699392724',
        durationMs: 557,
        serviceStats: { b: { spanCount: 3 }, a: { spanCount: 2, errorCount: 1 } },
        spanSets: [{ matched: 4, spans: [{ spanID: 'ff', name: 'x', durationNanos: '12' }] }],
      },
      { rootServiceName: '<root span not yet received>', traceID: 'f'.repeat(32) },
      {},
    ],
  };
  expect(parseTraces(body)).toEqual([
    {
      traceId: `${'0'.repeat(29)}abc`,
      rootService: 'gateway',
      rootName: 'POST /주문',
      startNs: '1684778327699392724',
      durationMs: 557,
      spans: 5,
      errors: 1,
      services: [
        { name: 'a', spans: 2, errors: 1 },
        { name: 'b', spans: 3, errors: 0 },
      ],
      matched: 4,
      matchedSpans: [{ spanId: `${'0'.repeat(14)}ff`, name: 'x', durationNs: 12 }],
    },
    {
      traceId: 'f'.repeat(32),
      rootService: '',
      rootName: '',
      startNs: '0',
      durationMs: 0,
      spans: 0,
      errors: 0,
      services: [],
      matched: 0,
      matchedSpans: [],
    },
  ]);
});

it.each([
  ['orders', 'orders'],
  ['주문', '주문'],
  ['a b', '"a b"'],
  ['a="b"', '"a=\\"b\\""'],
])('writes %s as logfmt', (name, text) => {
  expect(logfmtValue(name)).toBe(text);
});
