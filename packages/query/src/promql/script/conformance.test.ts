import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { runScript, summary } from './run.js';

/** Prometheus' own scripts are not part of this project: they are read from beside it where they are there. */
const FOLDER =
  process.env['BONGSU_PROMQL_SCRIPTS'] ?? join(import.meta.dirname, '../../../../../../shared/conformance/promql');

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

/** The largest script asks some thousand queries. */
const SLOWEST_MS = 600_000;

/** Each query at four more times, as Prometheus' own runner does: five times the work. */
const SHIFTED = process.env['BONGSU_PROMQL_SHIFTED'] === '1';

const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.test')) : [];

describe("Prometheus' scripts", () => {
  it.skipIf(files.length > 0)(`are not at ${FOLDER}: set BONGSU_PROMQL_SCRIPTS to run them`, () => undefined);

  it.each(files)(
    '%s',
    async (name) => {
      const outcomes = await runScript(readFileSync(join(FOLDER, name), 'utf8'), engine, ['memory', 'engine'], SHIFTED);
      console.log(`${name}: ${summary(outcomes)}`);
      const failed = outcomes.filter((o) => o.result === 'failed');
      expect(failed.map((o) => `${name}:${o.line} ${o.query}\n    ${o.detail}`)).toEqual([]);
    },
    SLOWEST_MS,
  );
});
