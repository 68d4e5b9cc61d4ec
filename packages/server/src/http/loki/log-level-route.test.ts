import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '../../self/logger.js';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

const logger = createLogger({ level: 'silent', format: 'json' });
let app: RunningApp;
beforeAll(async () => {
  app = await startApp(testConfig(), { logger });
});
afterAll(async () => {
  logger.level = 'silent';
  expect(await app.stop()).toEqual([]);
});

async function ask(method: 'GET' | 'POST', body?: URLSearchParams, query = '') {
  const answer = await fetch(`${app.url}/log_level${query}`, { method, ...(body === undefined ? {} : { body }) });
  return [answer.status, await answer.json()];
}

it('says how much is logged and changes it', async () => {
  expect(await ask('GET')).toEqual([200, { message: 'Current log level is silent' }]);
  expect(await ask('POST', new URLSearchParams({ log_level: 'error' }))).toEqual([
    200,
    { status: 'success', message: 'Log level set to error' },
  ]);
  expect(logger.level).toBe('error');
  expect(logger.isLevelEnabled('warn')).toBe(false);
  expect((await ask('POST', undefined, '?log_level=warn'))[0]).toBe(200);
  expect(await ask('GET')).toEqual([200, { message: 'Current log level is warn' }]);
});

it.each(['loud', 'silent', ''])('refuses %j and changes nothing', async (level) => {
  logger.level = 'error';
  expect(await ask('POST', new URLSearchParams({ log_level: level }))).toEqual([
    400,
    { status: 'failed', message: `unrecognized log level "${level}"` },
  ]);
  expect(logger.level).toBe('error');
});
