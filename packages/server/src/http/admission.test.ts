import { durationMs, systemClock, type Clock } from '@bongsu/model';
import { expect, it } from 'vitest';
import { DecodeTurns } from '../ingest/decode-turns.js';
import { Slots } from '../limits/slots.js';
import { Admission } from './admission.js';

it('refuses by name whom it has no place for, and who would wait too long', async () => {
  let now = 0;
  const clock: Clock = { ...systemClock(), monotonic: () => now };
  const turns = new DecodeTurns(clock);
  const admission = new Admission({ slots: new Slots(2), turns, maxWait: durationMs(100) });

  const [first, second, third] = [await admission.enter(), await admission.enter(), await admission.enter()];
  if (!first.ok || !second.ok || third.ok) throw new Error('two of three have a place');
  expect(third.error.message).toContain('raise limits.request.maxConcurrent');
  first.value();
  second.value();

  const decode = (): Promise<void> => turns.decode(() => void (now += 50));
  await Promise.all(Array.from({ length: 40 }, decode));
  for (let i = 0; i < 8; i++) await new Promise((resolve) => void setImmediate(resolve));
  const bodies = Array.from({ length: 4 }, decode);
  const late = await admission.enter();
  if (late.ok) throw new Error('three bodies of about 50 ms are more than 100 ms');
  expect(late.error).toMatchObject({ code: 'overloaded', retryAfter: turns.wait });
  expect(late.error.message).toMatch(/^3 requests wait .* more than 100 ms \(raise ingest.queue.maxWait\)/);
  await Promise.all(bodies);

  const after = await admission.enter();
  expect(after.ok).toBe(true);
});
