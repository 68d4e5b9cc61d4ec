import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabelNames } from './folded-labels.js';

const names = fc.constantFrom('a', 'b', 'level', '__proto__', 'constructor', 'x"y', '이름', '10', '9');
const labels = fc
  .array(fc.tuple(names, fc.string()))
  .map((pairs) => Object.fromEntries(pairs) as Record<string, string>);

test('a line has each label once, sorted by name, the parsed before metadata before labels', () => {
  const one = new LabelNames();
  expect(one.foldedJson({ b: '1', a: '1' }, { a: '2', c: '2' }, { c: '3' })).toBe('{"a":"2","b":"1","c":"3"}');
  expect(one.foldedJson({}, {}, {})).toBe('{}');
});

test('any labels: what JSON reads of the text is what the three are together', () => {
  const one = new LabelNames();
  fc.assert(
    fc.property(labels, labels, labels, (stream, metadata, parsed) => {
      const expected = new Map([stream, metadata, parsed].flatMap((of) => Object.entries(of)));
      const text = one.foldedJson(stream, metadata, parsed);
      expect(new Map(Object.entries(JSON.parse(text) as object))).toEqual(expected);
      const order = [...text.matchAll(/[{,]("(?:[^"\\]|\\.)*"):/g)].map((match) => JSON.parse(match[1]!) as string);
      expect(order).toEqual([...expected.keys()].sort());
    }),
  );
});
