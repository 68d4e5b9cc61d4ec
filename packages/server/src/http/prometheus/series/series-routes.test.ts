import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { expectMethods, expectRefused } from '../../../testkit/prometheus-refusals.js';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

let app: RunningApp;
const { ask } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it.each([
  ['/api/v1/labels', { 'match[]': '(m)' }, 400, 'bad_data', /^1:1: parse error: unexpected "\("$/],
  ['/api/v1/label/a/values', { 'match[]': '{}' }, 400, 'bad_data', /^match\[\] must contain at least one non-empty/],
  ['/api/v1/series', { 'match[]': '{}' }, 400, 'bad_data', /^invalid parameter "match\[\]": match\[\] must contain/],
  [
    '/api/v1/series',
    { 'match[]': 'm', start: 'x' },
    400,
    'bad_data',
    /^invalid parameter "start": invalid time value for 'start': cannot parse "x" to a valid timestamp$/,
  ],
  [
    '/api/v1/series',
    { 'match[]': 'm', limit: '-2' },
    400,
    'bad_data',
    /^invalid parameter "limit": limit must be non-/,
  ],
  [
    '/api/v1/labels',
    { limit: '9223372036854775808' },
    400,
    'bad_data',
    /^invalid parameter "limit": strconv\.Atoi: parsing "9223372036854775808": value out of range$/,
  ],
  [
    '/api/v1/labels',
    { query: 'up', limit: 'x' },
    400,
    'bad_data',
    /^invalid parameter "limit": strconv\.Atoi: parsing "x": invalid syntax$/,
  ],
  [
    '/api/v1/label/a/values',
    { query: 'up', limit: 'x' },
    400,
    'bad_data',
    /^invalid parameter "limit": strconv\.Atoi: parsing "x": invalid syntax$/,
  ],
])('%s %j', async (path, params, status, errorType, message) => {
  await expectRefused(ask, path, params, { status, errorType, message });
});

it.each([['/api/v1/labels', 'GET, OPTIONS, POST']])('%s has %s and is 405 for others', async (path, allowed) => {
  await expectMethods(ask, path, allowed);
});
