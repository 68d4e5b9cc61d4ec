import { expect, it } from 'vitest';
import { traceIdOf } from './traceparent.js';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

it.each([
  [`00-${ID}-00f067aa0ba902b7-01`, ID],
  [`01-${ID}-00f067aa0ba902b7-01-more`, ID],
  [`ff-${ID}-00f067aa0ba902b7-01`, undefined],
  [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, undefined],
  ['00-abc-01', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s', (header, id) => {
  expect(traceIdOf(header)).toBe(id);
});
