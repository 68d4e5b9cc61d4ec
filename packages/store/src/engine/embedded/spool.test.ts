import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-store.testkit.js';
import { remaining, writeSpoolFile } from './spool.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('writeSpoolFile', () => {
  it('writes more chunks than one system call takes', async () => {
    const chunks = Array.from({ length: 3000 }, (_, i) => Buffer.from(i % 7 === 0 ? '' : `chunk ${i};`));
    const path = await writeSpoolFile(folder.path, 'many', chunks);
    expect(readFileSync(path)).toEqual(Buffer.concat(chunks));
  });

  it('leaves an existing file alone', async () => {
    await writeSpoolFile(folder.path, 'one', [Buffer.from('1')]);
    await expect(writeSpoolFile(folder.path, 'one', [Buffer.from('2')])).rejects.toThrow('EEXIST');
    expect(readFileSync(join(folder.path, 'one'), 'utf8')).toBe('1');
    expect(existsSync(join(folder.path, 'two'))).toBe(false);
  });
});

describe('remaining', () => {
  const chunks = [Buffer.from('abc'), Buffer.from('de'), Buffer.from('f')];
  it.each([
    [0, 'abcdef'],
    [2, 'cdef'],
    [3, 'def'],
    [4, 'ef'],
    [6, ''],
  ])('after %i bytes', (written, rest) => {
    expect(Buffer.concat(remaining(chunks, written)).toString()).toBe(rest);
  });
});
