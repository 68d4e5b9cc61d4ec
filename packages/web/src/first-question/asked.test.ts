import { expect, it } from 'vitest';
import { ask, nowOfPage, takeAsked } from './asked.js';

const NOW_MS = 1_800_000_000_000;
// A question that brings its answer along (RFC 2397): as fetch reads others.
const asked = new URL('data:,the%20answer');
const other = new URL('data:,another');

it('is taken once, by who asks the same, and holds the clock until then', async () => {
  ask(asked, {}, NOW_MS);
  expect(nowOfPage()).toBe(NOW_MS);
  const answer = await takeAsked(new URL(asked), undefined);
  expect(await answer?.text()).toBe('the answer');
  expect(takeAsked(asked, undefined)).toBeUndefined();
  expect(nowOfPage()).not.toBe(NOW_MS);
});

it('is given up when the page asks something else', () => {
  ask(asked, {}, NOW_MS);
  expect(takeAsked(other, undefined)).toBeUndefined();
  expect(nowOfPage()).not.toBe(NOW_MS);
  expect(takeAsked(asked, undefined)).toBeUndefined();
});

it('ends with who took it', async () => {
  ask(asked, {}, NOW_MS);
  const control = new AbortController();
  const answer = takeAsked(asked, control.signal);
  control.abort();
  await expect(answer).rejects.toThrow('abort');
});
