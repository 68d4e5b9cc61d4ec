import { compressSync, uncompressSync } from 'snappy';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { expectMethods } from '../../../testkit/prometheus-refusals.js';
import { counters, histograms } from '../../../testkit/prometheus-samples.js';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

const T0 = 1_700_000_000;
const at = Date.now() - 10_000;

let app: RunningApp;
const { ask, write } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
  await write([...counters(T0 * 1000), ...histograms(at)]);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

const varint = (n: bigint): string => {
  let hex = '';
  for (let rest = n; ; rest >>= 7n) {
    const last = rest < 128n;
    hex += Number((rest & 127n) | (last ? 0n : 128n))
      .toString(16)
      .padStart(2, '0');
    if (last) return hex;
  }
};
const text = (field: string, value: string): string =>
  field + value.length.toString(16).padStart(2, '0') + Buffer.from(value).toString('hex');
const nested = (field: string, hex: string): string => field + (hex.length / 2).toString(16).padStart(2, '0') + hex;

/** A ReadRequest of one query; of each matcher its type (0 is =, 2 is =~), name and value. */
function readRequest(start: number, end: number, matchers: readonly (readonly [string, string, string])[]): Buffer {
  const all = matchers.map(([type, name, value]) => nested('1a', `08${type}${text('12', name)}${text('1a', value)}`));
  const query = `08${varint(BigInt(start))}10${varint(BigInt(end))}${all.join('')}`;
  return compressSync(Buffer.from(nested('0a', query), 'hex'));
}

const read = (body: Buffer) =>
  fetch(`${app.url}/api/v1/read`, { method: 'POST', headers: { 'content-encoding': 'snappy' }, body });

it('gives samples', async () => {
  const request = readRequest(T0 * 1000, T0 * 1000 + 15_000, [
    ['02', '__name__', 'u.'],
    ['00', 'job', 'a'],
  ]);
  const response = await read(request);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-protobuf');
  expect(response.headers.get('content-encoding')).toBe('snappy');
  const answer = uncompressSync(Buffer.from(await response.arrayBuffer())) as Buffer;
  expect(answer.includes(Buffer.from(text('0a', 'job') + text('12', 'a'), 'hex'))).toBe(true);
  expect(answer.includes(Buffer.from(text('12', 'b'), 'hex'))).toBe(false);
  // 0 at T0, 10 fifteen seconds later
  expect(answer.toString('hex')).toContain(`09000000000000000010${varint(BigInt(T0 * 1000))}`);
  expect(answer.toString('hex')).toContain(`09000000000000244010${varint(BigInt(T0 * 1000 + 15_000))}`);
});

it('of what is no request is malformed', async () => {
  expect((await read(Buffer.from('hello'))).status).toBe(400);
  expect((await ask('/api/v1/read')).status).toBe(405);
});

/** Without the time of the query. */
const samplesOf = (text: string): unknown =>
  (
    JSON.parse(text) as { data: { result: { metric: object; value?: unknown[]; histogram?: unknown[] }[] } }
  ).data.result.map(({ metric, value, histogram }) => [metric, value?.[1], histogram?.[1]]);

it('read remotely and written again are what they were', async () => {
  const body = readRequest(at - 1000, at, [['02', '__name__', 'sizes|bounded']]);
  const response = await fetch(`${app.url}/api/v1/read`, { method: 'POST', body });
  const answer = uncompressSync(Buffer.from(await response.arrayBuffer())) as Buffer;
  // A result lies in the answer as the series of a write request do: what is left without its tag and length is one.
  let from = 1;
  while (answer[from++]! > 127);
  const again = await fetch(`${app.url}/api/v1/write`, {
    method: 'POST',
    headers: { 'x-scope-orgid': 'again' },
    body: compressSync(answer.subarray(from)),
  });
  expect(again.status, await again.text()).toBe(204);
  const params = { query: '{__name__=~"sizes|bounded"}' };
  const [first, second] = await Promise.all(
    ['default', 'again'].map((tenant) => ask('/api/v1/query', { params, headers: { 'x-scope-orgid': tenant } })),
  );
  expect(JSON.parse(first!.text)).toMatchObject({ status: 'success', data: { result: { length: 4 } } });
  expect(samplesOf(second!.text)).toEqual(samplesOf(first!.text));
});

it.each([['/api/v1/read', 'OPTIONS, POST']])('%s has %s and is 405 for others', async (path, allowed) => {
  await expectMethods(ask, path, allowed);
});
