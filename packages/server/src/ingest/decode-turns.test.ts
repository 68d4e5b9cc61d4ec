import { systemClock, type Clock } from '@bongsu/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DecodeTurns } from './decode-turns.js';

/** A clock that stands still but for what the decodes take. */
function slowDecodes(): {
  readonly turns: DecodeTurns;
  readonly body: (ms: number, done?: () => void) => Promise<void>;
} {
  let now = 0;
  const clock: Clock = { ...systemClock(), monotonic: () => now };
  const turns = new DecodeTurns(clock);
  const body = (ms: number, done?: () => void): Promise<void> =>
    turns.decode(() => {
      now += ms;
      done?.();
    });
  return { turns, body };
}

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

it('decodes in the order of the calls, each once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 40 }), async (lengths) => {
      const { turns, body } = slowDecodes();
      const done: number[] = [];
      await Promise.all(lengths.map((ms, i) => body(ms, () => done.push(i))));
      expect(done).toEqual(lengths.map((_, i) => i));
      expect([turns.waiting, turns.wait]).toEqual([0, 0]);
    }),
    { numRuns: 20 },
  );
});

it('decodes small bodies together and lets the event loop turn several times between large ones', async () => {
  const { body } = slowDecodes();
  const done: string[] = [];
  for (const [name, ms] of [
    ['a', 0.5],
    ['b', 0.5],
    ['c', 10],
    ['d', 10],
  ] as const) {
    void body(ms, () => done.push(name));
  }
  expect(done).toEqual(['a', 'b', 'c']);
  let turns = 0;
  for (; done.length < 4; turns++) await turnOfTheLoop();
  expect(turns).toBe(8);
});

it('lets readers wait while many bodies wait, and none when nothing is left to decode', async () => {
  const { turns, body } = slowDecodes();
  const bodies = Array.from({ length: 30 }, () => body(10));
  let read = 0;
  const readers = Array.from({ length: 40 }, () => turns.toRead().then(() => void read++));
  await turnOfTheLoop();
  expect(read).toBe(0);
  expect(turns.waiting).toBe(29 + 40);
  await Promise.all(bodies);
  await Promise.all(readers);
  expect(turns.waiting).toBe(0);
});

it('tells how long those who wait will take by the pace of the ones before', async () => {
  const { turns, body } = slowDecodes();
  await Promise.all(Array.from({ length: 100 }, () => body(10)));
  for (let i = 0; i < 8; i++) await turnOfTheLoop();
  const bodies = Array.from({ length: 21 }, () => body(10));
  expect(turns.wait).toBeGreaterThan(190);
  expect(turns.wait).toBeLessThanOrEqual(200);
  await Promise.all(bodies);
});

it('rejects with what a decode throws and goes on', async () => {
  const { turns } = slowDecodes();
  const bug = turns.decode(() => {
    throw new Error('a bug');
  });
  const next = turns.decode(() => 'next');
  await expect(bug).rejects.toThrow('a bug');
  expect(await next).toBe('next');
});
