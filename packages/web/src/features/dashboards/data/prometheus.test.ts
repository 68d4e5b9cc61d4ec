import { expect, it } from 'vitest';
import { builtins } from '../variables/builtins.js';
import { interpolate } from '../variables/interpolate.js';
import { gridOfTarget } from './prometheus.js';

it.each([
  [{}, 15, 'rate(x[1m]) 15s'],
  [{ intervalFactor: 4 }, 60, 'rate(x[1m]) 15s'],
  // Samples come every minute: a rate over one minute would have one.
  [{ interval: '1m' }, 60, 'rate(x[4m]) 1m'],
  [{ interval: '$resolution' }, 30, 'rate(x[2m]) 30s'],
  [{ interval: '5s' }, 15, 'rate(x[20s]) 15s'],
  [{ interval: '' }, 15, 'rate(x[1m]) 15s'],
])('the target %j is asked for every %d s', (json, step, text) => {
  const range = { start: 0, end: 3_600_000 };
  const scope = new Map([
    ...builtins({ range, maxPoints: 300 }),
    ['resolution', { values: ['30s'], several: false }] as const,
  ]);
  const target = { refId: 'A', source: undefined, hidden: false, json };
  const own = gridOfTarget(target, { step: 15, scope });
  expect(own.step).toBe(step);
  expect(interpolate('rate(x[$__rate_interval]) $__interval', own.scope, 'query')).toBe(text);
});
