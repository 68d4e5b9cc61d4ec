import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TENANT, parseTenant } from '@bongsu/model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Dashboards } from './dashboards.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bongsu-dashboards-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: unknown): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const dashboard = (uid: string, title = uid) => ({ uid, title, panels: [] });
const over = (...folders: string[]) => new Dashboards({ dataFolder: join(root, 'data'), folders });

it('reads folders of JSON, subfolders as headings', async () => {
  write('d/a.json', dashboard('a'));
  write('d/team/b.json', { dashboard: dashboard('b') });
  write('d/..data/c.json', dashboard('hidden'));
  symlinkSync(write('elsewhere/s.json', dashboard('s')), join(root, 'd/s.json'));
  const { dashboards, problems } = await over(join(root, 'd')).list(DEFAULT_TENANT);
  expect(dashboards.map(({ uid, folder }) => [folder, uid])).toEqual([
    ['', 'a'],
    ['', 's'],
    ['team', 'b'],
  ]);
  expect(problems).toEqual([]);
});

it('reads provisioning files', async () => {
  write('json/x/a.json', dashboard('a'));
  const file = write('p/dashboards.yaml', `providers: [{ folder: Fast, options: { path: ../json } }]`);
  for (const entry of [file, join(root, 'p')]) {
    const { dashboards } = await over(entry).list(DEFAULT_TENANT);
    expect(dashboards.map(({ uid, folder }) => [folder, uid])).toEqual([['Fast', 'a']]);
  }
});

it('names what it cannot read', async () => {
  write('d/a.json', '{');
  write('d/b.json', dashboard('same'));
  write('d/c.json', dashboard('same'));
  write('d/p.yaml', 'providers: [{ options: { path: /nowhere/at/all } }]');
  const { dashboards, problems } = await over(join(root, 'd'), join(root, 'none.yaml')).list(DEFAULT_TENANT);
  expect(dashboards.map(({ uid }) => uid)).toEqual(['same']);
  expect(problems.map(({ file, message }) => `${file.replace(root, '')} ${message}`)).toEqual([
    expect.stringMatching(/^\/none\.yaml ENOENT/),
    '/nowhere/at/all there is no such folder; make it, or correct dashboards.folders',
    expect.stringMatching(/^\/d\/a\.json not JSON/),
    `/d/c.json uid same is that of ${join(root, 'd/b.json')} too; that one is shown`,
  ]);
});

it('sees a file that has changed', async () => {
  const file = write('d/a.json', dashboard('a', 'one'));
  const dashboards = over(join(root, 'd'));
  expect((await dashboards.get(DEFAULT_TENANT, 'a'))?.title).toBe('one');
  write('d/a.json', dashboard('a', 'two'));
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  expect((await dashboards.get(DEFAULT_TENANT, 'a'))?.title).toBe('two');
  rmSync(file);
  expect(await dashboards.get(DEFAULT_TENANT, 'a')).toBeUndefined();
});

it('keeps what is uploaded, by tenant', async () => {
  const dashboards = over();
  const model = { ...dashboard('u', 'Mine'), extra: { kept: '한국어' } };
  await dashboards.put(DEFAULT_TENANT, { uid: 'u', title: 'Mine', tags: [], model });
  const team = parseTenant('team');
  expect(team.ok && (await dashboards.list(team.value)).dashboards).toEqual([]);
  expect((await over().list(DEFAULT_TENANT)).dashboards).toMatchObject([{ uid: 'u', title: 'Mine', model }]);
  expect(await dashboards.delete(DEFAULT_TENANT, 'u')).toBe(true);
  expect(await dashboards.delete(DEFAULT_TENANT, 'u')).toBe(false);
  expect(await dashboards.delete(DEFAULT_TENANT, '../x')).toBe(false);
});
