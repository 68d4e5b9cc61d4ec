import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { circles } from './circles.mjs';

describe('circles', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bongsu-circles-'));
    mkdirSync(join(root, 'packages/wire/src'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const file = (name: string, ...imports: string[]): void =>
    writeFileSync(
      join(root, 'packages/wire/src', name),
      imports.map((from) => `import type { X } from '${from}';\n`).join(''),
    );

  it('finds files that import each other, however long the way', () => {
    file('a.ts', './b.js');
    file('b.ts', './c.js');
    file('c.ts', './a.js');
    file('d.ts', './a.js');
    expect(circles(root)).toEqual([
      'packages/wire/src/a.ts -> packages/wire/src/b.ts\n' +
        'packages/wire/src/b.ts -> packages/wire/src/c.ts\n' +
        'packages/wire/src/c.ts -> packages/wire/src/a.ts',
    ]);
  });

  it('finds none where all arrows point one way', () => {
    file('a.ts', './b.js', './c.js');
    file('b.ts', './c.js');
    file('c.ts');
    expect(circles(root)).toEqual([]);
  });

  it('leaves tests out', () => {
    file('a.ts', './a.test.js');
    file('a.test.ts', './a.js');
    expect(circles(root)).toEqual([]);
  });
});
