import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

/** More than two pages, so that lines of equal time stand on both sides of a page's end. */
const COUNT = 12_000;
const T0 = BigInt(Date.now()) * 1_000_000n - 60_000_000_000n;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  const values = Array.from({ length: COUNT }, (_, i) => [String(T0 + BigInt(Math.floor(i / 7))), `{"n":${i}}`]);
  const response = await fetch(`${app.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream: { app: 'x' }, values }] }),
  });
  expect(response.status).toBe(204);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

const url = (query: string): string => `${app.url}/loki/api/v1/export?${String(new URLSearchParams({ query }))}`;

it('exports every line of a query once, oldest first', async () => {
  const response = await fetch(url('{app="x"}'));
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  const lines = (await response.text()).trimEnd().split('\n');
  const found = lines.map((line) => JSON.parse(line) as { ts: string; line: string });
  expect(found.map(({ line }) => line)).toEqual(Array.from({ length: COUNT }, (_, i) => `{"n":${i}}`));
  expect(found[0]).toEqual({
    ts: String(T0),
    line: '{"n":0}',
    stream: { app: 'x', service_name: 'x' },
    structuredMetadata: { detected_level: 'unknown' },
    parsed: {},
  });
});

it.each([
  ['{app="x"} | json | n >= 11990', 10],
  ['{app="x"} |= "nothing"', 0],
  ['{app="none"}', 0],
])('%s exports what the pipeline lets pass', async (query, count) => {
  const text = await (await fetch(url(query))).text();
  expect(text.split('\n').filter((line) => line !== '')).toHaveLength(count);
});

it.each(['{app="x"', 'rate({app="x"}[1m])'])('refuses %s before anything is sent', async (query) => {
  const response = await fetch(url(query));
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/plain; charset=utf-8']);
  expect(await response.text()).not.toBe('');
});

it('goes on serving after a client hung up in the middle', async () => {
  const request = httpGet(url('{app="x"}'));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await once(response, 'data');
  request.destroy();
  expect((await fetch(url('{app="x"} |= "11999"'))).status).toBe(200);
});

it('exports Parquet from the engine', async () => {
  const response = await fetch(`${url('{app="x"} |~ "n.:[0-9]+"')}&format=parquet`);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/vnd.apache.parquet']);
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
  // The footer's length stands before the last magic; the footer names the columns.
  const footer = bytes.subarray(-8 - bytes.readUInt32LE(bytes.length - 8), -8).toString('latin1');
  for (const column of ['time', 'line', 'stream_labels', 'attributes', 'level', 'trace', 'span']) {
    expect(footer).toContain(column);
  }
});

it.each([
  ['{app="x"} | json', 'parquet', /^the engine alone writes Parquet/],
  ['{app="x"}', 'csv', /^format: "csv" is none: use ndjson or parquet$/],
])('refuses %s as %s', async (query, format, message) => {
  const response = await fetch(`${url(query)}&format=${format}`);
  expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(message) as string]);
});
