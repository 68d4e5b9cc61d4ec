import { RowWriter, type Labels } from '@bongsu/model';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { LevelDetector, levelColumn } from './detect.js';

interface Case {
  readonly labels?: Labels;
  readonly fields?: Readonly<Record<string, string>>;
  readonly severity?: number;
  readonly severityText?: string;
  readonly line?: string;
  readonly enabled?: boolean;
}

/** What the column says. */
function detect({ labels = {}, fields = {}, severity = 0, severityText = '', line = '', enabled }: Case): string {
  const writer = new RowWriter(16);
  const detector = new LevelDetector(enabled);
  detector.begin();
  const textAt = writer.length;
  writer.text(severityText);
  detector.severityText(writer, textAt);
  for (const [name, value] of Object.entries(fields)) {
    const key = Buffer.from(name);
    const at = writer.length;
    writer.text(value);
    detector.field(key, 0, key.length, writer, at);
  }
  const lineAt = writer.length;
  writer.text(line);
  const columnAt = writer.length;
  detector.write(writer, levelColumn(labels), severity, lineAt);
  const column = writer.view().subarray(columnAt);
  expect(column[0]).toBe(column.length - 1);
  return column.subarray(1).toString();
}

test.each([
  [1, 'trace'],
  [4, 'trace'],
  [5, 'debug'],
  [8, 'debug'],
  [9, 'info'],
  [12, 'info'],
  [13, 'warn'],
  [16, 'warn'],
  [17, 'error'],
  [20, 'error'],
  [21, 'fatal'],
  [24, 'fatal'],
  [25, 'unknown'],
  [4_294_967_295, 'unknown'],
])('severity number %d is %s, whatever the line says', (severity, level) =>
  expect(detect({ severity, line: 'level=critical' })).toBe(level),
);

describe('order of sources', () => {
  test.each<[string, string, Case]>([
    [
      'own detected_level before all',
      'info',
      { fields: { level: 'error', detected_level: 'Information' }, labels: { level: 'warn' }, severity: 17 },
    ],
    ['a stream label before metadata', 'warn', { labels: { level: 'WARNING' }, fields: { level: 'error' } }],
    ['labels in the order of names', 'debug', { labels: { lvl: 'error', level: 'dbg' } }],
    ['metadata in the order of names', 'warn', { fields: { lvl: 'error', severity: 'warn' } }],
    ['metadata before severity_text', 'error', { fields: { level: 'error' }, severityText: 'INFO' }],
    [
      'severity_text before other spellings of it',
      'info',
      { fields: { SEVERITY_TEXT: 'error' }, severityText: 'INFO' },
    ],
    ['severity_text before the number', 'info', { severityText: 'INFO', severity: 17 }],
    ['log.level by its own name', 'fatal', { fields: { 'log.level': 'FATAL', log_level: 'debug' } }],
    [
      'names in their listed case only',
      'unknown',
      { fields: { lEvel: 'error', 'level ': 'error', severitY: 'error' } },
    ],
    ['an empty value is none', 'error', { fields: { level: '', lvl: 'err' }, labels: { severity: '' } }],
    ['the number before the line', 'debug', { severity: 5, line: '{"level":"error"}' }],
    ['off', '', { enabled: false, severity: 5, fields: { level: 'error' } }],
  ])('%s: %s', (_name, level, given) => expect(detect(given)).toBe(level));
});

