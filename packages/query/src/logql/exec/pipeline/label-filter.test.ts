import { describe, expect, it } from 'vitest';
import type { LabelFilter } from '../../syntax/index.js';
import { address, and, bytes, duration, is, json, labelsOf, number, or, where } from './stage.testkit.js';

type Labels = Record<string, string>;

const PARSE_FLOAT = (text: string): string => `strconv.ParseFloat: parsing "${text}": invalid syntax`;
const failed = (details: string): Labels => ({ __error__: 'LabelFilterErr', __error_details__: details });

/** 'kept', 'dropped', or the errors left on the labels. */
function verdict(filter: LabelFilter, labels: Labels): 'kept' | 'dropped' | Labels {
  const found = labelsOf([where(filter)], '', { stream: labels });
  if (!found) return 'dropped';
  const errors = Object.entries(found).filter(([name]) => name.startsWith('__error'));
  return errors.length > 0 ? Object.fromEntries(errors) : 'kept';
}

describe('label filter', () => {
  it.each<[filter: LabelFilter, labels: Labels, verdict: 'kept' | 'dropped' | Labels]>([
    [is('a', '=', 'x'), { a: 'x' }, 'kept'],
    [is('a', '=', 'x'), { a: 'xx' }, 'dropped'],
    [is('a', '=', ''), {}, 'kept'],
    [is('a', '!=', ''), {}, 'dropped'],
    [is('a', '!=', 'x'), {}, 'kept'],
    [is('a', '=~', 'x|y'), { a: 'y' }, 'kept'],
    [is('a', '=~', 'x'), { a: 'xy' }, 'dropped'],
    [is('a', '=~', '.*'), {}, 'kept'],
    [is('a', '=~', 'a.b'), { a: 'a\nb' }, 'kept'],
    [is('a', '!~', 'x.+'), { a: 'x' }, 'kept'],
    [is('__error__', '=', ''), {}, 'kept'],
    [is('__error__', '!=', ''), {}, 'dropped'],

    [number('a', '==', 1), { a: '1.0' }, 'kept'],
    [number('a', '==', 1), { a: '1e0' }, 'kept'],
    [number('a', '!=', 1), { a: '2' }, 'kept'],
    [number('a', '>', 1), { a: '1' }, 'dropped'],
    [number('a', '>=', 1), { a: '1' }, 'kept'],
    [number('a', '<', 1), { a: '-5' }, 'kept'],
    [number('a', '<=', 1), { a: '1.5' }, 'dropped'],
    [number('a', '>', 1), { a: '+Inf' }, 'kept'],
    [number('a', '>', 1), { a: 'NaN' }, 'dropped'],
    [number('a', '!=', 1), { a: 'nan' }, 'kept'],
    [number('a', '==', 255.5), { a: '0xff.8p0' }, 'kept'],
    [number('a', '>', 1), { a: '1_000' }, 'kept'],
    [number('a', '>', 1), { a: '1__000' }, failed(PARSE_FLOAT('1__000'))],
    [number('a', '>', 1), {}, 'dropped'],
    [number('a', '!=', 1), {}, 'dropped'],
    [number('a', '>', 1), { a: 'x' }, failed(PARSE_FLOAT('x'))],
    [number('a', '>', 1), { a: '' }, failed(PARSE_FLOAT(''))],
    [number('a', '>', 1), { a: ' 2' }, failed(PARSE_FLOAT(' 2'))],
    [number('a', '>', 1), { a: '1e999' }, failed('strconv.ParseFloat: parsing "1e999": value out of range')],

    [duration('a', '>', 1e9), { a: '1.5s' }, 'kept'],
    [duration('a', '==', 5_400_000_000_000), { a: '1h30m' }, 'kept'],
    [duration('a', '==', 1_001_000), { a: '1ms1µs' }, 'kept'],
    [duration('a', '<', 0), { a: '-1ms' }, 'kept'],
    [duration('a', '==', 0), { a: '0' }, 'kept'],
    [duration('a', '==', 1), { a: '1.9ns' }, 'kept'],
    [duration('a', '==', 1.5e9), { a: '1.5s' }, 'kept'],
    [duration('a', '==', 100_000), { a: '.1ms' }, 'kept'],
    [duration('a', '>', 1), {}, 'dropped'],
    [duration('a', '>', 1), { a: '1d' }, failed('time: unknown unit "d" in duration "1d"')],
    [duration('a', '>', 1), { a: '5' }, failed('time: missing unit in duration "5"')],
    [duration('a', '>', 1), { a: 'x' }, failed('time: invalid duration "x"')],
    [duration('a', '>', 1), { a: '' }, failed('time: invalid duration ""')],
    [duration('a', '>', 1), { a: '.s' }, failed('time: invalid duration ".s"')],
    [duration('a', '>', 1), { a: '10000000h' }, failed('time: invalid duration "10000000h"')],

    [bytes('a', '==', 1000), { a: '1KB' }, 'kept'],
    [bytes('a', '==', 1024), { a: '1 KiB' }, 'kept'],
    [bytes('a', '==', 1_500_000), { a: '1.5 mb' }, 'kept'],
    [bytes('a', '==', 1234), { a: '1,234' }, 'kept'],
    [bytes('a', '==', 3), { a: '3b' }, 'kept'],
    [bytes('a', '==', 2 ** 40), { a: '1TiB' }, 'kept'],
    [bytes('a', '>', 1e15), { a: '1EB' }, 'kept'],
    [bytes('a', '==', 2), { a: '2.9' }, 'kept'],
    [bytes('a', '>', 1), {}, 'dropped'],
    [bytes('a', '>', 1), { a: '5 parsecs' }, failed('unhandled size name: parsecs')],
    [bytes('a', '>', 1), { a: 'x' }, failed(PARSE_FLOAT(''))],
    [bytes('a', '>', 1), { a: '-1KB' }, failed(PARSE_FLOAT(''))],
    [bytes('a', '>', 1), { a: '16EiB' }, failed('too large: 16EiB')],

    [address('a', '=', '10.0.0.0/8'), { a: '10.1.2.3' }, 'kept'],
    [address('a', '=', '10.0.0.0/8'), { a: '11.1.2.3' }, 'dropped'],
    [address('a', '!=', '10.0.0.0/8'), { a: '11.1.2.3' }, 'kept'],
    [address('a', '!=', '10.0.0.0/8'), { a: 'no address' }, 'kept'],
    [address('a', '=', '10.0.0.0/8'), {}, 'dropped'],
    [address('a', '!=', '10.0.0.0/8'), {}, 'dropped'],

    [and(is('a', '=', 'x'), is('b', '=', 'y')), { a: 'x', b: 'y' }, 'kept'],
    [and(is('a', '=', 'x'), is('b', '=', 'y')), { a: 'x' }, 'dropped'],
    [or(is('a', '=', 'x'), is('b', '=', 'y')), { b: 'y' }, 'kept'],
    [or(is('a', '=', 'x'), number('b', '>', 1)), { a: 'x', b: 'bad' }, 'kept'],
    [or(number('b', '>', 1), is('a', '=', 'x')), { a: 'x', b: 'bad' }, failed(PARSE_FLOAT('bad'))],
    [and(number('b', '>', 1), is('a', '=', 'x')), { a: 'y', b: 'bad' }, 'dropped'],
    [and(number('b', '>', 1), duration('c', '>', 1)), { b: 'bad', c: 'bad' }, failed(PARSE_FLOAT('bad'))],
  ])('%j of %j', (filter, labels, expected) => {
    expect(verdict(filter, labels)).toEqual(expected);
  });

  it('sees the error of a parser, which only string filters can take out', () => {
    expect(labelsOf([json(), where(is('__error__', '=', ''))], 'x')).toBeUndefined();
    expect(labelsOf([json(), where(is('__error__', '=', 'JSONParserErr'))], 'x')).toBeDefined();
    expect(labelsOf([json(), where(address('a', '=', '10.0.0.1'))], 'x')).toHaveProperty('__error__', 'JSONParserErr');
    expect(labelsOf([json(), where(number('a', '>', 1))], 'x')).toBeUndefined();
  });

  it('does not hide an earlier error', () => {
    expect(labelsOf([json(), where(number('a', '>', 1))], '{"a":"x"')).toMatchObject({ __error__: 'JSONParserErr' });
  });
});
