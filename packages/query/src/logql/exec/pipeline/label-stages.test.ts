import { nanos, type Labels } from '@bongsu/model';
import { describe, expect, it } from 'vitest';
import type { Grouping, Stage, Unwrap } from '../../syntax/index.js';
import { hoistLineFilters } from './hoist-line-filters.js';
import type { LabelCategories, ParserHints } from './line-labels.js';
import { parserHints } from './parser-hints.js';
import { compilePipeline } from './pipeline.js';
import {
  and,
  decolorize,
  drop,
  is,
  json,
  keep,
  labelFormat,
  labelsOf,
  line,
  lineFormat,
  logfmt,
  number,
  outcome,
  pattern,
  unpack,
  where,
} from './stage.testkit.js';
import { compileUnwrap } from './unwrap.js';

const STREAM = { app: 'shop', env: 'prod' };
const METADATA = { id: 'm1', level: 'info' };
const LINE = '{"a":"x","env":"y"}';

/** Labels by category after the stages. */
function categories(
  stages: readonly Stage[],
  text = LINE,
  stream: Labels = STREAM,
  metadata: Labels = METADATA,
): LabelCategories {
  const pipeline = compilePipeline(stages);
  pipeline.run({ ts: nanos(0n), line: text, stream, metadata });
  return pipeline.labels.categories();
}

describe('drop and keep', () => {
  const all = { a: 'x', app: 'shop', env: 'prod', env_extracted: 'y', id: 'm1', level: 'info' };
  const without = (...names: string[]): Labels =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));

  it.each<[stage: Stage, labels: Labels]>([
    [drop('a'), without('a')],
    [drop('app', 'id'), without('app', 'id')],
    [drop(['a', '=', 'x']), without('a')],
    [drop(['a', '=', 'z']), all],
    [drop(['a', '=~', 'x|z'], ['id', '!~', 'm.*']), without('a')],
    [drop(['level', '!=', 'error']), without('level')],
    [drop('missing', ['missing', '=', '']), all],
    [keep('a'), { a: 'x' }],
    [keep('app', 'level'), { app: 'shop', level: 'info' }],
    [keep(['a', '=', 'x'], ['id', '=', 'z']), { a: 'x' }],
    [keep('missing'), {}],
  ])('%j', (stage, labels) => {
    expect(labelsOf([json(), stage], LINE, { stream: STREAM, metadata: METADATA })).toEqual(labels);
  });

  it.each<[stage: Stage, labels: Labels]>([
    [drop('__error__'), { __error_details__: expect.any(String) as string }],
    [drop('__error__', '__error_details__'), {}],
    [drop(['__error__', '=', 'JSONParserErr'], ['__error_details__', '=~', 'Value.*']), {}],
    [
      drop(['__error__', '=', 'LogfmtParserErr']),
      { __error__: 'JSONParserErr', __error_details__: expect.any(String) as string },
    ],
    [keep('a'), { __error__: 'JSONParserErr', __error_details__: expect.any(String) as string }],
  ])('of errors: %j', (stage, labels) => {
    expect(labelsOf([json(), stage], 'broken')).toEqual(labels);
  });

  it('lets a parser give the base name of dropped metadata, but not of a dropped stream label', () => {
    const given = { stream: { app: 's' }, metadata: { id: 'm' } };
    expect(labelsOf([drop('app', 'id'), json()], '{"app":"x","id":"y"}', given)).toEqual({
      app_extracted: 'x',
      id: 'y',
    });
  });
});

