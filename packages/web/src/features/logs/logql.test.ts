import { expect, it } from 'vitest';
import { serviceLinesQuery, traceLinesQuery } from './logql.js';

it.each([
  ['a', { text: '', mode: 'contains' }, '{service_name="a"}'],
  ['a"b', { text: 'x', mode: 'contains' }, '{service_name="a\\"b"} |= "x"'],
  ['주문', { text: 'a|b\\d', mode: 'regex' }, '{service_name="주문"} |~ "a|b\\\\d"'],
] as const)('%s %j', (service, filter, query) => {
  expect(serviceLinesQuery(service, filter)).toBe(query);
});

it('asks for a trace', () => {
  expect(traceLinesQuery('ab')).toBe('{trace_id="ab"}');
});
