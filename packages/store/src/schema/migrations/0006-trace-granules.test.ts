import { expect, it } from 'vitest';
import { TRACE_GRANULES } from './0006-trace-granules.js';
import { olderFolder } from './older-folder.testkit.js';

const folder = olderFolder();

const insert = (trace: string, service: string): Promise<void> =>
  folder.command(
    `INSERT INTO spans (trace_id, start, service) SELECT unhex('${trace.padStart(32, '0')}'), '2026-01-0${trace} 00:00:00', '${service}'`,
  );
const summaries = (): Promise<unknown[][]> =>
  folder.rows('SELECT hex(trace_id), sum(span_count), sumMap(service_spans) FROM traces GROUP BY trace_id ORDER BY 1');

it('keeps every summary, wherever an earlier run was cut off, and takes in new ones', async () => {
  let expected: unknown[][] = [];
  const fill = async (): Promise<void> => {
    await insert('1', 'shop');
    await insert('1', 'cart');
    await insert('2', 'shop');
    expected = await summaries();
    expect(expected).toHaveLength(2);
  };
  await folder.cutOffAnywhere(TRACE_GRANULES, fill, async () => expect(await summaries()).toEqual(expected));
  await folder.migrate();
  expect(await summaries()).toEqual(expected);
  await insert('2', 'cart');
  expect((await summaries())[1]).toEqual([expect.stringMatching(/2$/), '2', { cart: '1', shop: '1' }]);
  const [[settings]] = (await folder.rows(
    "SELECT engine_full FROM system.tables WHERE database = 'bongsu' AND name = 'traces'",
  )) as [[string]];
  expect(settings).toContain('index_granularity = 128,');
});
