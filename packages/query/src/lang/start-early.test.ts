import { expect, test } from 'vitest';
import { startEarly } from './start-early.js';

const untilAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('ended')));

test('what turns out to be needed goes on', async () => {
  const early = startEarly(undefined, (own) => Promise.resolve(own));
  expect(await early.unless(Promise.resolve('no'), (answer) => answer === 'yes')).toBe('no');
  expect((await early.result).aborted).toBe(false);
});

test.each([
  ['turns out to be of no use', () => Promise.resolve(true)],
  ['nobody can say of', () => Promise.reject<boolean>(new Error('no answer'))],
])('what %s ends', async (_, ask) => {
  const early = startEarly(undefined, untilAborted);
  await early.unless(ask(), (answer) => answer).catch(() => undefined);
  expect(await early.result).toBe('ended');
});

test('it ends with the request', async () => {
  const request = new AbortController();
  const early = startEarly(request.signal, untilAborted);
  request.abort();
  expect(await early.result).toBe('ended');
});

test('its failure is no unhandled one, and is there for whoever needs the result', async () => {
  const early = startEarly(undefined, () => Promise.reject(new Error('failed')));
  await early.unless(Promise.resolve(false), (useless) => useless);
  await expect(early.result).rejects.toThrow('failed');
});
