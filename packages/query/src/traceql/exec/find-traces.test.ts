import { DEFAULT_TENANT, nanos } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AnswerReach, type SqlRunner } from '../../lang/index.js';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { searchTraces } from '../search.js';
import { after, storeSpans, T0 } from '../testkit/span-data.js';

const HOURS_NS = 7_200_000_000_000n;
const shop = { service: 'shop' };

let engine: TestEngine;
let runner: SqlRunner;

beforeAll(async () => {
  engine = await openTestEngine();
  runner = { ...engine.runner, answerReach: new AnswerReach() };
  await storeSpans(engine, [
    { trace: 'a', span: '1', start: after(0), resource: shop, attributes: { seldom: 's:yes' } },
    { trace: 'b', span: '1', start: after(7100), resource: shop, attributes: { often: 's:yes' } },
  ]);
});
afterAll(() => engine.close());

const question = (q: string, limit: number): string => `${DEFAULT_TENANT} ${limit} ${q}`;
const reachOf = (q: string, limit: number): bigint | undefined => runner.answerReach?.take(question(q, limit))?.back;

/** Ids found, and the statements it took. */
async function search(q: string, limit: number): Promise<readonly [ids: readonly string[], statements: number]> {
  const before = engine.statements.length;
  const scope = { tenant: DEFAULT_TENANT, start: T0, end: nanos(T0 + HOURS_NS) };
  const found = await searchTraces({ ...scope, q, tags: undefined, limit, spansPerSpanSet: 3 }, runner);
  if (!found.ok) throw new Error(found.error.message);
  return [found.value.traces.map((t) => t.traceID.replace(/^0+/, '')), engine.statements.length - before];
}

it('looks as far back at once as the last answer reached', async () => {
  const [first, many] = await search('{ span.seldom = "yes" }', 1);
  const [again, few] = await search('{ span.seldom = "yes" }', 1);
  expect([first, again]).toEqual([['a'], ['a']]);
  expect(few).toBeLessThan(many);
  expect(reachOf('{ span.seldom = "yes" }', 1)).toBe(HOURS_NS);

  const page = Array.from({ length: 40 }, (_, i) => `c${i.toString(16)}`);
  await storeSpans(
    engine,
    page.map((trace, i) => ({
      ...{ trace, span: '1', start: after(7000 + i), resource: shop, attributes: { seldom: 's:yes' } },
    })),
  );
  const newest = page.at(-1)!;
  expect((await search('{ span.seldom = "yes" }', 1))[0]).toEqual([newest]);
  // One trace more than was asked for tells whether there is another page.
  expect(reachOf('{ span.seldom = "yes" }', 1)).toBe(HOURS_NS - (after(7038) - T0));
  expect((await search('{ span.seldom = "yes" }', 1))[0]).toEqual([newest]);
});

it('goes on where an answer reaches farther back than the last one', async () => {
  const q = '{ span.often = "yes" }';
  runner.answerReach?.learn(question(q, 2), { back: 1n, candidates: 1 });
  expect((await search(q, 2))[0]).toEqual(['b']);
  await storeSpans(engine, [
    { trace: 'd', span: '1', start: after(10), resource: shop, attributes: { often: 's:yes' } },
  ]);
  runner.answerReach?.learn(question(q, 2), { back: 1n, candidates: 1 });
  expect((await search(q, 2))[0]).toEqual(['b', 'd']);
});
