import { expect, it } from 'vitest';
import { clampWindow, pan, parseWindow, printWindow, zoom } from './time-window.js';

const whole = { from: 0, to: 1_000 };

it.each([
  ['0-10', { from: 0, to: 10 }],
  ['5-5', undefined],
  ['9-1', undefined],
  ['a-b', undefined],
  [undefined, undefined],
])('%s in an address', (text, window) => {
  expect(parseWindow(text)).toEqual(window);
  if (window) expect(printWindow(window)).toBe(text);
});

it.each([
  [
    { from: -50, to: 250 },
    { from: 0, to: 300 },
  ],
  [
    { from: 900, to: 1_200 },
    { from: 700, to: 1_000 },
  ],
  [{ from: -500, to: 5_000 }, whole],
  [
    { from: 500, to: 501 },
    { from: 500, to: 600 },
  ],
])('%j lies within the whole as %j', (window, clamped) => {
  expect(clampWindow(window, whole)).toEqual(clamped);
});

it('pans by its own length and stops at the edges', () => {
  expect(pan({ from: 100, to: 300 }, 0.5, whole)).toEqual({ from: 200, to: 400 });
  expect(pan({ from: 100, to: 300 }, -2, whole)).toEqual({ from: 0, to: 200 });
});

it('zooms around a point that stays', () => {
  expect(zoom({ from: 0, to: 1_000 }, 0.5, 0.25, whole)).toEqual({ from: 125, to: 625 });
  expect(zoom({ from: 200, to: 400 }, 100, 0.5, whole)).toEqual(whole);
});
