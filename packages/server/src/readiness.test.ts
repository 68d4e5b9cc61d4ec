import { err, millis, nanos, ok, type Clock, type Result } from '@bongsu/model';
import { expect, it } from 'vitest';
import { Readiness } from './readiness.js';

it('is ready only while written rows come back', async () => {
  let now = 0;
  let probes = 0;
  let answer: Result<void, string> = ok(undefined);
  const clock: Clock = { now: () => millis(now), nowNanos: () => nanos(0n), monotonic: () => now };
  const readiness = new Readiness(async () => {
    probes++;
    return answer;
  }, clock);
  expect(await readiness.check()).toMatchObject({ state: 'starting' });
  readiness.running();
  expect(await Promise.all([readiness.check(), readiness.check()])).toMatchObject([
    { state: 'ready' },
    { state: 'ready' },
  ]);
  expect(probes).toBe(1);
  now = 4000;
  await readiness.check();
  expect(probes).toBe(1);
  now = 6000;
  answer = err('disk full');
  expect(await readiness.check()).toEqual({
    state: 'failing',
    reason: 'a probe row could not be written and read back: disk full',
  });
  answer = ok(undefined);
  expect(await readiness.check()).toMatchObject({ state: 'ready' });
  readiness.stopping();
  expect(await readiness.check()).toMatchObject({ state: 'stopping' });
});
