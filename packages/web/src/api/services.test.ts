import { describe, expect, it } from 'vitest';
import { isServerItself, lastSeenMs, parseServices } from './services.js';

describe('parseServices', () => {
  it('reads a full row', () => {
    const [row] = parseServices({
      services: [{ name: 'a', lastSeen: { logs: 5, traces: 7, metrics: 6 }, spans: 3, errors: 1, logs: 9 }],
    });
    expect(row).toEqual({ name: 'a', lastSeen: { logs: 5, traces: 7, metrics: 6 }, spans: 3, errors: 1, logs: 9 });
    expect(row && lastSeenMs(row)).toBe(7);
  });

  it('lives with missing fields, counts as strings and signals never seen', () => {
    expect(
      parseServices({ services: [{ name: '주문', spans: '12', lastSeen: { logs: 0 } }, { spans: 1 }, 4] }),
    ).toEqual([{ name: '주문', lastSeen: {}, spans: 12, errors: 0, logs: 0 }]);
  });

  it.each([undefined, null, [], 'x', {}, { services: {} }])('reads %j as no services', (body) => {
    expect(parseServices(body)).toEqual([]);
  });
});

describe('isServerItself', () => {
  it.each([
    ['bongsu', { metrics: 5 }, true],
    ['bongsu', { metrics: 5, traces: 5 }, false],
    ['bongsu', { metrics: 5, logs: 5 }, false],
    ['shop', { metrics: 5 }, false],
  ])('of %s with %j is %j', (name, lastSeen, itself) => {
    expect(isServerItself({ name, lastSeen, spans: 0, errors: 0, logs: 0 })).toBe(itself);
  });
});
