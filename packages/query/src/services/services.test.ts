import { DEFAULT_TENANT, nanos } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { services } from './services.js';

const T0 = nanos(1_767_323_040_000_000_000n);
const seconds = (n: number): string => `${1_767_323_040 + n}`;
const at = (n: number): bigint => T0 + BigInt(n) * 1_000_000_000n;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const span = { tenant: 'default', kind: 1 };
  await engine.insertJson('spans', [
    { ...span, service: 'shop', start: seconds(1), status_code: 0 },
    { ...span, service: 'shop', start: seconds(3), status_code: 2 },
    { ...span, service: '결제', start: seconds(2), status_code: 1 },
    { ...span, service: 'later', start: seconds(100), status_code: 1 },
    { ...span, service: 'theirs', start: seconds(2), tenant: 'other' },
  ]);
  await engine.insertJson('logs', [
    { tenant: 'default', service: 'shop', ts: seconds(4) },
    { tenant: 'default', service: 'bot', ts: seconds(5) },
    { tenant: 'default', service: 'bot', ts: seconds(0) },
  ]);
  const series = { tenant: 'default', day: '2026-01-02' };
  await engine.insertJson('metric_series', [
    { ...series, metric: 'target_info', fingerprint: '1', labels: { job: 'ns/shop' } },
    { ...series, metric: 'target_info', fingerprint: '2', labels: { job: 'ns/shop', instance: 'b' } },
    { ...series, metric: 'up', fingerprint: '3', labels: { job: 'node' } },
    { ...series, metric: 'other', fingerprint: '4', labels: { job: 'unseen' } },
    { ...series, metric: 'up', fingerprint: '5', labels: {} },
  ]);
  const sample = { tenant: 'default', value: 1 };
  await engine.insertJson('samples', [
    { ...sample, metric: 'target_info', fingerprint: '1', ts: seconds(7) },
    { ...sample, metric: 'target_info', fingerprint: '2', ts: seconds(6) },
    { ...sample, metric: 'up', fingerprint: '3', ts: seconds(8) },
    { ...sample, metric: 'other', fingerprint: '4', ts: seconds(8) },
    { ...sample, metric: 'up', fingerprint: '5', ts: seconds(8) },
  ]);
});
afterAll(() => engine.close());

it('sums up what each service sent', async () => {
  const answer = await services({ tenant: DEFAULT_TENANT, start: T0, end: nanos(at(50)) }, engine.runner);
  const none = {
    lastSpan: undefined,
    lastLog: undefined,
    lastSample: undefined,
    spanCount: 0,
    errorCount: 0,
    logCount: 0,
  };
  expect(answer).toEqual({
    ok: true,
    value: [
      { ...none, name: 'bot', lastLog: at(5), logCount: 2 },
      { ...none, name: 'node', lastSample: at(8) },
      { name: 'shop', lastSpan: at(3), lastLog: at(4), lastSample: at(7), spanCount: 2, errorCount: 1, logCount: 1 },
      { ...none, name: '결제', lastSpan: at(2), spanCount: 1 },
    ],
  });
});

it('takes [start, end) and knows when there is nothing', async () => {
  const ask = (start: bigint, end: bigint): ReturnType<typeof services> =>
    services({ tenant: DEFAULT_TENANT, start: nanos(start), end: nanos(end) }, engine.runner);
  const one = await ask(at(3), at(4));
  expect(one.ok && one.value.map((s) => s.name)).toEqual(['shop']);
  expect(await ask(at(1000), at(2000))).toEqual({ ok: true, value: [] });
});

it('hands on a failure', async () => {
  const answer = await services({ tenant: DEFAULT_TENANT, start: T0, end: T0 }, engine.runner, AbortSignal.abort());
  expect(answer).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
});