describe('categories', () => {
  it.each<[what: string, found: LabelCategories, expected: LabelCategories]>([
    ['untouched', categories([]), { stream: STREAM, metadata: METADATA, parsed: {} }],
    ['parsed', categories([json()]), { stream: STREAM, metadata: METADATA, parsed: { a: 'x', env_extracted: 'y' } }],
    [
      'errors are parsed',
      categories([json()], '['),
      {
        stream: STREAM,
        metadata: METADATA,
        parsed: { __error__: 'JSONParserErr', __error_details__: expect.any(String) as string },
      },
    ],
    [
      'label_format hides',
      categories([labelFormat({ app: 'new', id: { from: 'level' } })]),
      { stream: { env: 'prod' }, metadata: {}, parsed: { app: 'new', id: 'info' } },
    ],
    [
      'drop takes from each',
      categories([json(), drop('app', 'id', 'a')]),
      { stream: { env: 'prod' }, metadata: { level: 'info' }, parsed: { env_extracted: 'y' } },
    ],
    [
      'metadata that clashes with the stream',
      categories([], '', { a: 's' }, { a: 'm', b: 'n' }),
      { stream: { a: 's' }, metadata: { a_extracted: 'm', b: 'n' }, parsed: {} },
    ],
    [
      'metadata that has the suffixed name as well',
      categories([], '', { a: 's' }, { a: 'm', a_extracted: 'n' }),
      { stream: { a: 's' }, metadata: { a_extracted: 'n' }, parsed: {} },
    ],
    [
      'parsed over renamed metadata',
      categories([json()], '{"a":"p"}', { a: 's' }, { a: 'm' }),
      { stream: { a: 's' }, metadata: {}, parsed: { a_extracted: 'p' } },
    ],
    [
      'an error that was stored',
      categories([], '', {}, { __error__: 'E', a: 'm' }),
      { stream: {}, metadata: { a: 'm' }, parsed: { __error__: 'E' } },
    ],
    [
      'names of prototypes',
      categories([json()], '{"constructor":"c","toString":"t"}'),
      { stream: STREAM, metadata: METADATA, parsed: { constructor: 'c', toString: 't' } },
    ],
  ])('%s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('starts anew with each line', () => {
    const pipeline = compilePipeline([json(), where(and(is('a', '!=', 'drop'), is('app', '=', 'shop'))), drop('app')]);
    const run = (text: string): Labels | undefined =>
      pipeline.run({ ts: nanos(0n), line: text, stream: STREAM, metadata: {} }) ? pipeline.labels.merged() : undefined;
    expect(run('{"a":"x"}')).toEqual({ a: 'x', env: 'prod' });
    expect(run('{"a":"drop"}')).toBeUndefined();
    expect(run('[')).toMatchObject({ __error__: 'JSONParserErr' });
    expect(run('{"b":"y"}')).toEqual({ b: 'y', env: 'prod' });
  });
});

describe('decolorize', () => {
  it.each<[coloured: string, plain: string]>([
    ['\x1b[31mred\x1b[0m', 'red'],
    ['\x1b[1;38;5;196mx\x1b[m', 'x'],
    ['\x9b32mgreen\x9b0m', 'green'],
    ['\x1b]0;title\x07text', 'text'],
    ['no [31m escape', 'no [31m escape'],
  ])('%j', (coloured, plain) => {
    expect(outcome([decolorize], coloured)!.line).toBe(plain);
  });
});

describe('hoisting of line filters', () => {
  const A = line('|=', 'a');
  const B = line('|~', 'b');
  const label = where(is('x', '=', 'y'));

  it.each<[what: string, stages: Stage[], order: Stage[]]>([
    ['before parsers', [json(), A, logfmt(), B], [A, B, json(), logfmt()]],
    ['before decolorize, which is no barrier', [decolorize, A], [A, decolorize]],
    ['not before a label filter', [json(), label, A], [json(), label, A]],
    ['not before line_format', [A, json(), lineFormat('x'), B, logfmt()], [A, json(), lineFormat('x'), B, logfmt()]],
    ['not before unpack', [unpack, A], [unpack, A]],
    ['within each stretch', [json(), A, label, logfmt(), B], [A, json(), label, B, logfmt()]],
    [
      'before drop, keep, label_format and pattern',
      [drop('a'), keep('a'), labelFormat({ a: 'b' }), pattern('<a>'), A],
      [A, drop('a'), keep('a'), labelFormat({ a: 'b' }), pattern('<a>')],
    ],
    ['nothing to do', [], []],
  ])('%s', (_what, stages, order) => {
    expect(hoistLineFilters(stages)).toEqual(order);
  });

  it('is what a pipeline does', () => {
    expect(outcome([decolorize, line('|=', 'ab')], 'a\x1b[0mb')).toBeUndefined();
    expect(outcome([lineFormat('other'), line('|=', 'other')], 'x')).toBeDefined();
  });
});

