import type { Labels } from '@bongsu/model';
import { describe, expect, it } from 'vitest';
import { compareLabels, LabelSet } from './label-set.js';

const set = (labels: Record<string, string>): LabelSet => LabelSet.of(Object.entries(labels));

describe('LabelSet', () => {
  it('is the same whatever the order, without empty values', () => {
    expect(set({ b: '2', a: '1', c: '' }).key).toBe(set({ a: '1', b: '2' }).key);
    expect(set({ a: '1' }).key).not.toBe(set({ a: '1', b: '2' }).key);
  });

  it('is the same of labels as of their entries', () => {
    for (const labels of [
      {},
      { b: '2', a: '1', c: '' },
      { constructor: 'y' },
      JSON.parse('{"__proto__":"x","a":"1"}'),
    ]) {
      expect(LabelSet.ofLabels(labels as Labels).pairs).toEqual(set(labels as Record<string, string>).pairs);
    }
    expect(LabelSet.ofLabels({ a: '' })).toBe(LabelSet.EMPTY);
  });

  it('keeps apart what a joined text would not', () => {
    expect(set({ a: 'b","c' }).key).not.toBe(set({ a: 'b', c: '' }).key);
  });

  it('has labels that are names of object properties', () => {
    const labels = LabelSet.of([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect([...labels.entries()]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(JSON.stringify(labels.toLabels())).toBe('{"__proto__":"x","constructor":"y"}');
    expect(set({}).get('constructor')).toBe('');
  });

  it('gives changed copies', () => {
    const labels = set({ __name__: 'up', a: '1', b: '2' });
    expect(labels.withoutName().toString()).toBe('{a="1", b="2"}');
    expect(labels.keep(new Set(['b', 'z'])).toString()).toBe('{b="2"}');
    expect(labels.drop(new Set(['b', 'z'])).toString()).toBe('{__name__="up", a="1"}');
    expect(labels.with('a', '').with('c.d', '"').toString()).toBe('{__name__="up", b="2", "c.d"="\\""}');
    expect(labels.drop(new Set(['z']))).toBe(labels);
    expect(labels.name).toBe('up');
  });

  it.each([
    [{ a: '1' }, { a: '2' }, -1],
    [{ a: '1' }, { a: '1', b: '1' }, -1],
    [{ b: '1' }, { a: '9' }, 1],
    [{ a: '1' }, { a: '1' }, 0],
    [{}, { a: '1' }, -1],
  ])('orders %j and %j', (a, b, sign) => {
    expect(Math.sign(compareLabels(set(a as Record<string, string>), set(b as Record<string, string>)))).toBe(sign);
  });
});
