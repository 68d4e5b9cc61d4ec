import { RowWriter } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { col, infix, param } from '../sql/index.js';
import { openTestEngine, type TestEngine } from './engine.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

it('stores what it is given and answers with parameters that cannot break out', async () => {
  const nasty = "a'b\\c\n{p1:String}한";
  await engine.insertJson('metric_series', [
    { tenant: 't', metric: nasty, fingerprint: '18446744073709551615', day: '1970-01-01', labels: { a: nasty } },
  ]);
  const answer = await engine.runner.rows({
    columns: [{ expr: col('fingerprint') }, { expr: col('labels') }],
    from: { kind: 'table', name: 'metric_series' },
    where: infix(col('metric'), '=', param('String', nasty)),
  });
  expect(answer).toEqual({ ok: true, value: [['18446744073709551615', { a: nasty }]] });
});

it('keeps the bits of a stale marker and times before the epoch', async () => {
  const rows = new RowWriter();
  rows.u64(2, 0x7ff00000);
  await engine.insertBinary('samples', [['value', 'Float64']], rows.take());
  const answer = await engine.runner.binary({
    columns: [{ expr: col('value') }],
    from: { kind: 'table', name: 'samples' },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  expect(Buffer.from(answer.value).toString('hex')).toBe('020000000000f07f');
});

it('gives a failure of the engine as a value', async () => {
  const answer = await engine.runner.rows({ columns: [{ expr: col('nothing') }] });
  expect(answer.ok).toBe(false);
});
