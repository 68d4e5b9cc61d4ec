import { allOf, anyOf } from '../../../lang/index.js';
import { call, col, infix, lit, not, param, type Expr } from '../../../sql/index.js';
import type { FieldColumns, FieldForm } from './columns.js';
import { isPlainText, plainText, type FieldQuantity, type Quantity } from './plain-quantity.js';

const body = col('body');
const count = (text: string): Expr => call('countSubstrings', body, param('String', text));

/** First bytes of the wide spaces that trimming takes off a key: U+0085, U+00A0, U+1680, U+20xx, U+3000, U+FEFF. */
const WIDE_SPACES = [0xc2, 0xe1, 0xe2, 0xe3, 0xef];

/** A key of which trimming may leave nothing: what stands under it takes the name of the object around it. */
const EMPTY_KEY = '"[^!-~"]*"\\s*:';

/** The end of a key that sanitising or nesting may make into the label of an error. */
const ERROR_KEY = '(?:error|details)(?:[^A-Za-z0-9"]{2}[^!-~]*"\\s*:|[^A-Za-z0-9"]*"\\s*:\\s*\\{)';

/**
 * A JSON object without escapes of at most `depth` levels, in which each name can come from one key only. Then the label is that key's text in
 * the line. Where the key stands inside another object or the name is a value, there is no such label. With `errors`
 * no key is named like the label of an error.
 */
export function jsonFields(names: readonly string[], errors: boolean, depth: number): FieldColumns {
  const withoutErrors = errors ? [not(call('match', body, lit(ERROR_KEY)))] : [];
  const general: FieldForm = {
    when: allOf([...unambiguous(names, depth), ...nothingElse(names, allOf(names.map(isSettled))), ...withoutErrors])!,
    fields: names.map((name) => call('if', isKey(name), textOf(name), lit(''))),
  };
  return {
    forms: names.length === 0 ? [general] : [commonForm(names, depth, withoutErrors), general],
    lineOf: (texts) => `{${names.flatMap((name, i) => (texts[i] === '' ? [] : [`"${name}":${texts[i]!}`])).join(',')}}`,
  };
}

/**
 * Each name is the key of a text, or stands nowhere. Mostly so, and told by half as many functions: planning those takes
 * the engine as long as running them.
 */
const commonForm = (names: readonly string[], depth: number, withoutErrors: readonly Expr[]): FieldForm => ({
  when: allOf([
    // In one condition, the first: what stands in others only is found out anew by each.
    infix(
      infix(
        names.map((name) => call('length', valueOf(name))).reduce((sum, each) => infix(sum, '+', each)),
        '>',
        lit(0),
      ),
      'OR',
      isObject,
    ),
    ...names.flatMap((name) => [
      infix(count(name), '=', isKey(name)),
      infix(infix(textOf(name), '!=', lit('')), '=', isKey(name)),
    ]),
    ...plain(names, depth),
    ...withoutErrors,
  ])!,
  fields: names.map(textOf),
});

const unescaped = infix(call('position', body, lit('\\')), '=', lit(0));
const isObject = infix(call('JSONType', body), '=', lit('Object'));

/** Without escapes, shallow enough, and no key becomes one of the names that is not written so. */
function plain(names: readonly string[], depth: number): Expr[] {
  return [unescaped, shallow(depth), ...names.flatMap(noOtherOrigin)];
}

/** An object without escapes, shallow enough, in which no two keys become one of the names. */
function unambiguous(names: readonly string[], depth: number): Expr[] {
  return [unescaped, shallow(depth), ...names.flatMap(onlyKey)];
}

/**
 * A valid object that has nothing under a name where none was `found`. A key without a name matters only there: looking
 * for one reads every byte.
 */
function nothingElse(names: readonly string[], found: Expr | undefined): Expr[] {
  const named = not(call('match', body, lit(EMPTY_KEY)));
  // Of what is no object no key is found: most lines need not be parsed once more for what they are.
  const valid = anyOf([...names.map(isKey), isObject])!;
  return [...(found === undefined ? [] : [anyOf([found, named])!]), valid];
}

