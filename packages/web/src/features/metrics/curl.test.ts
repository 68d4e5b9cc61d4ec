import { expect, it } from 'vitest';
import { curlCommand } from './curl.js';

it('quotes for a shell', () => {
  expect(curlCommand('http://h:3000/', `up{a='x'}`, { start: 1, end: 2, step: 3 }, 2)).toBe(
    `curl -sG 'http://h:3000/api/v1/query_range' --data-urlencode 'query=up{a='\\''x'\\''}' -d start=1 -d end=2 -d step=3`,
  );
  expect(curlCommand('http://h/', 'up', undefined, 2)).toBe(
    `curl -sG 'http://h/api/v1/query' --data-urlencode 'query=up' -d time=2`,
  );
});
