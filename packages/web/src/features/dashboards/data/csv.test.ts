import { expect, it } from 'vitest';
import { framesToCsv } from './csv.js';

it('writes times, quotes, and no formulas', () => {
  const csv = framesToCsv([
    {
      refId: 'A',
      fields: [
        { name: 'Time', type: 'time', values: [0, 1000] },
        { name: 'Value', type: 'number', values: [-1.5, null], labels: { a: 'x' } },
        { name: 'Line', type: 'string', values: ['=1+1', 'a "b",\nc'] },
      ],
    },
  ]);
  expect(csv).toBe(
    'Time,"{a=""x""}",Line\r\n1970-01-01T00:00:00.000Z,-1.5,\'=1+1\r\n1970-01-01T00:00:01.000Z,,"a ""b"",\nc"',
  );
});
