import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

/** A file of `push-cases`: bytes in, the answer, and what a query finds then. Each case has a tenant of its own. */
interface PushCase {
  readonly what: string;
  readonly request: {
    readonly headers: Readonly<Record<string, string>>;
    readonly text?: string;
    readonly hex?: string;
  };
  readonly status: number;
  /** What the answer's text holds; without it the answer is empty. */
  readonly answer?: string;
  readonly query: string;
  readonly found: readonly unknown[];
}

const FOLDER = join(import.meta.dirname, 'push-cases');
const CASES = readdirSync(FOLDER).map((file) => {
  const read = parse(readFileSync(join(FOLDER, file), 'utf8')) as PushCase;
  return [file.replace('.yaml', ''), read.what, read] as const;
});

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it.each(CASES)('%s: %s', async (name, _what, { request, status, answer, query, found }) => {
  const tenant = { 'x-scope-orgid': name };
  const { headers, text, hex = '' } = request;
  const body = text === undefined ? Buffer.from(hex.replace(/\s/g, ''), 'hex') : Buffer.from(text);
  const pushed = await fetch(`${app.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { ...headers, ...tenant },
    body: new Uint8Array(body),
  });
  expect(pushed.status).toBe(status);
  const said = await pushed.text();
  if (answer === undefined) expect(said).toBe('');
  else expect(said).toContain(answer);

  const range = { query, start: '1767323000', end: '1767323100', direction: 'forward' };
  const response = await fetch(`${app.url}/loki/api/v1/query_range?${String(new URLSearchParams(range))}`, {
    headers: { ...tenant, 'x-loki-response-encoding-flags': 'categorize-labels' },
  });
  expect(((await response.json()) as { data: { result: unknown[] } }).data.result).toEqual(found);
});
