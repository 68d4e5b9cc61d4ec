import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldName, jsonBytes, JsonWriter, KeptId } from './json-writer.js';

/** What `write` writes into a writer that has room for next to nothing. */
function written(write: (writer: JsonWriter) => void): string {
  const writer = new JsonWriter(1);
  write(writer);
  return writer.take().toString();
}

/** Lone surrogates, escapes, all planes; short ones and some that are longer than what is written one by one. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 70 }),
  fc.string({ unit: 'binary', maxLength: 70 }),
  fc.array(fc.nat(0xffff), { maxLength: 70 }).map((units) => String.fromCharCode(...units)),
);

describe('a string', () => {
  test('is as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(written((writer) => writer.string(text))).toBe(JSON.stringify(text));
      }),
    );
  });

  test('that is written again is the same, whatever comes between', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, fc.constantFrom('', 'key', '키', '"')), { maxLength: 30 }), (texts) => {
        const json = written((writer) => writer.array([...texts, ...texts], (text) => writer.repeatedString(text)));
        expect(json).toBe(JSON.stringify([...texts, ...texts]));
      }),
    );
  });

  test('of more texts than are kept is still its own', () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `text ${i % 1500}`);
    const json = written((writer) => writer.array(texts, (text) => writer.repeatedString(text)));
    expect(json).toBe(JSON.stringify(texts));
  });
});

test('an id in base64 is the same where it is kept', () => {
  const ids = ['00ff', '00ff', 'abcdef', '00ff', ''];
  const last = new KeptId();
  const json = written((writer) => writer.array(ids, (id) => writer.base64OfHex(id, last)));
  expect(json).toBe(JSON.stringify(ids.map((id) => Buffer.from(id, 'hex').toString('base64'))));
});

test('the first field of an object has no comma, also right after the start of a piece', () => {
  const [a, b] = [fieldName('a'), fieldName('b')];
  const writer = new JsonWriter();
  writer.raw('[{');
  writer.field(a);
  writer.bytes(jsonBytes('{}'));
  writer.field(b);
  writer.array([1, 2], (n) => writer.raw(String(n)));
  const start = writer.take().toString();
  writer.field(a);
  writer.array([], () => undefined);
  writer.raw('}]');
  expect(start + writer.take().toString()).toBe('[{"a":{},"b":[1,2],"a":[]}]');
});
