import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offences } from './imports.mjs';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'bongsu-imports-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  const file = join(root, 'packages', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function manifest(name: string, ...dependencies: string[]): void {
  const entries = dependencies.map((d) => [`@bongsu/${d}`, '*']);
  write(
    `${name}/package.json`,
    JSON.stringify({ name: `@bongsu/${name}`, dependencies: Object.fromEntries(entries) as object }),
  );
}

describe('imports', () => {
  it.each([
    ['wire/src/a.ts', "import { ok } from '@bongsu/model';", []],
    ['wire/src/a.ts', "import type { Engine } from '@bongsu/store';", ['wire may not import store']],
    ['wire/src/a.ts', "export { x } from '../../model/src/x.js';", ['leaves the package']],
    ['query/src/logql/plan/a.ts', "import { b } from '../syntax/parse.js';", []],
    ['query/src/logql/plan/a.ts', "import { b } from '../../promql/index.js';", ['may not import query/promql']],
    ['query/src/logql/syntax/a.ts', "import { b } from '../../sql/nodes.js';", ['may not import query/sql']],
    ['query/src/logql/a.ts', "import { b } from '../testkit/engine.js';", ['imports the test kit']],
    ['store/src/a.ts', "const x = await import('@bongsu/wire/otlp');", ['may not import wire']],
    ['odd/src/a.ts', '', ['no row of the import table']],
  ])('%s with %s', (path, source, expected) => {
    for (const name of ['wire', 'query', 'store', 'odd']) manifest(name, 'model', 'store', 'wire', 'query');
    write(path, source);
    const found = offences(root);
    expect(found).toHaveLength(expected.length);
    expected.forEach((text, i) => expect(found[i]).toContain(text));
  });

  it('names an undeclared dependency', () => {
    manifest('wire');
    write('wire/src/a.ts', "import { ok } from '@bongsu/model';");
    expect(offences(root)).toEqual(["wire/src/a.ts: '@bongsu/model' is not among the dependencies of @bongsu/wire"]);
  });
});
