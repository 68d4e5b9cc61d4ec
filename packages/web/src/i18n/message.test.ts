import { describe, expect, it } from 'vitest';
import { en, parts } from './en.js';
import { ko } from './ko.js';
import { fillMessage, messageParams } from './message.js';

describe('fillMessage', () => {
  it.each([
    ['{n} new {n|line|lines}', { n: 1 }, 'en', '1 new line'],
    ['{n} new {n|line|lines}', { n: 1234 }, 'en', '1,234 new lines'],
    ['새 줄 {n}개', { n: 1 }, 'ko', '새 줄 1개'],
    ['{a} and {b}', { a: '{b}', b: 'x' }, 'en', '{b} and x'],
    ['{a} and {missing}', { a: 'x' }, 'en', 'x and {missing}'],
    ['plain', {}, 'en', 'plain'],
  ])('%j with %j in %s', (message, params, lang, text) => {
    expect(fillMessage(message, params, lang)).toBe(text);
  });
});

describe('catalogues', () => {
  it('ask for the same parameters in every language', () => {
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect([key, messageParams(ko[key])]).toEqual([key, messageParams(en[key])]);
    }
  });

  it('give each key to one part', () => {
    expect(parts.flatMap((part) => Object.keys(part)).sort()).toEqual(Object.keys(en).sort());
  });

  it('have no empty message', () => {
    expect([...Object.values(en), ...Object.values(ko)].filter((message) => message.trim() === '')).toEqual([]);
  });
});
