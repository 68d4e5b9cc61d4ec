import { describe, expect, it } from 'vitest';
import {
  isLogQuery,
  needlesOf,
  removableParts,
  selectorOf,
  streamSelector,
  withField,
  withLineFilter,
  withoutLevels,
} from './query-edit.js';

const label = (name: string, value: string) => ({ name, value, label: true });
const field = (name: string, value: string) => ({ name, value, label: false });

it.each([
  ['{a="1"}', true],
  [' ({a="1"} | json)', true],
  ['', true],
  ['rate({a="1"}[5m])', false],
  ['sum by (x) (rate({a="1"}[5m]))', false],
])('%s answers lines: %s', (query, lines) => {
  expect(isLogQuery(query)).toBe(lines);
});

describe('withField', () => {
  it.each([
    ['', label('a', '1'), 'include', '{a="1"}'],
    ['{a="1"}', label('b', 'x"y'), 'include', '{a="1", b="x\\"y"}'],
    ['{a="1"}', label('a', '2'), 'include', '{a=~"1|2"}'],
    ['{a="1"}', label('a', '1'), 'include', '{a="1"}'],
    ['{service_name=~".+"}', label('service_name', 'shop'), 'include', '{service_name="shop"}'],
    ['{a="1", b="2"} | json', label('a', '2'), 'only', '{b="2", a="2"} | json'],
    ['{a="1", b="2"}', label('b', '2'), 'exclude', '{a="1", b!="2"}'],
    ['{a!="1", b="2"}', label('a', '1'), 'include', '{b="2", a="1"}'],
    ['{a="1"}', label('a', '1'), 'exclude', '{service_name=~".+", a!="1"}'],
    ['', field('f', '1'), 'include', '{service_name=~".+"} | f = "1"'],
    ['{a="1"} |= "x"', field('f', '주문'), 'include', '{a="1"} |= "x" | f = "주문"'],
    ['{a="1"} | f = "1"', field('f', '2'), 'include', '{a="1"} | f = "2"'],
    ['{a="1"} | f != "1"', field('f', '1'), 'include', '{a="1"} | f = "1"'],
    ['{a="1"} | f = "1"', field('f', '1'), 'exclude', '{a="1"} | f != "1"'],
    ['{a="1"} | f != "1"', field('f', '2'), 'exclude', '{a="1"} | f != "1" | f != "2"'],
    ['{a="1"} | json | f =~ "1|2" | x = "3"', field('f', '1'), 'only', '{a="1"} | json | x = "3" | f = "1"'],
  ] as const)('%s with %j, %s', (query, value, action, result) => {
    expect(withField(query, value, action)).toBe(result);
  });
});

it.each([
  ['{a="1"}', '|=', 'x', '{a="1"} |= "x"'],
  ['{a="1"} | json | b="2"', '!=', 'x', '{a="1"} != "x" | json | b="2"'],
  ['{a="1"} |= "y" | json', '|>', 'took <_> ms', '{a="1"} |= "y" |> "took <_> ms" | json'],
] as const)('%s %s %s', (query, operator, text, result) => {
  expect(withLineFilter(query, operator, text)).toBe(result);
});

it('names what can be taken away', () => {
  expect(removableParts('{a="1", b=~"2"} |= "x" != "y" | json | c != "3"')).toEqual([
    { text: '|= "x"', without: '{a="1", b=~"2"} != "y" | json | c != "3"' },
    { text: '!= "y"', without: '{a="1", b=~"2"} |= "x" | json | c != "3"' },
    { text: '| json', without: '{a="1", b=~"2"} |= "x" != "y" | c != "3"' },
    { text: '| c != "3"', without: '{a="1", b=~"2"} |= "x" != "y" | json' },
    { text: 'a="1"', without: '{b=~"2"} |= "x" != "y" | json | c != "3"' },
    { text: 'b=~"2"', without: '{a="1"} |= "x" != "y" | json | c != "3"' },
  ]);
  expect(removableParts('{a="1"}')).toEqual([]);
  expect(removableParts('nonsense')).toEqual([]);
});

it('finds the texts to mark', () => {
  expect(needlesOf('{a="1"} |= "x\\"y" |= `z` != "no" |~ "re" | json')).toEqual(['x"y', 'z']);
});

it('switches levels off', () => {
  expect(withoutLevels('{a="1"}', ['debug', 'unknown'])).toBe('{a="1"} | detected_level !~ "debug|unknown|"');
  expect(withoutLevels('{a="1"}', [])).toBe('{a="1"}');
  expect(withoutLevels('rate({a="1"}[1m])', ['debug'])).toBe('rate({a="1"}[1m])');
});

it('selects streams', () => {
  expect(selectorOf('sum(rate({a="}"} | json [1m]))')).toBe('{a="}"}');
  expect(
    streamSelector([
      { name: 'a', value: '1' },
      { name: 'b', value: '' },
    ]),
  ).toBe('{a="1"}');
});
