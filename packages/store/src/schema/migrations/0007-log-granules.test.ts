import { expect, it } from 'vitest';
import { LOG_GRANULES } from './0007-log-granules.js';
import { olderFolder } from './older-folder.testkit.js';

const folder = olderFolder();

/** Lines of which each has a trace of its own, more than a granule of either size holds. */
const insert = (from: number, count: number): Promise<void> =>
  folder.command(
    `INSERT INTO logs (tenant, ts, service, body, trace_id) SELECT 'default', toDateTime64('2026-01-01 00:00:00', 9, 'UTC') + number, ` +
      `'shop', toString(number), reinterpretAsFixedString(toUInt128(number + 1)) FROM numbers(${from}, ${count})`,
  );
const counted = (): Promise<unknown[][]> => folder.rows('SELECT count(), uniqExact(body), max(ts) FROM logs');
const lineOf = (number: number): string =>
  `SELECT body FROM logs WHERE trace_id = reinterpretAsFixedString(toUInt128(${number + 1})) SETTINGS use_query_condition_cache = 0`;
/** Granules that a statement reads, by the index that left them over. */
async function granulesOf(sql: string): Promise<number> {
  const plan = (await folder.rows(`SELECT * FROM (EXPLAIN indexes = 1 ${sql})`)).flat().join('\n');
  const [, left] = /Name: trace_id_filter[^]*?Granules: (\d+)\//.exec(plan) ?? [];
  return Number(left);
}

it('keeps every line, wherever an earlier run was cut off, and finds old and new ones by their trace', async () => {
  const all = async (): Promise<void> =>
    expect(await counted()).toEqual([['100000', '100000', '2026-01-02 03:46:39.000000000']]);
  const fill = async (): Promise<void> => {
    await insert(0, 100_000);
    await all();
  };
  await folder.cutOffAnywhere(LOG_GRANULES, fill, all);
  await folder.migrate();
  await insert(100_000, 20_000);
  for (const number of [0, 70_000, 99_999, 100_000, 119_999]) {
    expect(await folder.rows(lineOf(number))).toEqual([[`${number}`]]);
  }
  await expect
    .poll(() => folder.rows('SELECT 1 FROM system.mutations WHERE NOT is_done'), { timeout: 30_000 })
    .toEqual([]);
  expect(await granulesOf(lineOf(70_000))).toBeLessThan(10);
  await folder.command('OPTIMIZE TABLE logs FINAL');
  expect(await counted()).toEqual([['120000', '120000', '2026-01-02 09:19:59.000000000']]);
  // Eight granules of 1024 lines have one filter, which errs once in a hundred.
  expect(await granulesOf(lineOf(70_000))).toBeLessThanOrEqual(16);
  expect(await folder.rows("SELECT sum(marks) > 100 FROM system.parts WHERE table = 'logs' AND active")).toEqual([[1]]);
});
