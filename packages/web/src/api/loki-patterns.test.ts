import { expect, it } from 'vitest';
import { parsePatterns } from './loki-patterns.js';

it('reads patterns, most lines first', () => {
  const body = {
    data: [
      { pattern: 'a <_>', level: 'info', samples: [[10, 1], [20, 2], 'x'] },
      { pattern: 'b', samples: [[10, 9]] },
      {},
    ],
  };
  expect(parsePatterns(body)).toEqual([
    { pattern: 'b', level: '', samples: [[10, 9]], total: 9 },
    {
      pattern: 'a <_>',
      level: 'info',
      samples: [
        [10, 1],
        [20, 2],
      ],
      total: 3,
    },
  ]);
  expect(parsePatterns({ data: null })).toEqual([]);
});
