import { RowWriter } from '@bongsu/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MalformedProtobuf, ProtobufReader } from '../protobuf/reader.js';
import { ProtobufWriter } from '../protobuf/writer.js';
import {
  array,
  bool,
  bytes,
  deepAnyValue,
  double,
  empty,
  int,
  kvlist,
  str,
  writeAny,
  writeKeyValues,
} from '../testkit/otlp-messages.js';
import { AnyValueText, anyValueText, decodeAttributes, int64Text, writeAnyValue } from './any-value.js';
import type { AnyValue } from './any-value-tree.js';

function encoded(value: AnyValue): Uint8Array {
  const w = new ProtobufWriter();
  writeAny(w, value);
  return w.finish();
}

function nested(depth: number): AnyValue {
  let value = str('x');
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? array(value) : kvlist(['k', value]);
  return value;
}

describe('anyValueText', () => {
  test.each<[string, AnyValue, string, string]>([
    ['string', str('안녕 "x"'), 's', '안녕 "x"'],
    ['empty string', str(''), 's', ''],
    ['int', int(-5), 'i', '-5'],
    ['largest int', int(9223372036854775807n), 'i', '9223372036854775807'],
    ['smallest int', int(-9223372036854775808n), 'i', '-9223372036854775808'],
    ['int above 2^53', int(9007199254740993n), 'i', '9007199254740993'],
    ['double', double(0.1), 'd', '0.1'],
    ['NaN', double(Number.NaN), 'd', 'NaN'],
    ['infinity', double(Number.NEGATIVE_INFINITY), 'd', '-Infinity'],
    ['minus zero', double(-0), 'd', '-0'],
    ['true', bool(true), 'b', 'true'],
    ['false', bool(false), 'b', 'false'],
    ['bytes', bytes(new Uint8Array([0, 255, 16])), 'x', 'AP8Q'],
    ['empty', empty, 'n', ''],
    ['empty array', array(), 'a', '[]'],
    [
      'array',
      array(str('a"'), int(1), int(9007199254740993n), double(0.5), double(Number.NaN), bool(true), empty),
      'a',
      '["a\\"",1,"9007199254740993",0.5,"NaN",true,null]',
    ],
    [
      'key-value list',
      kvlist(['a', array(kvlist(['b', int(1)]))], ['c', bytes(new Uint8Array([1]))], ['d', kvlist()]),
      'k',
      '{"a":[{"b":1}],"c":"AQ==","d":{}}',
    ],
  ])('%s', (_name, value, type, text) => {
    const body = encoded(value);
    const reader = new ProtobufReader(body);
    const out = new AnyValueText();
    anyValueText(reader, body.length, out);
    expect({ text: out.text, type: out.type, problem: out.problem, pos: reader.pos }).toEqual({
      text,
      type,
      problem: '',
      pos: body.length,
    });

    reader.pos = 0;
    const writer = new RowWriter();
    writeAnyValue(reader, body.length, writer, out);
    const expected = new RowWriter();
    expected.text(text);
    expect(Buffer.from(writer.view())).toEqual(Buffer.from(expected.view()));
    expect(out.type).toBe(type);
  });

  test('of several fields the last counts', () => {
    const body = Buffer.concat([encoded(str('a')), encoded(int(2))]);
    const writer = new RowWriter();
    const out = new AnyValueText();
    writeAnyValue(new ProtobufReader(body), body.length, writer, out);
    expect([out.type, out.text]).toEqual(['i', '2']);
  });

  test('depth: 64 levels pass, 65 are refused by name, and the cursor still goes to the end', () => {
    const out = new AnyValueText();
    const fits = encoded(nested(64));
    anyValueText(new ProtobufReader(fits), fits.length, out);
    expect(out.problem).toBe('');
    for (const deep of [encoded(nested(65)), deepAnyValue(65), deepAnyValue(5_000)]) {
      const reader = new ProtobufReader(deep);
      anyValueText(reader, deep.length, out);
      expect(out.problem).toContain('limits.otlp.attributeDepth');
      expect(out.text).toBe('');
      expect(reader.pos).toBe(deep.length);
    }
  });

  test.each([
    ['alone', Buffer.from([0x0a, 2, 0xc3, 0x28])],
    ['in an array', Buffer.from([0x2a, 6, 0x0a, 4, 0x0a, 2, 0xc3, 0x28])],
    ['as a key', Buffer.from([0x32, 5, 0x0a, 3, 0x0a, 1, 0xff])],
  ])('invalid UTF-8 %s', (_name, message) => {
    const out = new AnyValueText();
    anyValueText(new ProtobufReader(message), message.length, out);
    expect(out.problem).toBe('a string is not valid UTF-8');
  });

  test('a cut value is malformed', () => {
    const body = encoded(array(str('abc'), int(300)));
    for (let cut = 1; cut < body.length; cut++) {
      expect(() => anyValueText(new ProtobufReader(body.subarray(0, cut)), cut, new AnyValueText())).toThrow(
        MalformedProtobuf,
      );
    }
  });

  test('decodeAttributes reads one field of a message', () => {
    const w = new ProtobufWriter();
    w.string(1, 'name');
    writeKeyValues(w, 3, [
      ['a', str('x')],
      ['b', int(1)],
    ]);
    w.uint32(4, 7);
    const body = w.finish();
    const out = new AnyValueText();
    expect(decodeAttributes(new ProtobufReader(body), body.length, 3, out)).toEqual([
      { key: 'a', value: 'x', type: 's' },
      { key: 'b', value: '1', type: 'i' },
    ]);
    expect(out.problem).toBe('');
  });
});

test('int64Text is exact for every 64-bit integer', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (value) => {
      const unsigned = BigInt.asUintN(64, value);
      expect(int64Text(Number(unsigned & 0xffff_ffffn), Number(unsigned >> 32n))).toBe(String(value));
    }),
  );
});
