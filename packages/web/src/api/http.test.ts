import { describe, expect, it } from 'vitest';
import { ApiError, errorText, mayPass } from './http.js';

describe('errorText', () => {
  it.each([
    ['{"status":"error","errorType":"bad_data","error":"1:3: parse error"}', '1:3: parse error'],
    ['{"code":5,"message":"trace not found"}', 'trace not found'],
    ['parse error at line 1, col 2\n', 'parse error at line 1, col 2'],
    ['{broken', '{broken'],
    ['', '502 Bad Gateway'],
    ['<html>nginx</html>', '502 Bad Gateway'],
    ['{"other":1}', '{"other":1}'],
  ])('%j', (body, message) => {
    expect(errorText(body, { status: 502, statusText: 'Bad Gateway' })).toBe(message);
  });
});

it.each([
  [0, true],
  [429, true],
  [502, true],
  [503, true],
  [400, false],
  [404, false],
  [422, false],
  [500, false],
  [501, false],
  [504, false],
])('a question answered with %d may be asked again: %s', (status, expected) => {
  expect(mayPass(new ApiError(status, '/', ''))).toBe(expected);
});
