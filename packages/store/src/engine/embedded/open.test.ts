import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { durationMs, RowWriter } from '@bongsu/model';
import { must, rowsOf, temporaryFolder } from '../temporary-store.testkit.js';
import { compiledProgram } from './child-process.testkit.js';
import { openEmbedded } from './embedded-engine.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const program = compiledProgram('engine/embedded/open-folder.testkit.js');

interface Opened {
  readonly ok: boolean;
  readonly error?: { readonly kind: string; readonly message: string };
}

function openInChild(path: string, env: Record<string, string> = {}): Opened {
  const child = spawnSync(process.execPath, [program!, path], {
    encoding: 'utf8',
    env: { ...process.env, UV_THREADPOOL_SIZE: '12', ...env },
  });
  if (child.stdout === '') throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Opened;
}

/** A small file system of our own: its path, or the reason why there is none. */
function mountTmpfs(megabytes: number): string | undefined {
  const path = join(folder.path, 'tmpfs');
  mkdirSync(path);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { encoding: 'utf8' });
  if (mounted.status === 0) return path;
  console.warn(`skipped: no tmpfs can be mounted (needs root): ${mounted.stderr}`);
  return undefined;
}

describe.runIf(program !== undefined)('openEmbedded in a process of its own', () => {
  it('says that another process holds the folder', async () => {
    const path = join(folder.path, 'held');
    const engine = must(await openEmbedded({ folder: path, sessions: 5 }));
    const refused = openInChild(path);
    expect(refused.error?.kind).toBe('held');
    expect(refused.error?.message).toContain(path);
    await engine.close();
    expect(openInChild(path)).toEqual({ ok: true });
    expect(existsSync(join(path, 'lock'))).toBe(false);
  });

  it('says that the thread pool is too small', () => {
    const refused = openInChild(join(folder.path, 'pool'), { UV_THREADPOOL_SIZE: '4' });
    expect(refused.error?.kind).toBe('thread-pool');
    expect(refused.error?.message).toContain('UV_THREADPOOL_SIZE');
  });
});

describe('openEmbedded', () => {
  it('writes its configuration, and throws when it is used after its end', async () => {
    const path = join(folder.path, 'closed');
    const engine = must(await openEmbedded({ folder: path, sessions: 5 }));
    expect(engine.version).toMatch(/^\d+\.\d+/);
    expect(readFileSync(join(path, 'engine.xml'), 'utf8')).toContain('<query_log remove="1"/>');
    expect(
      await rowsOf(engine, "SELECT count() FROM system.tables WHERE database = 'system' AND name LIKE '%\\_log'"),
    ).toEqual([['0']]);
    const limits = { time: durationMs(1000), memoryBytes: 1e9 };
    const running = engine.query({ sql: 'SELECT sleep(0.3)', params: [] }, 'JSONCompactEachRow', { limits });
    const closing = engine.close();
    expect((await running).ok).toBe(true);
    await closing;
    await engine.close();
    await expect(engine.command('SELECT 1')).rejects.toThrow('BUG');
  });

  it('has the engine merge as its configuration says', async () => {
    const engine = must(await openEmbedded({ folder: join(folder.path, 'merges'), sessions: 5 }));
    const setting = "SELECT value, changed FROM system.merge_tree_settings WHERE name = 'merge_selector_base'";
    expect(await rowsOf(engine, setting)).toEqual([['10', 1]]);
    await engine.close();
  });

  it('reports a full disk by name, and works again when there is space', async () => {
    const path = mountTmpfs(100);
    if (path === undefined) {
      if (process.env['CI'] === 'true') throw new Error('CI must let root mount a tmpfs');
      return;
    }
    try {
      const engine = must(await openEmbedded({ folder: path, sessions: 5 }));
      must(
        await engine.command(
          'CREATE TABLE t (s String CODEC(NONE)) ENGINE = MergeTree ORDER BY () SETTINGS fsync_after_insert = 1',
        ),
      );
      const insert = (megabytes: number) => {
        const row = new RowWriter(megabytes * 1024 * 1024 + 16);
        row.bytes(Buffer.alloc(megabytes * 1024 * 1024, 120), 0, megabytes * 1024 * 1024);
        return engine.insert({ table: 't', layout: [['s', 'String']], chunks: [row.take()], rows: 1 });
      };
      must(await insert(1));
      const spoolFull = await insert(120);
      expect(spoolFull).toMatchObject({ ok: false, error: { kind: 'disk' } });
      if (!spoolFull.ok) expect(spoolFull.error.message).toContain(path);
      // The spool file fits, the part beside it does not.
      expect(await insert(55)).toMatchObject({ ok: false, error: { kind: 'disk' } });
      must(await insert(1));
      expect(await rowsOf(engine, 'SELECT count() FROM t')).toEqual([['2']]);
      await engine.close();

      spawnSync('dd', ['if=/dev/zero', `of=${join(path, 'filler')}`, 'bs=1M', 'count=80']);
      const refused = await openEmbedded({ folder: path, sessions: 5 });
      expect(refused).toMatchObject({ ok: false, error: { kind: 'disk-full' } });
      if (!refused.ok) expect(refused.error.message).toContain(path);
    } finally {
      spawnSync('umount', [path]);
    }
  });
});
