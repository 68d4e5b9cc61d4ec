import { expect, it } from 'vitest';
import { olderFolder } from './older-folder.testkit.js';

const folder = olderFolder();

it('gives lines of an older folder the level of their severity', async () => {
  await folder.migrate(1);
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
    await folder.command(`INSERT INTO logs (seq, severity_number, severity_text) VALUES ${row}`);
  }
  await folder.migrate();
  expect(await folder.rows('SELECT severity_number, severity_text, detected_level FROM logs ORDER BY seq')).toEqual(
    stored,
  );
});
