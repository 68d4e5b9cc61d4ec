import { describe, expect, it } from 'vitest';
import { asRecord } from '../../api/json.js';
import { anyValueText, readSpan, type Span } from './otlp.js';
import { TraceStream } from './trace-stream.js';

const body = {
  trace: {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: '주문' } }] },
        scopeSpans: [
          {
            scope: { name: 'http', version: '1.2' },
            spans: [
              {
                traceId: 'AAECAwQFBgcICQoLDA0ODw==',
                spanId: 'AAECAwQFBgc=',
                parentSpanId: '',
                name: 'POST /주문',
                kind: 'SPAN_KIND_SERVER',
                startTimeUnixNano: '1700000000000000001',
                endTimeUnixNano: '1700000000000000005',
                attributes: [
                  { key: 'b', value: { intValue: '9007199254740993' } },
                  { key: 'a', value: { boolValue: false } },
                ],
                events: [{ timeUnixNano: '1700000000000000002', name: 'exception' }],
                links: [{ traceId: '00'.repeat(15) + 'ff', spanId: '00'.repeat(7) + 'ff' }],
                status: { code: 'STATUS_CODE_ERROR', message: 'no stock' },
                droppedEventsCount: 3,
              },
              { spanId: 'x', startTimeUnixNano: '9', endTimeUnixNano: '5', kind: 3, status: { code: 1 } },
            ],
          },
        ],
      },
      {},
    ],
  },
};

function readAll(document: unknown): readonly Span[] {
  const stream = new TraceStream();
  stream.push(new TextEncoder().encode(JSON.stringify(document)));
  const { spans, bytes } = stream.end();
  const raw = (from: number, to: number) => asRecord(JSON.parse(new TextDecoder().decode(bytes.subarray(from, to))));
  return spans.map(({ from, to, origin }) => readSpan(raw(from, to), origin));
}

describe('a trace', () => {
  it('reads every field', () => {
    expect(readAll(body)[0]).toEqual({
      traceId: '000102030405060708090a0b0c0d0e0f',
      spanId: '0001020304050607',
      parentId: '',
      name: 'POST /주문',
      kind: 'server',
      service: '주문',
      start: 1_700_000_000_000_000_001n,
      end: 1_700_000_000_000_000_005n,
      status: 'error',
      statusMessage: 'no stock',
      traceState: '',
      attributes: [
        { key: 'a', value: 'false', type: 'boolean' },
        { key: 'b', value: '9007199254740993', type: 'number' },
      ],
      resource: [{ key: 'service.name', value: '주문', type: 'string' }],
      scope: 'http 1.2',
      events: [{ name: 'exception', time: 1_700_000_000_000_000_002n, attributes: [] }],
      links: [{ traceId: '00'.repeat(15) + 'ff', spanId: '00'.repeat(7) + 'ff', attributes: [] }],
      droppedAttributes: 0,
      droppedEvents: 3,
      droppedLinks: 0,
    });
  });

  it('takes numbers for enums and never lets a span end before it starts', () => {
    const second = readAll(body)[1];
    expect(second).toMatchObject({ kind: 'client', status: 'ok', start: 9n, end: 9n });
  });

  it.each([null, {}, { trace: { resourceSpans: null } }, []])('reads %j as no spans', (empty) => {
    expect(readAll(empty)).toEqual([]);
  });
});

it.each([
  [{ stringValue: 'x' }, 'x'],
  [{ doubleValue: 0.5 }, '0.5'],
  [{ doubleValue: 'NaN' }, 'NaN'],
  [{ arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } }, '["a","1"]'],
  [{ kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } }, '{"k":true}'],
  [{ bytesValue: 'AAE=' }, 'AAE='],
  [{}, ''],
  [undefined, ''],
])('%j is %s', (value, text) => {
  expect(anyValueText(value)).toBe(text);
});
