import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../../testkit/running-app.js';

const folder = mkdtempSync(join(tmpdir(), 'bongsu-provisioned-'));
let app: RunningApp;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'fixed.json'),
    JSON.stringify({ uid: 'fixed', title: 'Fixed', panels: [{ type: 'row' }] }),
  );
  writeFileSync(join(folder, 'broken.json'), '{');
  app = await startApp(testConfig((config) => ({ ...config, dashboards: { folders: [folder], maxBytes: 4096 } })));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}/api/bongsu/dashboards${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
}

describe('dashboards', () => {
  it('are stored, listed, read and deleted', async () => {
    const model = { title: 'Mine', tags: ['t'], panels: [{ type: 'row', panels: [{}, {}] }, { type: 'stat' }] };
    expect(await ask('PUT', '/mine', { dashboard: model })).toEqual({
      status: 200,
      body: { meta: { uid: 'mine', title: 'Mine', tags: ['t'], folder: '', readOnly: false } },
    });
    const listed = await ask('GET', '');
    expect(listed.body?.['dashboards']).toEqual([
      {
        uid: 'fixed',
        title: 'Fixed',
        tags: [],
        folder: '',
        readOnly: true,
        file: join(folder, 'fixed.json'),
        panels: 0,
      },
      { uid: 'mine', title: 'Mine', tags: ['t'], folder: '', readOnly: false, panels: 3 },
    ]);
    expect(listed.body?.['problems']).toMatchObject([{ file: join(folder, 'broken.json') }]);
    expect((await ask('GET', '/mine')).body?.['dashboard']).toEqual({ ...model, uid: 'mine' });
    expect((await ask('GET', '/mine', undefined, { 'x-scope-orgid': 'other' })).status).toBe(404);
    expect((await ask('DELETE', '/mine')).status).toBe(204);
    expect((await ask('DELETE', '/mine')).status).toBe(404);
    expect((await ask('GET', '/mine')).body?.['error']).toBe('there is no dashboard "mine"');
  });

  it.each([
    ['PUT', '/fixed', { panels: [] }, 400, /is provided by .*fixed\.json: change it there/],
    ['DELETE', '/fixed', undefined, 400, /is provided by/],
    ['PUT', '/bad%20uid', { panels: [] }, 400, /^uid "bad uid": use 1 to 80/],
    ['PUT', '/x', '{', 400, /^not JSON/],
    ['PUT', '/x', {}, 400, /neither panels nor rows/],
    ['PUT', '/x', { panels: [], pad: 'x'.repeat(5000) }, 413, /dashboards\.maxBytes/],
  ])('%s %s is refused when it must be', async (method, path, body, status, message) => {
    const answer = await ask(method, path, body);
    expect([answer.status, answer.body?.['error']]).toEqual([status, expect.stringMatching(message) as string]);
  });
});
