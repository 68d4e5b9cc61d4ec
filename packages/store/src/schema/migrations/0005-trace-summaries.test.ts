import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '@bongsu/model';
import type { Engine } from '../../engine/engine.js';
import { must, openTemporary, rowsOf } from '../../engine/temporary-store.testkit.js';
import { migrate } from '../migrate.js';
import { MIGRATIONS } from './migrations.js';

let engine: Engine;
let closeStore: () => Promise<void>;
const clock = systemClock();

beforeAll(async () => {
  const store = await openTemporary({ bare: true });
  engine = store.engine;
  closeStore = store.close;
});
afterAll(() => closeStore());

const span = (trace: number, service: string, more: Readonly<Record<string, string>> = {}): string => {
  const columns = { trace_id: `unhex('0${trace}')`, start: `'2026-01-01 00:00:00'`, service: `'${service}'`, ...more };
  return `INSERT INTO spans (${Object.keys(columns).join(', ')}) VALUES (${Object.values(columns).join(', ')})`;
};
const SUMMARIES =
  'SELECT sum(span_count), sumMap(service_spans), sumMap(service_errors), groupBitOr(rare) FROM traces GROUP BY trace_id ORDER BY trace_id';

it('keeps the summaries of an older folder, whose services and rare parts stay unknown', async () => {
  must(await migrate({ engine, clock, migrations: MIGRATIONS.slice(0, 4) }));
  must(await engine.command(span(1, 'shop')));
  must(await engine.command(span(2, 'shop')));
  must(await migrate({ engine, clock }));
  must(await engine.command(span(1, 'cart')));
  for (const [service, more] of [
    ['shop', {}],
    ['cart', { status_code: '2' }],
    ['cart', { '`events.ts`': `['2026-01-01 00:00:00']`, '`events.name`': `['exception']` }],
    ['cart', { '`links.trace_id`': `[unhex('01')]`, dropped_events: '1' }],
  ] as const) {
    must(await engine.command(span(3, service, more)));
  }
  must(await engine.command(span(4, 'shop', { flags: '1', status_message: `'declined'` })));
  const expected = [
    ['2', { cart: '1' }, {}, 255],
    ['1', {}, {}, 255],
    ['4', { cart: '3', shop: '1' }, { cart: '1' }, 7],
    ['1', { shop: '1' }, {}, 24],
  ];
  expect(await rowsOf(engine, SUMMARIES)).toEqual(expected);
  must(await engine.command('OPTIMIZE TABLE traces FINAL'));
  expect(await rowsOf(engine, SUMMARIES)).toEqual(expected);
});
