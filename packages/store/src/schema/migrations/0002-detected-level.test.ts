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

it('gives lines of an older folder the level of their severity', async () => {
  must(await migrate({ engine, clock, migrations: MIGRATIONS.slice(0, 1) }));
  const stored: [severityNumber: number, severityText: string, level: string][] = [
    [0, '', 'unknown'],
    [1, '', 'trace'],
    [4, '', 'trace'],
    [5, '', 'debug'],
    [12, '', 'info'],
    [13, '', 'warn'],
    [20, '', 'error'],
    [24, '', 'fatal'],
    [25, '', 'unknown'],
    [17, 'INFO', 'info'],
    [0, 'Warning', 'warn'],
    [0, 'ERR', 'error'],
    [0, 'Critical', 'critical'],
    [9, 'Notice', 'Notice'],
  ];
  for (const [i, [number, text]] of stored.entries()) {
    const row = `(${i}, ${number}, '${text}')`;
    must(await engine.command(`INSERT INTO logs (seq, severity_number, severity_text) VALUES ${row}`));
  }
  must(await migrate({ engine, clock }));
  expect(await rowsOf(engine, 'SELECT severity_number, severity_text, detected_level FROM logs ORDER BY seq')).toEqual(
    stored,
  );
});
