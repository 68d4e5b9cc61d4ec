import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { runScript } from './run.js';

const FOLDER = join(import.meta.dirname, 'cases');

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

it.each(readdirSync(FOLDER))('%s', async (name) => {
  const outcomes = await runScript(readFileSync(join(FOLDER, name), 'utf8'), engine, ['memory', 'engine']);
  const wrong = outcomes.filter((o) => o.result !== 'passed');
  expect(wrong.map((o) => `${name}:${o.line} ${o.query}\n    ${o.result}: ${o.detail}`)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(0);
});
