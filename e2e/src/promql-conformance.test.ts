import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOverHttp } from './promql-over-http.js';
import { startServer, type ServerProcess } from './server-process.js';

const OWN = join(import.meta.dirname, '../../packages/query/src/promql/script/cases');
/** Prometheus' own scripts are not part of this project: they are read from beside it where they are there. */
const THEIRS = process.env['BONGSU_PROMQL_SCRIPTS'] ?? join(import.meta.dirname, '../../../shared/conformance/promql');

/** What Prometheus' script runner switches on. */
const FEATURES = [
  'promql-experimental-functions',
  'promql-extended-range-selectors',
  'promql-binop-fill-modifiers',
  'promql-delayed-name-removal',
  'use-start-timestamps',
];

/** The largest script asks some hundred queries. */
const SLOWEST_MS = 300_000;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({
    args: ['--alias-ports', 'off', '--retention', 'off', '--enable-feature', FEATURES.join(',')],
  });
});
afterAll(() => server.stop());

const scriptsOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

describe.each([
  ['own', OWN, '.promtest'],
  ["Prometheus'", THEIRS, '.test'],
])('%s scripts', (_, folder, ending) => {
  const names = scriptsOf(folder).filter((name) => name.endsWith(ending));
  it.skipIf(names.length > 0)(`are not at ${folder}: set BONGSU_PROMQL_SCRIPTS to run them`, () => undefined);

  it.each(names)(
    '%s',
    async (name) => {
      const { evaluations, wrong } = await runOverHttp(readFileSync(join(folder, name), 'utf8'), server.url);
      console.log(`${name}: ${evaluations - wrong.length} of ${evaluations}`);
      expect(wrong).toEqual([]);
    },
    SLOWEST_MS,
  );
});
