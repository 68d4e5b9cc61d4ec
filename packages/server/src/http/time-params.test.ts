import { describe, expect, it } from 'vitest';
import { parseLokiTime, parsePrometheusTime, parseRfc3339 } from './time-params.js';

describe('parseLokiTime', () => {
  it.each([
    ['1704895296', 1_704_895_296_000_000_000n],
    ['1704895296244577000', 1_704_895_296_244_577_000n],
    ['1704895296244', 1_704_895_296_244n],
    ['1704895296.2445', 1_704_895_296_245_000_000n],
    ['4000000000', 4_000_000_000_000_000_000n],
    ['2024-01-10T14:01:36.244577001Z', 1_704_895_296_244_577_001n],
    ['2024-01-10T23:01:36+09:00', 1_704_895_296_000_000_000n],
    ['1e9', undefined],
    ['now', undefined],
    ['', undefined],
  ])('%s', (text, ns) => {
    expect(parseLokiTime(text)).toBe(ns);
  });
});

describe('parsePrometheusTime', () => {
  it.each([
    ['1435781451.781', 1_435_781_451_781],
    ['1435781451', 1_435_781_451_000],
    ['-1.5', -1500],
    ['1e3', 1_000_000],
    ['2015-07-01T20:10:51.781Z', 1_435_781_451_781],
    ['-292273086-05-16T16:47:06Z', -8.64e15],
    ['1700000000000000', 8.64e15],
    ['NaN', undefined],
    ['', undefined],
    ['yesterday', undefined],
  ])('%s', (text, ms) => {
    expect(parsePrometheusTime(text)).toBe(ms);
  });
});

it.each(['2024-13-10T14:01:36Z', '2024-01-10 14:01:36Z', '2024-01-10T14:01:36', '2024-01-10'])('refuses %s', (text) => {
  expect(parseRfc3339(text)).toBeUndefined();
});
