import { describe, expect, it } from 'vitest';
import {
  json,
  labelFormat,
  lineFormat,
  logfmt,
  outcome,
  where,
  is,
  type Given,
  type Outcome,
} from './stage.testkit.js';

const failed = (details: string): Record<string, string> => ({
  __error__: 'TemplateFormatErr',
  __error_details__: details,
});

const STREAM = { app: 'shop', level: 'info' };
const METADATA = { trace_id: 'abc' };
const GIVEN: Given = { stream: STREAM, metadata: METADATA, ts: 1_700_000_000_123_456_789n };

describe('line_format', () => {
  it.each<[template: string, line: string]>([
    ['{{.app}}', 'shop'],
    ['{{.missing}}', ''],
    ['{{.trace_id}} {{.level | upper}} {{.missing}}!', 'abc INFO !'],
    ['fixed', 'fixed'],
    ['', ''],
    ['{{__line__}} in {{.app}}', 'the line in shop'],
    ['{{__line__ | len}}', '8'],
    ['{{__timestamp__ | date "2006-01-02T15:04:05.000000000Z07:00"}}', '2023-11-14T22:13:20.123456789Z'],
    ['{{__timestamp__ | unixEpochNanos}}', '1700000000123456789'],
    ['{{__timestamp__.Unix}}', '1700000000'],
    ['{{range $k, $v := .}}{{$k}}={{$v}} {{end}}', 'app=shop level=info trace_id=abc '],
    ['{{if eq .level "info"}}I{{else}}E{{end}}', 'I'],
    ['{{bytes "1.5KB"}} {{duration "1m30s"}} {{duration_seconds "250ms"}}', '1500 90 0.25'],
    ['{{.app | printf "%-6s|"}}', 'shop  |'],
    ['{{ alignRight 6 .app }}', '  shop'],
    ['{{ .app | replace "s" "S" | trunc 3 }}', 'Sho'],
    ['{{ (fromJson "{\\"a\\":{\\"b\\":\\"c\\"}}").a.b }}', 'c'],
  ])('%s', (template, line) => {
    expect(outcome([lineFormat(template)], 'the line', GIVEN)).toEqual({ line, labels: { ...STREAM, ...METADATA } });
  });

  it.each<[template: string, details: string]>([
    [
      '{{.app | duration}}',
      'template: line:1:9: executing "line" at <duration>: error calling duration: time: invalid duration "shop"',
    ],
    [
      '{{bytes .app}}',
      'template: line:1:2: executing "line" at <bytes .app>: error calling bytes: strconv.ParseFloat: parsing "": invalid syntax',
    ],
    ['{{.app.name}}', `template: line:1:6: executing "line" at <.app.name>: can't evaluate field name in type string`],
    [
      'ok {{ regexReplaceAll "(" .app "" }}',
      'template: line:1:6: executing "line" at <regexReplaceAll "(" .app "">: error calling regexReplaceAll: error parsing regexp: missing closing ): `(`',
    ],
    [
      '{{ trunc .app .app }}',
      'template: line:1:9: executing "line" at <.app>: wrong type for value; expected int; got string',
    ],
  ])('keeps the line that %s fails on', (template, details) => {
    expect(outcome([lineFormat(template)], 'the line', GIVEN)).toEqual({
      line: 'the line',
      labels: { ...failed(details), ...STREAM, ...METADATA },
    });
  });

  it('shows errors to templates, but not to one that is a label alone', () => {
    expect(outcome([json(), lineFormat('{{.__error__}}!')], 'x')!.line).toBe('JSONParserErr!');
    expect(outcome([json(), lineFormat('{{.__error__}}')], 'x')!.line).toBe('');
  });

  it('sees what stages before it made', () => {
    const stages = [json(), lineFormat('{{.msg}} {{.n}}'), logfmt(), where(is('k', '=', 'v'))];
    expect(outcome(stages, '{"msg":"k=v","n":1}')).toEqual({ line: 'k=v 1', labels: { k: 'v', msg: 'k=v', n: '1' } });
  });
});

type Items = Record<string, string | { from: string }>;

describe('label_format', () => {
  it.each<[items: Items, labels: Record<string, string>]>([
    [{ service: { from: 'app' } }, { service: 'shop', level: 'info', trace_id: 'abc' }],
    [{ id: { from: 'trace_id' } }, { app: 'shop', level: 'info', id: 'abc' }],
    [{ x: { from: 'missing' } }, { app: 'shop', level: 'info', trace_id: 'abc' }],
    [{ app: { from: 'app' } }, { level: 'info', trace_id: 'abc' }],
    [{ level: { from: 'app' } }, { level: 'shop', trace_id: 'abc' }],
    [{ app: '{{.app}}-1' }, { app: 'shop-1', level: 'info', trace_id: 'abc' }],
    [
      { x: '{{.app}}/{{.level}}', y: '{{.x}}' },
      { app: 'shop', level: 'info', trace_id: 'abc', x: 'shop/info', y: '' },
    ],
    [
      { x: { from: 'app' }, y: '{{.x}}{{.app}}' },
      { level: 'info', trace_id: 'abc', x: 'shop', y: 'shop' },
    ],
    [
      { y: '{{.app}}', app: { from: 'level' }, z: '{{.app}}' },
      { app: 'info', trace_id: 'abc', y: 'shop', z: 'shop' },
    ],
    [{ x: '' }, { app: 'shop', level: 'info', trace_id: 'abc', x: '' }],
    [{ x: '{{__line__ | ToUpper}}' }, { app: 'shop', level: 'info', trace_id: 'abc', x: 'THE LINE' }],
  ])('%j', (items, labels) => {
    expect(outcome([labelFormat(items)], 'the line', GIVEN)).toEqual({ line: 'the line', labels });
  });

  it('goes on behind a template that fails', () => {
    const details =
      'template: label:1:2: executing "label" at <bytes .app>: error calling bytes: strconv.ParseFloat: parsing "": invalid syntax';
    const labels = { ...failed(details), ...STREAM, ...METADATA, y: 'shop' };
    expect(outcome([labelFormat({ x: '{{bytes .app}}', y: '{{.app}}' })], 'l', GIVEN)).toEqual({
      line: 'l',
      labels,
    } satisfies Outcome);
  });

  it('looks again where there was no label at first', () => {
    expect(outcome([labelFormat({ a: 'x', b: '{{.a}}', c: '{{.b}}' })], 'l')!.labels).toEqual({
      a: 'x',
      b: 'x',
      c: '',
    });
  });

  it('is not written over by a parser behind it', () => {
    expect(outcome([labelFormat({ a: 'set' }), json()], '{"a":"parsed","b":"c"}')!.labels).toEqual({
      a: 'set',
      b: 'c',
    });
    expect(outcome([labelFormat({ app: 'set' }), json()], '{"app":"parsed"}', GIVEN)!.labels).toEqual({
      app: 'set',
      app_extracted: 'parsed',
      level: 'info',
      trace_id: 'abc',
    });
  });
});
