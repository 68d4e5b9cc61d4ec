import { expect, it } from 'vitest';
import { StatementRoom } from './statement-room.js';

it('gives room until conditions or characters run out', () => {
  const room = new StatementRoom();
  expect(room.take(['x'.repeat(16_385)])).toBe(false);
  expect(room.take(['x'.repeat(16_000)])).toBe(true);
  expect(room.take(['x'.repeat(385)])).toBe(false);
  expect(room.take(Array.from({ length: 199 }, () => ''))).toBe(true);
  expect(room.take(['', ''])).toBe(false);
  expect(room.take([''])).toBe(false);
});
