import { LOG_ROW, millis, Sequence } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../../testkit/context.js';
import {
  array,
  deepAnyValue,
  type KeyValues,
  kvlist,
  logRecord,
  logRecordOfBody,
  logsRequest,
  str,
  type TestLogRecord,
} from '../../testkit/otlp-messages.js';
import { readRows } from '../../testkit/row-binary.js';
import type { AnyValue } from '../any-value-tree.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { LogsDecoder } from './decode.js';

const decoder = new LogsDecoder({ sequence: new Sequence(1), limits: DEFAULT_OTLP_LIMITS });

function nested(depth: number): AnyValue {
  let value = str('x');
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? array(value) : kvlist(['k', value]);
  return value;
}

const manyAttributes = (count: number): KeyValues =>
  Array.from({ length: count }, (_, i) => [`k${i}`, str('v')] as const);

/** `0xff` in place of `?` of an encoded record. */
function withBadByte(record: TestLogRecord): Uint8Array {
  const bytes = logRecord(record);
  bytes[Buffer.from(bytes).indexOf('?')] = 0xff;
  return bytes;
}

const BAD: readonly [name: string, record: TestLogRecord | Uint8Array, reason: RegExp][] = [
  ['a time before the window', { time: 1n }, /^time_unix_nano is before 2024-10-09T.*Z, the oldest time/],
  ['a time of year 2200', { time: 7_258_118_400_000_000_000n }, /^time_unix_nano is after 2025-10-09T09.*the newest/],
  ['the largest time', { time: (1n << 64n) - 1n }, /^time_unix_nano is after/],
  ['an observed time standing in, too old', { time: 0n, observed: 5n }, /^time_unix_nano is before/],
  ['an observed time past 2262', { time: NOW_NS, observed: 1n << 63n }, /observed_time_unix_nano/],
  ['a trace id of 15 bytes', { traceId: TRACE_ID.slice(2) }, /^trace_id is not 16 bytes/],
  ['a trace id of 17 bytes', { traceId: `${TRACE_ID}00` }, /^trace_id is not 16 bytes/],
  ['a span id of 4 bytes', { spanId: SPAN_ID.slice(8) }, /^span_id is not 8 bytes/],
  ['10,000 attributes', { attributes: manyAttributes(10_000) }, /^10000 attributes exceeds.*limits.otlp.attributesPer/],
  ['1,001 attributes', { attributes: manyAttributes(1_001) }, /^1001 attributes exceeds/],
  ['a body of 2 MB', { body: str('x'.repeat(2_000_000)) }, /limits\.otlp\.bodyBytes/],
  ['an attribute nested 65 deep', { attributes: [['a', nested(65)]] }, /limits\.otlp\.attributeDepth/],
  ['a body nested 5,000 deep', logRecordOfBody(deepAnyValue(5_000)), /limits\.otlp\.attributeDepth/],
  ['a body nested 65 deep', { body: nested(65) }, /limits\.otlp\.attributeDepth/],
  ['a body of invalid UTF-8', withBadByte({ body: str('a?') }), /not valid UTF-8/],
  ['a long body of invalid UTF-8', withBadByte({ body: str(`${'가'.repeat(500)}?`) }), /not valid UTF-8/],
  ['an attribute of invalid UTF-8', withBadByte({ attributes: [['a', str('?')]] }), /not valid UTF-8/],
  ['a key of invalid UTF-8', withBadByte({ attributes: [['?', str('a')]] }), /not valid UTF-8/],
  ['a severity text of invalid UTF-8', withBadByte({ severityText: '?' }), /not valid UTF-8/],
  ['an event name of invalid UTF-8', withBadByte({ eventName: '?' }), /not valid UTF-8/],
];

