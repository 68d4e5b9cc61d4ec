import { expect, it } from 'vitest';
import { firstDifference } from '../reference/told.js';
import { tellSearch, tellTraceRows } from './traces-told.js';

const answer = (more: object = {}): unknown => ({
  traces: [
    {
      traceID: 'a1',
      rootServiceName: 'shop',
      rootTraceName: 'GET /',
      startTimeUnixNano: '1795802362260480000',
      durationMs: 852,
      spanSets: [
        {
          spans: [
            {
              spanID: '0b',
              startTimeUnixNano: '1795802362312320000',
              durationNanos: '397168973',
              attributes: [
                { key: 'service.name', value: { stringValue: 'cart' } },
                { key: 'port', value: { intValue: '8080' } },
              ],
            },
          ],
          matched: 4,
        },
      ],
      serviceStats: { shop: { spanCount: 2 }, cart: { spanCount: 5, errorCount: 1 } },
      ...more,
    },
  ],
});
const found = (matched: string, service = 'cart'): unknown[] => [
  '00a1',
  matched,
  [['1795802362312320000', '0b', '397168973', service, '8080']],
];
const SUMMARY = [
  '00a1',
  '1795802362260480000',
  '1795802363112999999',
  'shop',
  'GET /',
  { shop: '2', cart: '5' },
  { cart: '1' },
];
const theirs = tellTraceRows('service.name', 'port');

it('tells traces of an answer and of rows alike', () => {
  expect(firstDifference(tellSearch(answer()), theirs([[found('4')], [SUMMARY]]))).toBeUndefined();
  expect(firstDifference(tellSearch({ traces: [] }), theirs([[], []]))).toBeUndefined();
});

it('tells whatever is shown', () => {
  const difference = (more: object, rows = found('4')): string | undefined =>
    firstDifference(tellSearch(answer(more)), theirs([[rows], [SUMMARY]]));
  expect(difference({}, found('3'))).toBe('trace 0, matched: 4, by hand 3');
  expect(difference({}, found('4', 'shop'))).toBe('trace 0, span 0, attribute service.name: "cart", by hand "shop"');
  expect(difference({ rootServiceName: 'cart' })).toBe('trace 0, rootService: "cart", by hand "shop"');
  expect(difference({ durationMs: 853 })).toBe('trace 0, durationMs: 853, by hand 852');
  expect(difference({ serviceStats: { shop: { spanCount: 2 } } })).toBe('trace 0, spans of cart: nothing, by hand 5');
  expect(() => difference({ spanSets: [] })).toThrow('a1: not one set of spans');
});
