import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../testkit/running-app.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it.each([
  [
    'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    /^text\/plain; version=0\.0\.4/,
  ],
  ['*/*', /^text\/plain/],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', /^text\/html/],
])('/metrics for a reader of %s', async (accept, type) => {
  const response = await fetch(`${app.url}/metrics`, { headers: { accept } });
  expect(response.headers.get('content-type')).toMatch(type);
  expect(response.headers.get('vary')).toContain('accept');
});
