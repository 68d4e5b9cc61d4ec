import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';

/** More than two pages, so that lines of equal time stand on both sides of a page's end. */
const COUNT = 12_000;
const T0 = BigInt(Date.now()) * 1_000_000n - 60_000_000_000n;
let app: RunningApp;

async function push(stream: Record<string, string>, values: readonly unknown[]): Promise<void> {
  const response = await fetch(`${app.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream, values }] }),
  });
  expect(response.status).toBe(204);
}

beforeAll(async () => {
  app = await startApp();
  const values = Array.from({ length: COUNT }, (_, i) => [String(T0 + BigInt(Math.floor(i / 7))), `{"n":${i}}`]);
  await push({ app: 'x' }, values);
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

/** Rows of a file as the engine reads it, in a process of its own: this one has a folder open. */
async function readParquet(bytes: Uint8Array): Promise<unknown[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'bongsu-parquet-')), 'lines.parquet');
  writeFileSync(file, bytes);
  const columns = 'toString(toUnixTimestamp64Nano(time)), line, stream_labels, attributes, level, trace, span';
  const sql = `SELECT ${columns} FROM file('${file}', 'Parquet') ORDER BY time, line`;
  const script = `process.stdout.write(require('chdb').query(${JSON.stringify(sql)}, 'JSONCompactEachRow'))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: import.meta.dirname,
    maxBuffer: 64 * 1024 * 1024,
  });
  const rows = stdout.split('\n').filter((row) => row !== '');
  return rows.map((row) => JSON.parse(row) as unknown);
}

it('exports Parquet from the engine', async () => {
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const attributes = { trace_id: trace, 'user.id': 'kim', level: 'warn' };
  await push({ app: 'y' }, [
    [String(T0), '주문 "1"\n', attributes],
    [String(T0 + 1n), ''],
  ]);
  const response = await fetch(`${url('{app="y"}')}&format=parquet`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/vnd.apache.parquet']);
  const labels = { app: 'y', service_name: 'y' };
  expect(await readParquet(Buffer.from(await response.arrayBuffer()))).toEqual([
    [String(T0), '주문 "1"\n', labels, attributes, 'warn', trace, ''],
    [String(T0 + 1n), '', labels, {}, 'unknown', '', ''],
  ]);
});

it('exports every line that passes as Parquet', async () => {
  const response = await fetch(`${url('{app="x"} |~ "n.:[0-9]+5}"')}&format=parquet`);
  const rows = (await readParquet(Buffer.from(await response.arrayBuffer()))) as [string, string][];
  const wanted = Array.from({ length: COUNT }, (_, i) => `{"n":${i}}`).filter((line) => /n.:[0-9]+5}/.test(line));
  expect(rows.map(([, line]) => line).sort()).toEqual(wanted.sort());
});

it.each([
  ['{app="x"} | json', 'parquet', /^the engine alone writes Parquet/],
  ['{app="x"}', 'csv', /^format: "csv" is none: use ndjson or parquet$/],
])('refuses %s as %s', async (query, format, message) => {
  const response = await fetch(`${url(query)}&format=${format}`);
  expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(message) as string]);
});
