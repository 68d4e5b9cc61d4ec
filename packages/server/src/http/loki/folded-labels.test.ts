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

test.each([
  ['none begins like another', ['a', 'b', 'c']],
  ['digits and colons behind', ['a', 'a2', 'a:b', 'b']],
  ['letters behind', ['a', 'ab', 'a_b', 'b']],
])('sets of labels sort by their text in Loki: %s', (_, known) => {
  const set = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...known), fc.constantFrom('', 'x', 'y', 'x2')), {
      selector: ([name]) => name,
    })
    .map((pairs) => Object.fromEntries(pairs) as Record<string, string>);
  const lokiText = (one: Record<string, string>): string =>
    `{${Object.keys(one)
      .sort()
      .map((name) => `${name}="${one[name]!}"`)
      .join(', ')}}`;
  fc.assert(
    fc.property(fc.array(set, { maxLength: 8 }), (sets) => {
      const names = new LabelNames();
      const texts = new Map(sets.map((one) => [names.foldedJson(one, {}, {}), lokiText(one)]));
      const sorted = [...texts.keys()].sort(names.order());
      expect(sorted.map((text) => texts.get(text))).toEqual([...texts.values()].sort());
    }),
  );
});
