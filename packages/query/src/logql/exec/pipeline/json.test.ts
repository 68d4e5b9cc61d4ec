import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitizeLabelName } from './label-name.js';
import { json, labelsOf, type Given } from './stage.testkit.js';

const OBJECT = "Value looks like object, but can't find closing '}' symbol";
const ARRAY = "Value is array, but can't find closing ']' symbol";
const STRING = "Value is string, but can't find closing '\"' symbol";

const failed = (details: string, labels: Record<string, string> = {}): Record<string, string> => ({
  ...labels,
  __error__: 'JSONParserErr',
  __error_details__: details,
});

describe('json', () => {
  it.each<[line: string, labels: Record<string, string>]>([
    ['{}', {}],
    ['  {"a":"b"}', { a: 'b' }],
    ['{"a":"b"} trailing', { a: 'b' }],
    ['{ "a" : 1 , "b" : true , "c":false }', { a: '1', b: 'true', c: 'false' }],
    ['{"a":1.0,"b":1e3,"c":-0}', { a: '1.0', b: '1e3', c: '-0' }],
    ['{"a":null,"b":[1,{"c":2}],"d":"x"}', { d: 'x' }],
    ['{"a":{"b":{"c":"d"}},"e":"f"}', { a_b_c: 'd', e: 'f' }],
    ['{"a":{},"b":"c"}', { b: 'c' }],
    ['{"a":"","b":""}', { a: '', b: '' }],
    ['{"a":"x","a":"y"}', { a: 'x' }],
    ['{"a_b":"x","a":{"b":"y"}}', { a_b: 'x' }],
    ['{"a":"q\\"q","b":"\\u00e9\\n\\/","c":"\\ud83d\\ude00"}', { a: 'q"q', b: 'é\n/', c: '😀' }],
    ['{"a":"bad \\x escape","b":"\\ud83d"}', { a: '', b: '' }],
    ['{"a":"\ufffd!"}', { a: ' !' }],
    ['{"a":"\\\\"}', { a: '\\' }],
    [
      '{"my-key":"1","2nd":"2"," sp ":"3","é":"4","😀x":"5","a.b":"6"}',
      { my_key: '1', _2nd: '2', sp: '3', _: '4', _x: '5', a_b: '6' },
    ],
    ['{"a":{"2b":"x"," c ":"y"}}', { a_2b: 'x', a_c: 'y' }],
    ['{"":"x","  ":"y","a":"z"}', { a: 'z' }],
    ['{"a":{"":"x"}}', { a: 'x' }],
    ['{"k\\u0065y":"x"}', { key: 'x' }],
    ['{"__proto__":"x","constructor":"y"}', { ['__proto__']: 'x', constructor: 'y' }],
    ['{"a":"x",}', { a: 'x' }],
    ['{"a":12abc}', { a: '12abc' }],
    ['', failed(OBJECT)],
    ['not json', failed(OBJECT)],
    ['["a"]', failed(OBJECT)],
    ['"a"', failed(OBJECT)],
    ['{', failed('Malformed JSON error')],
    ['{"a', failed('Malformed JSON error')],
    ['{"a"', failed('Malformed JSON error')],
    ['{"a":', failed('Malformed JSON error')],
    ['{"a" "b"}', failed('Malformed JSON error')],
    ['{a:1}', failed(OBJECT)],
    ['{"a":1', failed(ARRAY, { a: '1' })],
    ['{"a":1,', failed(ARRAY, { a: '1' })],
    ['{"a":1 "b":2}', failed(OBJECT, { a: '1' })],
    ['{"a":"b', failed(STRING)],
    ['{"a":"b"', failed(ARRAY, { a: 'b' })],
    ['{"a":1,"b":{"c":2}', failed(ARRAY, { a: '1', b_c: '2' })],
    ['{"a":1,"b":{"c":2', failed(OBJECT, { a: '1' })],
    ['{"a":[1,2', failed(ARRAY)],
    ['{"a":yes}', failed('Unknown value type')],
    ['{"a":}', failed('Unknown value type')],
    ['{"a":{"b" 1},"c":"d"}', failed('Malformed JSON error')],
    ['{"a\\x":1}', failed('Encountered an invalid escape sequence in a string')],
  ])('%s', (line, labels) => {
    expect(Object.entries(labelsOf([json()], line)!)).toEqual(
      Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });

  it.each<[what: string, line: string, given: Given, labels: Record<string, string>]>([
    ['the stream keeps its name', '{"app":"x"}', { stream: { app: 's' } }, { app: 's', app_extracted: 'x' }],
    ['metadata keeps its name', '{"id":"x"}', { metadata: { id: 'm' } }, { id: 'm', id_extracted: 'x' }],
    [
      'all three at once: what is parsed takes the suffixed name from metadata',
      '{"a":"p"}',
      { stream: { a: 's' }, metadata: { a: 'm' } },
      { a: 's', a_extracted: 'p' },
    ],
    ['nested names clash too', '{"a":{"b":"x"}}', { stream: { a_b: 's' } }, { a_b: 's', a_b_extracted: 'x' }],
  ])('%s', (_what, line, given, labels) => {
    expect(labelsOf([json()], line, given)).toEqual(labels);
  });

  it.each<[what: string, line: string, required: string[], labels: Record<string, string>]>([
    ['extracts what is asked for', '{"a":"1","b":"2"}', ['b'], { b: '2' }],
    ['stops when it has all: later faults are not seen', '{"a":"1","b":!!', ['a'], { a: '1' }],
    ['sees a fault before', '{"b":!!,"a":"1"}', ['a'], failed('Unknown value type')],
    ['goes on while one is missing', '{"a":"1","b":!!', ['a', 'c'], failed('Unknown value type', { a: '1' })],
    ['enters objects whose name begins a label', '{"a":{"b":"1","c":"2"},"d":!', ['a_c'], { a_c: '2' }],
    ['passes others over without looking into them', '{"x":{"b" 1},"a":"1"}', ['a'], { a: '1' }],
    ['takes the suffix off', '{"app":"x"}', ['app_extracted', 'app'], { app: 's', app_extracted: 'x' }],
  ])('with hints: %s', (_what, line, required, labels) => {
    const stream: Record<string, string> = 'app' in labels ? { app: 's' } : {};
    const hints = { noLabels: false, required, preserveError: false };
    expect(labelsOf([json()], line, { hints, stream })).toEqual(labels);
  });

  it('does not run when no labels are needed', () => {
    expect(labelsOf([json()], 'broken', { hints: { noLabels: true, preserveError: false } })).toEqual({});
  });

  it('marks an error that the query asks for', () => {
    const hints = { noLabels: false, required: ['__error__'], preserveError: true };
    expect(labelsOf([json()], '[]', { hints })).toMatchObject({ __preserve_error__: 'true' });
  });

  it('bounds the depth it follows', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(labelsOf([json()], deep)).toEqual(
      failed('objects are nested deeper than 128 levels (raise limits.query.jsonDepth)'),
    );
  });

  it('flattens what JSON.stringify writes as JSON.parse would have it', () => {
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec<{ tree: unknown; value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, tie('tree'), fc.array(leaf, { maxLength: 2 })),
      tree: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 6 }), tie('value'), { maxKeys: 5 }),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(0, 2), (object, indent) => {
        const expected: Record<string, string> = Object.create(null) as Record<string, string>;
        flatten(object as object, '', expected);
        const found = labelsOf([json()], JSON.stringify(object, null, indent))!;
        expect(Object.fromEntries(Object.entries(found))).toEqual(Object.fromEntries(Object.entries(expected)));
      }),
    );
  });
});

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What the labels of an object are, by JSON.parse's view of it. */
function flatten(object: object, prefix: string, into: Record<string, string>): void {
  for (const [key, value] of Object.entries(object) as [string, Json][]) {
    const part = prefix === '' ? sanitizeLabelName(key) : key.trim().replace(/[^A-Za-z0-9_]/gu, '_');
    const name = prefix === '' || part === '' ? `${prefix}${part}` : `${prefix}_${part}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) flatten(value, name, into);
    else if (value !== null && !Array.isArray(value) && name !== '' && !(name in into)) {
      into[name] = String(value).replaceAll('\ufffd', ' ');
    }
  }
}