/** A level takes five bytes at least, `{"":}`; most lines are too short for more levels than there may be. */
function shallow(depth: number): Expr {
  const short = infix(call('length', body), '<=', lit(5 * depth));
  return infix(short, 'OR', infix(count('{'), '<=', lit(depth)));
}

/** The value of a key of the object itself as JSON, or nothing. Numbers may be written otherwise than in the line. */
const valueOf = (name: string): Expr => call('JSONExtractRaw', body, param('String', name));
const isKey = (name: string): Expr => infix(valueOf(name), '!=', lit(''));

/** The value of such a key as JSON that is a text, or a number or truth value as the line has it; else nothing. */
function textOf(name: string): Expr {
  const token = param('String', `"${name}"\\s*:\\s*(-?[0-9][-+.0-9eE]*|true|false)`);
  return call('if', call('startsWith', valueOf(name), lit('"')), valueOf(name), call('extract', body, token));
}

/** Whether the key is there with a text, or its name not at all. */
function isSettled(name: string): Expr {
  const absent = infix(call('position', body, param('String', `"${name}"`)), '=', lit(0));
  return call('if', isKey(name), infix(textOf(name), '!=', lit('')), absent);
}

function onlyKey(name: string): Expr[] {
  const present = infix(call('position', body, param('String', `"${name}"`)), '>', lit(0));
  return [
    // At most once; a key with space before the name is trimmed to it.
    infix(count(`${name}"`), '=', present),
    // So is one with space behind it. Mostly no other key begins like the name, and that is cheaper to know.
    infix(
      infix(count(`"${name}`), '=', present),
      'OR',
      infix(call('multiSearchAny', body, param('Array(String)', spacedOut(name))), '=', lit(0)),
    ),
    ...noOtherOrigin(name),
  ];
}

const spacedOut = (name: string): readonly Uint8Array[] => [
  Buffer.from(`"${name} `),
  ...WIDE_SPACES.map((byte) => Buffer.concat([Buffer.from(`"${name}`), Buffer.from([byte])])),
];

/** What sanitising makes an underscore of; a quote would end the key. */
const SEPARATOR = '[^A-Za-z0-9"]';

/** At least what trimming takes off a key. */
const SPACE = '[^!-~]*';

/** Only a name with an underscore can come from a key that is written otherwise. */
const noOtherOrigin = (name: string): Expr[] =>
  name.includes('_') ? [not(call('match', body, param('String', otherOrigins(name))))] : [];

/** Keys but for the name itself that sanitising or nesting would make into it, as RE2. */
function otherOrigins(name: string): string {
  const parts = name.split('_');
  const origins = parts.slice(1).flatMap((_, i) => {
    const head = parts.slice(0, i + 1).join(SEPARATOR);
    const tail = parts.slice(i + 1).join(SEPARATOR);
    return [`"${SPACE}${head}[^A-Za-z0-9"_]${tail}${SPACE}"`, `"${SPACE}${head}${SEPARATOR}*"\\s*:\\s*\\{`];
  });
  return origins.join('|');
}

/** What stands behind the key of the object itself: a label that is somewhere else is none. */
export function jsonQuantity(name: string, quantity: Quantity, depth: number): FieldQuantity {
  const bare = plainText(quantity, ' ');
  // A number in quotes is rare, and a duration without them is none.
  const value = quantity === 'number' ? bare : quantity === 'bytes' ? `"(?:${bare})"|${bare}` : `"(?:${bare})"`;
  const text = valueOf(name);
  const isPlain = isPlainText(text, value);
  return {
    text,
    isPlain,
    some: infix(text, '!=', lit('')),
    form: allOf(unambiguous([name], depth))!,
    common: allOf([infix(count(name), '<=', lit(1)), ...plain([name], depth)])!,
    lacks: infix(infix(count(name), '=', lit(0)), 'AND', isObject),
    lacking: allOf(nothingElse([name], isPlain))!,
  };
}
