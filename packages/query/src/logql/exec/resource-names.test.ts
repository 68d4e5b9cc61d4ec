import { DEFAULT_TENANT, nanos } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SeriesCache } from '../../lang/index.js';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { T0 } from '../testkit/log-data.js';
import { anyResourceHas } from './resource-names.js';

const DAY_NS = 86_400_000_000_000n;
let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const store = (attributes: Record<string, string>, types = ''): Promise<void> =>
  engine.insertJson('resources', [
    { tenant: DEFAULT_TENANT, fingerprint: '1', day: '2026-01-02', attributes, attribute_types: types },
  ]);

it('asks again only when a resource was added', async () => {
  const resourceAnswers = new SeriesCache();
  const runner = { ...engine.runner, resourceAnswers };
  const has = async (name: string, from = T0): Promise<boolean> => {
    const found = await anyResourceHas(
      { tenant: DEFAULT_TENANT, start: from, end: nanos(from + 1n) },
      [name],
      runner,
      undefined,
    );
    if (!found.ok) throw new Error(found.error.message);
    return found.value;
  };
  expect(await has('host_name')).toBe(false);
  const before = engine.statements.length;
  expect(await has('host_name')).toBe(false);
  expect(engine.statements.length).toBe(before);
  await store({ 'host.name': 'a' });
  resourceAnswers.invalidate();
  expect(await has('host_name')).toBe(true);
  expect(await has('host_name', nanos(T0 + DAY_NS))).toBe(false);
  expect(await has('name')).toBe(false);
  // A list may hold any name.
  await store({ list: '{}' }, 'k');
  resourceAnswers.invalidate();
  expect(await has('name')).toBe(true);
});
