import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBound } from './float.js';
import { parseSeries, seriesEnd, seriesText } from './series-text.js';

describe('parseSeries', () => {
  it.each<[string, string, Record<string, string>]>([
    ['up', 'up', {}],
    ['a:b{c="d"}', 'a:b', { c: 'd' }],
    ['a{ c = "d" , e="f" , }', 'a', { c: 'd', e: 'f' }],
    ['a {}', 'a', {}],
    ['a{c="x\\n\\"\\\\\\y"}', 'a', { c: 'x\n"\\\\y' }],
    ['{"my.metric"}', 'my.metric', {}],
    ['{"my.metric","my.label"="v",x="y"}', 'my.metric', { 'my.label': 'v', x: 'y' }],
    ['a{"한글"="값"}', 'a', { 한글: '값' }],
  ])('%s', (text, name, labels) => {
    const series = parseSeries(text);
    expect(series.ok ? series.value : series.error).toEqual({ name, labels });
  });

  it.each([
    ['a{b}', 'expected = after the label name b'],
    ['a{b="c",b="d"}', 'label b stands twice'],
    ['a{__name__="x"}', 'label __name__ stands twice'],
    ['a{"b"}', 'the metric name stands twice'],
    ['{b="c"}', 'a sample has no metric name'],
    ['a{1="c"}', 'expected a label name at "1=\\"c\\"}"'],
    ['a{b="c" d="e"}', 'expected , or } at "d=\\"e\\"}"'],
    ['a-b', 'expected a label set or the end of the name at "-b"'],
    ['a{b="c"}x', 'unexpected text after } at "x"'],
    ['{""}', 'a name is empty'],
  ])('refuses %s', (text, message) => {
    const series = parseSeries(text);
    expect(series.ok ? series.value : series.error).toBe(message);
  });

  it.each([
    ['a{b="c" d="e"}', { b: 'c', d: 'e' }],
    ['a{b="c"d="e",}', { b: 'c', d: 'e' }],
  ])('lets commas be left out of %s', (text, labels) => {
    const series = parseSeries(text, 'optional');
    expect(series.ok ? series.value : series.error).toEqual({ name: 'a', labels });
  });

  it('does not take every separator for a comma', () => {
    const series = parseSeries('a{b="c";d="e"}', 'optional');
    expect(series.ok ? series.value : series.error).toBe('expected a label name at ";d=\\"e\\"}"');
  });

  it('reads back what seriesText writes', () => {
    const name = fc.oneof(fc.constantFrom('up', 'a:b'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }));
    const labels = fc.dictionary(
      fc.oneof(fc.constantFrom('le', 'job'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 })),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      { noNullPrototype: true, maxKeys: 4 },
    );
    fc.assert(
      fc.property(name, labels, (n, l) => {
        fc.pre(!Object.hasOwn(l, '__name__') && !Object.hasOwn(l, '__proto__'));
        const text = seriesText(n, Object.entries(l));
        expect(seriesEnd(`${text} 1`, 0, text.length + 2)).toBe(text.length);
        const series = parseSeries(text);
        expect(series.ok ? series.value : series.error).toEqual({ name: n, labels: l });
      }),
    );
  });
});

describe('canonicalBound', () => {
  it.each([
    ['1', '1.0'],
    ['1.0', '1.0'],
    ['0.1', '0.1'],
    ['+Inf', '+Inf'],
    ['inf', '+Inf'],
    ['1e3', '1000.0'],
    ['0.00001', '1e-05'],
    ['1e21', '1e+21'],
    ['100000', '100000.0'],
    ['1000000', '1e+06'],
    ['2500000', '2.5e+06'],
    ['NaN', 'NaN'],
    ['x', 'x'],
  ])('%s -> %s', (text, canonical) => {
    expect(canonicalBound(text)).toBe(canonical);
  });
});
