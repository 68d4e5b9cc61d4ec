import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function explain(language: string, query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}/api/bongsu/explain?${String(new URLSearchParams({ language, query }))}`, {
    headers,
  });
  return { status: response.status, body: (await response.json()) as { plan?: string; error?: string } };
}

it.each([
  ['logql', '{app="x"} |= "y" | json', /clickhouse/],
  ['traceql', '{ status = error }', /clickhouse/],
  ['promql', 'sum(rate(x[5m]))', /x/],
])('says where the parts of %s are evaluated', async (language, query, plan) => {
  const { status, body } = await explain(language, query);
  expect([status, body.plan]).toEqual([200, expect.stringMatching(plan) as string]);
});

it('heeds the header that forces the executor', async () => {
  const { body } = await explain('logql', '{app="x"} |= "y"', { 'x-bongsu-executor': 'memory' });
  expect(body.plan).not.toMatch(/clickhouse/);
});

it.each([
  ['logql', '{', /^parse error/],
  ['traceql', '{', /./],
  ['promql', '(', /parse error/],
  ['sql', 'SELECT 1', /^language: "sql" is none: use logql, traceql or promql$/],
])('refuses %s %s', async (language, query, message) => {
  const { status, body } = await explain(language, query);
  expect([status, body.error]).toEqual([400, expect.stringMatching(message) as string]);
});
