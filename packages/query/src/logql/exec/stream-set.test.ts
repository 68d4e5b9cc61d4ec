import { nanos, ok, parseTenant, type Labels, type Nanos, type Tenant } from '@bongsu/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FingerprintCache, SeriesCache, type SqlRunner } from '../../lang/index.js';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { planSelector } from '../plan/plan.js';
import { parseSelector } from '../labels.js';
import { after, storeLines, T0 } from '../testkit/log-data.js';
import { col } from '../../sql/index.js';
import { matchingStreams, StreamSet } from './stream-set.js';

const DAY_NS = 86_400_000_000_000n;
let engine: TestEngine;
let cache: SeriesCache;
let runner: SqlRunner;

beforeAll(async () => {
  engine = await openTestEngine();
  await storeLines(engine, [
    { ts: after(1), labels: { app: 'a' }, line: 'one' },
    { ts: after(2), labels: { app: 'b' }, line: 'two' },
    { ts: after(3), labels: { app: 'a' }, line: 'theirs', tenant: 'other' },
  ]);
});
afterAll(() => engine.close());
beforeEach(() => {
  cache = new SeriesCache();
  runner = { ...engine.runner, logStreams: cache };
});

const tenant = (name: string): Tenant => {
  const parsed = parseTenant(name);
  if (!parsed.ok) throw new Error(name);
  return parsed.value;
};

async function apps(selector: string, whose = 'default', start: Nanos = T0): Promise<(string | undefined)[]> {
  const parsed = parseSelector(selector);
  if (!parsed.ok) throw new Error(selector);
  const scope = { tenant: tenant(whose), start, end: nanos(start + 60_000_000_000n) };
  const found = await matchingStreams(scope, planSelector(parsed.value, 'auto').labels, runner);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map(({ labels }) => labels['app']).sort();
}

describe('streams found before', () => {
  it('are not looked for again on the same day', async () => {
    expect(await apps('{app=~".+"}')).toEqual(['a', 'b']);
    const before = engine.statements.length;
    expect(await apps('{app=~".+"}', 'default', nanos(T0 + 5_000_000_000n))).toEqual(['a', 'b']);
    expect(engine.statements.length).toBe(before);
  });

  it.each([
    ['of another selector', () => apps('{app="b"}'), ['b']],
    ['of another tenant', () => apps('{app=~".+"}', 'other'), ['a']],
    ['of another day', () => apps('{app=~".+"}', 'default', nanos(T0 + DAY_NS)), []],
  ])('are no answer for those %s', async (_, ask, expected) => {
    await apps('{app=~".+"}');
    expect(await ask()).toEqual(expected);
  });

  it('are looked for again when one was added', async () => {
    expect(await apps('{app="c"}')).toEqual([]);
    await storeLines(engine, [{ ts: after(4), labels: { app: 'c' }, line: 'three' }]);
    cache.invalidate();
    expect(await apps('{app="c"}')).toEqual(['c']);
  });
});

it('labels of streams are read once, whoever asks for them', async () => {
  const found = await engine.runner.rows({
    columns: [{ expr: col('fingerprint') }],
    from: { kind: 'table', name: 'log_streams' },
  });
  if (!found.ok) throw new Error(found.error.message);
  const fingerprints = found.value.map(([fingerprint]) => fingerprint as string);
  const scope = { tenant: tenant('default'), start: T0, end: nanos(T0 + 60_000_000_000n) };
  const remembering = { ...engine.runner, streamLabels: new FingerprintCache<Labels>() };
  const read = async (): Promise<ReadonlyMap<string, Labels>> => {
    const labels = await StreamSet.all(scope, remembering).labelsOf(fingerprints);
    if (!labels.ok) throw new Error(labels.error.message);
    return labels.value;
  };
  const first = await read();
  expect([...first.values()].map(({ app }) => app).sort()).toEqual(expect.arrayContaining(['a', 'b']));
  const before = engine.statements.length;
  expect(await read()).toEqual(first);
  expect(engine.statements.length).toBe(before);
});

describe('lines of streams that are all there are', () => {
  const choices = async (selector: string, meanwhile?: () => void): Promise<string[]> => {
    const parsed = parseSelector(selector);
    if (!parsed.ok) throw new Error(selector);
    const scope = { tenant: tenant('default'), start: T0, end: nanos(T0 + 60_000_000_000n) };
    const set = await StreamSet.resolve(scope, planSelector(parsed.value, 'auto').labels, runner);
    if (!set.ok) throw new Error(set.error.message);
    const asked: string[] = [];
    const read = await set.value.ofLines(({ kind }) => {
      asked.push(kind);
      if (asked.length === 1) meanwhile?.();
      return Promise.resolve(ok(asked.length));
    }, undefined);
    expect(read).toEqual(ok(asked.length));
    return asked;
  };

  it.each([
    ['{app=~".+"}', ['all']],
    ['{app=~"a|b|c"}', ['all']],
    ['{app=~"a|b"}', ['listed']],
    ['{app="a"}', ['listed']],
    ['{app!="a"}', ['listed']],
  ])('%s is asked as %j', async (selector, expected) => {
    expect(await choices(selector)).toEqual(expected);
  });

  it('are read again, and named, when one came meanwhile', async () => {
    expect(await choices('{app=~".+"}', () => cache.invalidate())).toEqual(['all', 'listed']);
  });
});
