import { expect, it } from 'vitest';
import { preferredLanguage } from './translate.js';

it.each([
  [null, ['ko-KR', 'en'], 'ko'],
  [null, ['fr', 'ko'], 'ko'],
  [null, ['fr'], 'en'],
  ['en', ['ko-KR'], 'en'],
  ['xx', ['ko-KR'], 'ko'],
])('stored %j, browser %j', (stored, browser, lang) => {
  expect(preferredLanguage(stored, browser)).toBe(lang);
});
