import { expect, it } from 'vitest';
import { olderFolder } from './older-folder.testkit.js';

const folder = olderFolder();

const span = (trace: number, service: string, more: Readonly<Record<string, string>> = {}): string => {
  const columns = { trace_id: `unhex('0${trace}')`, start: `'2026-01-01 00:00:00'`, service: `'${service}'`, ...more };
  return `INSERT INTO spans (${Object.keys(columns).join(', ')}) VALUES (${Object.values(columns).join(', ')})`;
};
const SUMMARIES =
  'SELECT sum(span_count), sumMap(service_spans), sumMap(service_errors), groupBitOr(rare) FROM traces GROUP BY trace_id ORDER BY trace_id';

it('keeps the summaries of an older folder, whose services and rare parts stay unknown', async () => {
  await folder.migrate(4);
  await folder.command(span(1, 'shop'));
  await folder.command(span(2, 'shop'));
  await folder.migrate();
  await folder.command(span(1, 'cart'));
  for (const [service, more] of [
    ['shop', {}],
    ['cart', { status_code: '2' }],
    ['cart', { '`events.ts`': `['2026-01-01 00:00:00']`, '`events.name`': `['exception']` }],
    ['cart', { '`links.trace_id`': `[unhex('01')]`, dropped_events: '1' }],
  ] as const) {
    await folder.command(span(3, service, more));
  }
  await folder.command(span(4, 'shop', { flags: '1', status_message: `'declined'` }));
  const expected = [
    ['2', { cart: '1' }, {}, 255],
    ['1', {}, {}, 255],
    ['4', { cart: '3', shop: '1' }, { cart: '1' }, 7],
    ['1', { shop: '1' }, {}, 24],
  ];
  expect(await folder.rows(SUMMARIES)).toEqual(expected);
  await folder.command('OPTIMIZE TABLE traces FINAL');
  expect(await folder.rows(SUMMARIES)).toEqual(expected);
});
