import fc from 'fast-check';
import { RE2JS } from 're2js';
import { it } from 'vitest';
import { labelNameOf } from '../exec/structured-metadata.js';
import { otherKeys } from './attribute-names.js';

const key = fc.string({
  unit: fc.constantFrom('a', 'B', '7', '_', '.', '-', ' ', '\n', '한', 'key'),
  minLength: 1,
  maxLength: 6,
});

/** Whether the engine takes the key for one that may give the label. */
function mayGive(stored: string, name: string): boolean {
  if (stored === name) return true;
  const pattern = otherKeys([name]);
  return pattern !== undefined && RE2JS.compile(pattern).matcher(stored).find();
}

it('finds every key that becomes the label', () => {
  fc.assert(fc.property(key, (stored) => mayGive(stored, labelNameOf(stored))));
});

it('finds no other key', () => {
  const other = fc.tuple(key, key).filter(([a, b]) => labelNameOf(a) !== labelNameOf(b) && b === labelNameOf(b));
  fc.assert(fc.property(other, ([stored, name]) => !mayGive(stored, name)));
});
