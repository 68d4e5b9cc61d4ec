import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must, temporaryFolder } from '../temporary-store.testkit.js';
import { holdFolder } from './folder.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => folder.remove());

const refusal = (path: string): { kind: string; message: string } => {
  const held = holdFolder(path);
  if (held.ok) throw new Error('held');
  expect(held.error.message).toContain(path);
  return held.error;
};

describe('holdFolder', () => {
  it('makes the folder, and lets go of it', () => {
    const path = join(folder.path, 'a', '데이터 b');
    const held = must(holdFolder(path));
    expect(held.path).toBe(path);
    expect(existsSync(held.spool)).toBe(true);
    held.release();
    held.release();
    must(holdFolder(path)).release();
  });

  it('refuses a folder that a living process holds, this one included', () => {
    const held = must(holdFolder(folder.path));
    const error = refusal(folder.path);
    expect(error).toMatchObject({ kind: 'held' });
    expect(error.message).toContain(`process ${process.pid}`);
    held.release();
  });

  it('takes over from a process that is dead', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('exit', resolve));
    writeFileSync(join(folder.path, 'lock'), `${child.pid!} 123\n`);
    must(holdFolder(folder.path)).release();
  });

  it.runIf(process.platform === 'linux')('takes over when the pid was given to another process since', () => {
    writeFileSync(join(folder.path, 'lock'), `${process.pid} 1\n`);
    must(holdFolder(folder.path)).release();
  });

  it.each(['', 'rubbish', '12'])('takes over a lock that says %j', (text) => {
    writeFileSync(join(folder.path, 'lock'), text);
    must(holdFolder(folder.path)).release();
  });

  it('does not release what another process has taken since', () => {
    must(holdFolder(folder.path)).release();
    const held = must(holdFolder(folder.path));
    expect(readFileSync(join(folder.path, 'lock'), 'utf8')).toMatch(new RegExp('^\\d+ \\d*\\n$'));
    held.release();
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  });

  it('empties the spool', () => {
    mkdirSync(join(folder.path, 'spool'));
    writeFileSync(join(folder.path, 'spool', '1.rows'), 'x');
    const held = must(holdFolder(folder.path));
    expect(existsSync(join(held.spool, '1.rows'))).toBe(false);
    held.release();
  });

  it('refuses a folder of a newer format and lets go of it', () => {
    writeFileSync(join(folder.path, 'format'), '2\n');
    expect(refusal(folder.path)).toMatchObject({ kind: 'newer' });
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  });

  it('refuses a path it cannot write', () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    expect(refusal(file)).toMatchObject({ kind: 'not-writable' });
    expect(refusal(join(file, 'below'))).toMatchObject({ kind: 'not-writable' });
  });

  it.runIf(process.platform === 'linux')('refuses a path nobody can write', () => {
    expect(refusal('/proc/bongsu')).toMatchObject({ kind: 'not-writable' });
  });
});