describe('a bad record is refused by name and its neighbours are stored', () => {
  test.each(BAD)('%s', (_name, bad, reason) => {
    const bytes = bad instanceof Uint8Array ? bad : logRecord(bad);
    const good = (body: string): Uint8Array => logRecord({ time: NOW_NS, body: str(body) });
    const result = decoder.decode(
      logsRequest([{ records: [] }], [good('before'), bytes, good('between'), bytes, good('after')]),
      CONTEXT,
    );
    if (!result.ok) throw new Error(result.error.message);
    const { batch, rejected } = result.value;
    expect(readRows(LOG_ROW, batch.logs.bytes).map((r) => r['body'])).toEqual(['before', 'between', 'after']);
    expect(rejected).toEqual([{ count: 2, reason: expect.stringMatching(reason) as string }]);
  });

  test('exactly at the limits is good', () => {
    const { oldest, newest } = CONTEXT.window;
    const records: TestLogRecord[] = [
      { attributes: manyAttributes(1_000) },
      { body: nested(64) },
      { time: BigInt(oldest) * 1_000_000n },
      { time: BigInt(newest) * 1_000_000n },
    ];
    const result = decoder.decode(logsRequest([{ records }]), CONTEXT);
    expect(result).toMatchObject({ ok: true, value: { batch: { logs: { count: 4 } }, rejected: [] } });
  });

  test('a bad resource refuses its records and no others', () => {
    const result = decoder.decode(
      logsRequest([
        { resource: manyAttributes(1_001), records: [{}, {}] },
        { records: [{}] },
        { scopeAttributes: [['deep', nested(65)]], records: [{}] },
      ]),
      CONTEXT,
    );
    expect(result).toMatchObject({
      ok: true,
      value: {
        batch: { logs: { count: 1 } },
        rejected: [
          { count: 2, reason: expect.stringMatching(/^resource: 1001 attributes/) as string },
          { count: 1, reason: expect.stringMatching(/^instrumentation scope: /) as string },
        ],
      },
    });
  });

  test('the number of different reasons is bounded, the count is exact', () => {
    const records = Array.from({ length: 40 }, (_, i) => ({ attributes: manyAttributes(1_001 + i) }));
    const result = decoder.decode(logsRequest([{ records }]), CONTEXT);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.rejected).toHaveLength(21);
    expect(result.value.rejected.reduce((sum, r) => sum + r.count, 0)).toBe(40);
  });

  test('with retention off any time from 1970 to 2262 is good', () => {
    const records = [{ time: 1n }, { time: 7_258_118_400_000_000_000n }, { time: (1n << 63n) - 1n }];
    const window = { oldest: millis(0), newest: millis(Number.MAX_SAFE_INTEGER) };
    expect(decoder.decode(logsRequest([{ records }]), { ...CONTEXT, window })).toMatchObject({
      ok: true,
      value: { batch: { logs: { count: 3 } } },
    });
  });
});

describe('a broken request', () => {
  const whole = logsRequest([
    {
      resource: [['service.name', str('a')]],
      scopeName: 's',
      records: [
        { time: NOW_NS, body: kvlist(['a', array(str('b'))]), attributes: [['k', str('v')]], traceId: TRACE_ID },
        { time: NOW_NS, body: str('second') },
      ],
      resourceSchemaUrl: 'u',
    },
  ]);

  test('cut at any byte is malformed as a whole', () => {
    for (let cut = 1; cut < whole.length; cut++) {
      expect(decoder.decode(whole.subarray(0, cut), CONTEXT)).toMatchObject({
        ok: false,
        error: { kind: 'malformed' },
      });
    }
    expect(decoder.decode(whole, CONTEXT)).toMatchObject({ ok: true, value: { batch: { logs: { count: 2 } } } });
  });

  test.each([
    ['text', Buffer.from('{"resourceLogs":[]}')],
    ['a length past the end', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ['an endless varint', Buffer.alloc(20, 0xff)],
    ['field number 0', Buffer.from([0x02, 0x00])],
    ['a group', Buffer.from([0x0b, 0x0c])],
  ])('%s is malformed', (_name, body) => {
    expect(decoder.decode(body, CONTEXT)).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });

  test('unknown fields are stepped over at every level', () => {
    const unknown = Buffer.from([0xf8, 0x07, 0x01, 0xfa, 0x07, 0x01, 0x61]);
    const record = Buffer.concat([unknown, logRecord({ body: str('x') }), unknown]);
    const request = Buffer.concat([unknown, logsRequest([{ records: [] }], [record])]);
    expect(decoder.decode(request, CONTEXT)).toMatchObject({ ok: true, value: { batch: { logs: { count: 1 } } } });
  });
});
