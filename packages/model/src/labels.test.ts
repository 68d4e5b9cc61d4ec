import { describe, expect, it } from 'vitest';
import { labelsKey, sortedPairs } from './labels.js';

describe('labels', () => {
  it('sorts by name and leaves empty values out', () => {
    expect(sortedPairs({ b: '2', a: '1', c: '' })).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('has one key for equal label sets and different keys for others', () => {
    expect(labelsKey({ a: '1', b: '2' })).toBe(labelsKey({ b: '2', a: '1', c: '' }));
    expect(labelsKey({ a: '1,"b":"2"' })).not.toBe(labelsKey({ a: '1', b: '2' }));
  });
});
