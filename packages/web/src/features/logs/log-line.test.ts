import { describe, expect, it } from 'vitest';
import { type LokiLine } from '../../api/loki-query-range.js';
import { lineAsJson, parsedBody, toLogLines } from './log-line.js';

const line = (over: Partial<LokiLine> = {}): LokiLine => ({
  ts: '1700000000123456789',
  line: 'hello',
  labels: { service_name: 'a' },
  metadata: {},
  parsed: {},
  ...over,
});

describe('toLogLines', () => {
  it('gives the same record the same id in every answer, and equal ones different ids', () => {
    const first = toLogLines([line(), line(), line({ line: 'other' })]).map(({ id }) => id);
    expect(new Set(first).size).toBe(3);
    expect(
      toLogLines([line({ ts: '1700000000999999999' }), line(), line()])
        .map(({ id }) => id)
        .slice(1),
    ).toEqual(first.slice(0, 2));
  });

  it('tells records with the same text apart', () => {
    const ids = toLogLines([
      line({ metadata: { trace_id: 'ab'.repeat(16) } }),
      line({ metadata: { a: '2' } }),
      line(),
    ]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it('takes level and ids from structured metadata', () => {
    const [got] = toLogLines([
      line({ metadata: { severity_text: 'WARN', trace_id: 'AB'.repeat(16), span_id: 'cd'.repeat(8) } }),
    ]);
    expect(got).toMatchObject({
      level: 'warn',
      traceId: 'ab'.repeat(16),
      spanId: 'cd'.repeat(8),
      ms: 1_700_000_000_123,
    });
  });

  it.each(['', 'abc', '0'.repeat(32), 'z'.repeat(32)])('shows no link for trace id %j', (trace_id) => {
    expect(toLogLines([line({ metadata: { trace_id } })])[0]?.traceId).toBe('');
  });
});

it('copies the whole record', () => {
  const [got] = toLogLines([line({ metadata: { k: '값' } })]);
  expect(got && JSON.parse(lineAsJson(got))).toEqual({
    timestamp: '1700000000123456789',
    line: 'hello',
    fields: { k: '값', service_name: 'a' },
  });
});

it.each([
  [' {"a":1}', { a: 1 }],
  ['[1]', [1]],
  ['{"a":', undefined],
  ['text', undefined],
  ['12', undefined],
])('the body of %j is %j', (text, body) => {
  expect(parsedBody(text)).toEqual(body);
});
