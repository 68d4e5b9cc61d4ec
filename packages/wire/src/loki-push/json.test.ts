import { LOG_ROW, Sequence } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { CONTEXT, NOW_NS } from '../testkit/context.js';
import { readRows } from '../testkit/row-binary.js';
import { PushDecoder } from './decode.js';
import { transcodePush, type PushVersion } from './json.js';
import { DEFAULT_PUSH_LIMITS } from './limits.js';

const NS = String(NOW_NS);

function decode(body: unknown, version: PushVersion = 'v1') {
  const transcoded = transcodePush(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), version);
  if (!transcoded.ok) return { error: transcoded.error.message };
  const decoder = new PushDecoder({
    sequence: new Sequence(1),
    limits: DEFAULT_PUSH_LIMITS,
    discoverServiceName: false,
    discoverLevels: false,
  });
  const result = decoder.decode(transcoded.value, CONTEXT);
  if (!result.ok) return { error: result.error.message };
  const rows = readRows(LOG_ROW, result.value.batch.logs.bytes);
  return { labels: result.value.batch.streams.map((u) => u.def.labels), rows, problems: result.value.problems };
}

const values = (...entries: unknown[]) => ({ streams: [{ stream: { app: 'x' }, values: entries }] });

describe('JSON', () => {
  test('times to the nanosecond, lines as they are, metadata as text', () => {
    const metadata = { s: '값', i: 5, f: 1.5, b: true, n: null, o: { a: [1] } };
    const { rows } = decode(values([NS, ' a\n"결제" '], [String(NOW_NS + 1n), '', metadata]));
    expect(rows!.map((r) => [r['ts'], r['body'], r['attributes']])).toEqual([
      [NOW_NS, ' a\n"결제" ', []],
      [
        NOW_NS + 1n,
        '',
        [
          ['s', '값'],
          ['i', '5'],
          ['f', '1.5'],
          ['b', 'true'],
          ['n', 'null'],
          ['o', '{"a":[1]}'],
        ],
      ],
    ]);
  });

  test('label values of any scalar are text; empty ones are dropped', () => {
    const stream = { z: 'x\\"y', i: 5, f: 0.5, b: false, n: null, e: '' };
    expect(decode({ streams: [{ stream, values: [[NS, 'x']] }] }).labels).toEqual([
      { b: 'false', f: '0.5', i: '5', z: 'x\\"y' },
    ]);
  });

  test.each([
    ['{', /^the body is no JSON: /],
    ['', /^the body is no JSON: /],
    ['[]', 'the body is no object'],
    ['{}', 'error at least one valid stream is required for ingestion'],
    ['{"streams":null}', 'error at least one valid stream is required for ingestion'],
    ['{"streams":{}}', 'streams is no list'],
    ['{"streams":[1]}', 'streams[0] is no object'],
    ['{"streams":[{"values":[]}]}', 'streams[0].stream is no object'],
    ['{"streams":[{"stream":{"a":{}}}]}', 'streams[0].stream.a is no text'],
    ['{"streams":[{"stream":{"a.b":"x"}}]}', 'couldn\'t parse labels: 1:3: parse error: unexpected ".", expected ='],
    [JSON.stringify(values('x')), 'streams[0].values[0] is not [time, line] or [time, line, metadata]'],
    [JSON.stringify(values([NS])), 'streams[0].values[0] is not [time, line] or [time, line, metadata]'],
    [
      JSON.stringify(values([1, 'x'])),
      'streams[0].values[0][0] is no time: a string of nanoseconds since 1970 is needed',
    ],
    [
      JSON.stringify(values(['1.5', 'x'])),
      'streams[0].values[0][0] is no time: a string of nanoseconds since 1970 is needed',
    ],
    [JSON.stringify(values([NS, 5])), 'streams[0].values[0][1] is no line: a string is needed'],
    [JSON.stringify(values([NS, 'x', []])), 'streams[0].values[0][2] is no object'],
  ])('%s is refused', (body, message) => {
    const { error } = decode(body);
    if (typeof message === 'string') expect(error).toBe(message);
    else expect(error).toMatch(message);
  });
});

describe('JSON of the legacy path', () => {
  test('is read', () => {
    const { rows, labels } = decode(
      {
        streams: [
          {
            labels: '{app="x"}',
            entries: [
              { ts: '2025-10-09T08:53:20.000000001Z', line: 'a' },
              { ts: '2025-10-09T10:53:20+02:00', line: 'b' },
            ],
          },
        ],
      },
      'legacy',
    );
    expect(rows!.map((r) => [r['ts'], r['body']])).toEqual([
      [NOW_NS + 1n, 'a'],
      [NOW_NS, 'b'],
    ]);
    expect(labels).toEqual([{ app: 'x' }]);
  });

  test.each([
    [{ streams: [{ labels: 5 }] }, 'streams[0].labels is no text'],
    [
      { streams: [{ labels: '{a="b"}', entries: [{ ts: 'now', line: '' }] }] },
      'streams[0].entries[0].ts is no time in the form of RFC 3339',
    ],
    [
      { streams: [{ labels: '{a="b"}', entries: [{ ts: '2025-10-09T08:53:20Z' }] }] },
      'streams[0].entries[0].line is no text',
    ],
  ])('%j is refused', (body, message) => expect(decode(body, 'legacy')).toEqual({ error: message }));
});
