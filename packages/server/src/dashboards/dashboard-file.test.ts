import { describe, expect, it } from 'vitest';
import { isDashboardUid, readDashboardFile, uidOfPath } from './dashboard-file.js';

describe('readDashboardFile', () => {
  it.each([
    ['bare', { uid: 'a', title: 'A', tags: ['x', 1], panels: [] }, ['a', 'A', ['x']]],
    ['in the envelope of the API', { dashboard: { uid: 'a', title: 'A', panels: [] }, meta: {} }, ['a', 'A', []]],
    ['old, with rows', { title: 'A', rows: [] }, ['given', 'A', []]],
    ['without a title', { panels: [] }, ['given', 'given', []]],
    [
      'as a resource',
      { apiVersion: 'dashboard.grafana.app/v1beta1', spec: { title: 'A', panels: [] } },
      ['given', 'A', []],
    ],
  ])('reads one that is %s', (_form, document, [uid, title, tags]) => {
    const read = readDashboardFile(JSON.stringify(document), 'given');
    expect(read).toMatchObject({ ok: true, value: { uid, title, tags } });
  });

  it.each([
    ['{', /^not JSON: /],
    ['[]', /JSON object/],
    ['{"title":"x"}', /neither panels nor rows/],
    ['{"apiVersion":"x","spec":{"elements":{},"layout":{}}}', /schema v2/],
    ['{"uid":"../x","panels":[]}', /uid "..\/x" is not allowed/],
  ])('refuses %s', (text, message) => {
    expect(readDashboardFile(text, 'given')).toEqual({ ok: false, error: expect.stringMatching(message) as string });
  });
});

it.each([
  ['rYdddlPWk', true],
  ['a.b-c_d', true],
  ['', false],
  ['..', false],
  ['a/b', false],
  ['한국', false],
  ['x'.repeat(81), false],
])('uid %j: %j', (uid, allowed) => {
  expect(isDashboardUid(uid)).toBe(allowed);
});

it('names files by their path', () => {
  expect(uidOfPath('/a/b.json')).toBe(uidOfPath('/a/b.json'));
  expect(isDashboardUid(uidOfPath('/a/한국.json'))).toBe(true);
});