describe('parser hints', () => {
  const range = { start: 0, end: 0 };
  const by = (...labels: string[]): Grouping => ({ kind: 'by', labels });
  const unwrap = (label: string, ...filters: Unwrap['filters']): Unwrap => ({ label, filters, range });
  const none: ParserHints = { noLabels: false, preserveError: false };
  const needs = (...required: string[]): ParserHints => ({ noLabels: false, required, preserveError: false });

  it.each<
    [what: string, stages: Stage[], unwrap: Unwrap | undefined, grouping: Grouping | undefined, hints: ParserHints]
  >([
    ['no grouping', [json()], undefined, undefined, none],
    ['without', [json()], undefined, { kind: 'without', labels: ['a'] }, none],
    ['sum()', [json()], undefined, by(), { noLabels: true, preserveError: false }],
    ['sum() with a filter', [json(), where(is('a', '=', 'b'))], undefined, by(), needs('a')],
    ['by', [json()], undefined, by('a', 'b'), needs('a', 'b')],
    [
      'by and filters',
      [json(), where(and(is('a', '=', 'b'), number('c', '>', 1)))],
      undefined,
      by('d'),
      needs('a', 'c', 'd'),
    ],
    [
      'formats',
      [json(), lineFormat('{{.a}}{{if .b}}{{end}}'), labelFormat({ x: { from: 'c' }, y: '{{.d}}' })],
      undefined,
      by('e'),
      needs('a', 'b', 'c', 'd', 'e'),
    ],
    ['unwrap', [json()], unwrap('v', is('f', '=', 'x')), by('a'), needs('f', 'v', 'a')],
    ['sum() of unwrap', [json()], unwrap('v'), by(), needs('v')],
    ['the suffix', [json()], undefined, by('a_extracted'), needs('a_extracted', 'a')],
    [
      'an error asked for',
      [json()],
      undefined,
      by('__error__'),
      { noLabels: false, required: ['__error__'], preserveError: true },
    ],
  ])('%s', (_what, stages, unwrapped, grouping, hints) => {
    expect(parserHints({ query: { stages }, ...(unwrapped ? { unwrap: unwrapped } : {}) }, grouping)).toEqual(hints);
  });
});

describe('unwrap', () => {
  const range = { start: 0, end: 0 };
  type Sample = { readonly value: number | undefined; readonly labels: Labels };

  function sample(unwrap: Omit<Unwrap, 'range'>, stream: Labels, grouping?: Grouping): Sample {
    const pipeline = compilePipeline([]);
    pipeline.run({ ts: nanos(0n), line: '', stream, metadata: {} });
    const value = compileUnwrap({ ...unwrap, range }, grouping)(pipeline);
    return { value, labels: pipeline.labels.merged() };
  }

  it.each<[conversion: Unwrap['conversion'], text: string, value: number]>([
    [undefined, '1.5', 1.5],
    [undefined, '-3e2', -300],
    [undefined, '+Inf', Infinity],
    ['bytes', '1.5KB', 1500],
    ['bytes', '2 MiB', 2_097_152],
    ['duration', '1m30s', 90],
    ['duration', '1.5ms', 0.0015],
    ['duration_seconds', '-2h', -7200],
  ])('%s(%j) is %d', (conversion, text, value) => {
    const unwrap = { label: 'v', filters: [], ...(conversion ? { conversion } : {}) };
    expect(sample(unwrap, { v: text, a: 'b' })).toEqual({ value, labels: { a: 'b' } });
  });

  it.each<[stream: Labels]>([[{}], [{ v: '' }]])('gives nothing of %j', (stream) => {
    expect(sample({ label: 'v', filters: [] }, stream).value).toBeUndefined();
  });

  it('leaves an error where the value cannot be read, which a filter may take out', () => {
    const labels = {
      v: 'x',
      __error__: 'SampleExtractionErr',
      __error_details__: 'strconv.ParseFloat: parsing "x": invalid syntax',
    };
    expect(sample({ label: 'v', filters: [] }, { v: 'x' })).toEqual({ value: 0, labels });
    expect(sample({ label: 'v', filters: [is('__error__', '=', '')] }, { v: 'x' }).value).toBeUndefined();
    expect(sample({ label: 'v', filters: [number('v', '>', 1)] }, { v: '1' }).value).toBeUndefined();
    expect(sample({ label: 'v', filters: [number('v', '>', 1)] }, { v: '2' }).value).toBe(2);
  });

  it('keeps the label for a grouping by labels', () => {
    expect(sample({ label: 'v', filters: [] }, { v: '1' }, { kind: 'by', labels: ['v'] }).labels).toEqual({ v: '1' });
    expect(sample({ label: 'v', filters: [] }, { v: '1' }, { kind: 'without', labels: ['a'] }).labels).toEqual({});
  });
});