test.each([
  ['TRACE', 'trace'],
  ['trc', 'trace'],
  ['Debug', 'debug'],
  ['DBG', 'debug'],
  ['info', 'info'],
  ['INF', 'info'],
  ['Information', 'info'],
  ['wrn', 'warn'],
  ['Warning', 'warn'],
  ['err', 'error'],
  ['ERROR', 'error'],
  ['critical', 'critical'],
  ['Fatal', 'fatal'],
  // kept as they are
  ['crit', 'crit'],
  ['NOTICE', 'NOTICE'],
  ['심각', '심각'],
  ['30', '30'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['x'.repeat(65), 'unknown'],
])('a level called %s is %s', (value, level) => {
  expect(detect({ fields: { level: value } })).toBe(level);
  expect(detect({ labels: { level: value } })).toBe(level);
  expect(detect({ severityText: value })).toBe(level);
});

describe('lines', () => {
  test.each([
    // JSON
    ['{"level":"warn","msg":"an error"}', 'warn'],
    [' { "msg" : "x" , "LEVEL" : "Critical" }\n', 'critical'],
    ['{"msg":"error","Severity":"FATAL"}', 'fatal'],
    ['{"a":{"level":"debug"},"level":"error"}', 'debug'],
    ['{"a":{"b":{"level":"debug"}},"msg":"fine"}', 'debug'],
    ['{"a":{"b":{"level":"inf"}}}', 'unknown'],
    ['{"a":[{"level":"trc"}],"lvl":"info"}', 'info'],
    ['{"a":"}\\"{","b":[1,"]"],"c":null,"d":-1.5e3,"level":"error"}', 'error'],
    ['{"level":30,"msg":"warn"}', 'warn'],
    ['{"level":30,"lvl":"dbg"}', 'debug'],
    ['{"level":"note","lvl":"error"}', 'error'],
    ['{"level":"note"}', 'unknown'],
    ['{"LeVel":"trc"}', 'unknown'],
    ['{"msg":"message with INFO"}', 'info'],
    ['{"detected_level":"wrn"}', 'unknown'],
    ['{}', 'unknown'],
    ['{', 'unknown'],
    ['{"level"}', 'unknown'],
    ['{"level":"err', 'error'],
    ['{"level":trc}', 'unknown'],
    ['{level:"trc"}', 'unknown'],
    // logfmt
    ['foo=bar msg="keyword error" level=warn', 'warn'],
    ['foo=bar msg="keyword error" LEVEL=inFO', 'info'],
    ['lvl=error x=1 level=debug', 'debug'],
    ['severity=critical lvl=wrn', 'critical'],
    ['level="Warning" a=b', 'warn'],
    ['msg="a \\" level=trc" sEverity=inf', 'info'],
    ['ts=1 level=NA msg="an info"', 'info'],
    ['ts=1 level=NA', 'unknown'],
    ['"quoted" level=trc', 'unknown'],
    ['level=', 'unknown'],
    ['=', 'unknown'],
    ['{a=b} level=dbg', 'debug'],
    // words
    ['', 'unknown'],
    ['   ', 'unknown'],
    ['nothing to see', 'unknown'],
    ['error: no such file', 'error'],
    ['[ERR] x', 'error'],
    ['2024-01-01T00:00:00Z WARN pool is full', 'warn'],
    ['this is a Warning', 'warn'],
    ['CRITICAL', 'critical'],
    ['an info before an error', 'error'],
    ['error in debug mode', 'debug'],
    ['fatal error', 'fatal'],
    ['(trace)', 'trace'],
    ['information', 'unknown'],
    ['terror errors error_code no-errand', 'unknown'],
    ['stderr: err', 'error'],
    ['결제 error가 났다', 'error'],
    ['dbg inf wrn trc', 'unknown'],
  ])('%j is %s', (line, level) => expect(detect({ line })).toBe(level));
});

it('answers every line with a known word, and never looks beyond it', () => {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'fatal', 'unknown'];
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ':',
    ',',
    '=',
    ' ',
    '\n',
    'level',
    'Lvl',
    'warn',
    'x',
    '가',
    '1',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join('')),
      (line) => {
        const level = detect({ line });
        expect(levels).toContain(level);
        const writer = new RowWriter(16);
        writer.text(line);
        const lineEnd = writer.length;
        writer.text('"level":"fatal"} level=fatal');
        const detector = new LevelDetector();
        detector.begin();
        detector.write(writer, undefined, 0, 0);
        expect(writer.view().subarray(lineEnd).toString()).toContain(level);
        expect(writer.view().subarray(-level.length).toString()).toBe(level);
      },
    ),
  );
});
