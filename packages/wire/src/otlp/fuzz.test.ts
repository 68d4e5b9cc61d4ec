import { fingerprintToBigInt, LOG_ROW, type Result, Sequence, SPAN_ROW, nanos } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../testkit/context.js';
import {
  array,
  bool,
  bytes,
  double,
  int,
  kvlist,
  logsJson,
  logsRequest,
  str,
  type TestLogs,
} from '../testkit/otlp-messages.js';
import { Dice, embedded, mutate, MUTATIONS } from '../testkit/mutation.js';
import { readRows } from '../testkit/row-binary.js';
import type { DecodeError } from './context.js';
import { transcodeLogs } from './json/transcode.js';
import { DEFAULT_OTLP_LIMITS } from './limits.js';
import { LogsDecoder } from './logs/decode.js';
import { TracesDecoder } from './traces/decode.js';
import { encodeTrace } from './traces/encode.js';

const BLOCKS: readonly TestLogs[] = [
  {
    resource: [
      ['service.name', str('결제')],
      ['k8s.pod.name', str('p')],
    ],
    resourceDropped: 1,
    scopeName: 's',
    scopeAttributes: [['x', array(int(1), double(0.5))]],
    scopeSchemaUrl: 'u',
    records: [
      {
        time: NOW_NS,
        observed: NOW_NS,
        severity: 9,
        severityText: 'INFO',
        body: str(`trace_id=${TRACE_ID}`),
        attributes: [
          ['s', str('값')],
          ['i', int(-5)],
          ['b', bool(true)],
          ['x', bytes(new Uint8Array([1, 2]))],
          ['k', kvlist(['a', array(str('b'), kvlist())])],
        ],
        flags: 1,
        dropped: 2,
      },
      { time: NOW_NS, body: kvlist(['traceparent', str(`00-${TRACE_ID}-${SPAN_ID}-01`)]), eventName: 'e' },
    ],
  },
  { records: [{ traceId: TRACE_ID, spanId: SPAN_ID }] },
];

const SPAN = encodeTrace({
  resourceSpans: [
    {
      attributes: [{ key: 'service.name', value: 'a', type: 's' }],
      droppedAttributes: 0,
      schemaUrl: 'u',
      scopeSpans: [
        {
          name: 'x',
          version: '',
          attributes: [],
          droppedAttributes: 0,
          schemaUrl: '',
          spans: [0, 1].map((i) => ({
            traceId: TRACE_ID,
            spanId: SPAN_ID,
            parentSpanId: i === 0 ? '' : SPAN_ID,
            traceState: 'a=1',
            flags: 1,
            name: '주문',
            kind: 2,
            start: nanos(NOW_NS),
            end: nanos(NOW_NS + 5n),
            attributes: [{ key: 'k', value: '{"a":[1,"b"]}', type: 'k' }],
            droppedAttributes: 1,
            events: [
              { ts: nanos(NOW_NS), name: 'e', attributes: [{ key: 'a', value: '1', type: 'i' }], droppedAttributes: 1 },
            ],
            droppedEvents: 1,
            links: [
              {
                traceId: TRACE_ID,
                spanId: SPAN_ID,
                traceState: 'x',
                flags: 1,
                attributes: [{ key: 'a', value: 'b', type: 's' }],
                droppedAttributes: 0,
              },
            ],
            droppedLinks: 1,
            statusCode: 2,
            statusMessage: 'm',
          })),
        },
      ],
    },
  ],
});

function decodeLogs(body: Uint8Array) {
  const result = new LogsDecoder({ sequence: new Sequence(1), limits: DEFAULT_OTLP_LIMITS }).decode(body, CONTEXT);
  if (!result.ok) return result.error;
  const { batch, rejected } = result.value;
  const rows = readRows(LOG_ROW, batch.logs.bytes);
  expect(rows).toHaveLength(batch.logs.count);
  const defined = new Set(batch.resources.map((u) => fingerprintToBigInt(u.def.fingerprint)));
  for (const row of rows) expect(defined).toContain(row['resource']);
  return { rows, rejected };
}

function decodeTraces(body: Uint8Array) {
  const result = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS }).decode(body, CONTEXT);
  if (!result.ok) return result.error;
  const { batch, rejected } = result.value;
  const rows = readRows(SPAN_ROW, batch.spans.bytes);
  expect(rows).toHaveLength(batch.spans.count);
  return { rows, rejected };
}

const jsonOutcome = (result: Result<Uint8Array, DecodeError>) => (result.ok ? decodeLogs(result.value) : result.error);

describe(`${MUTATIONS} mutations: an answer, whole rows, and the same answer whatever follows in memory`, () => {
  test.each([
    ['logs', logsRequest(BLOCKS), decodeLogs],
    ['traces', SPAN, decodeTraces],
    ['logs in JSON', Buffer.from(JSON.stringify(logsJson(BLOCKS))), (b: Uint8Array) => jsonOutcome(transcodeLogs(b))],
  ])(
    '%s',
    (_name, seed, decode) => {
      const dice = new Dice(0x5eed);
      let good = 0;
      let malformed = 0;
      for (let i = 0; i < MUTATIONS; i++) {
        const mutant = mutate(seed, dice);
        const outcome = decode(embedded(mutant, 0x0a));
        if ('kind' in outcome) malformed++;
        else good++;
        // what follows is only varied for some: it doubles the time
        if (i % 4 === 0) expect(decode(embedded(mutant, 0xff))).toEqual(outcome);
      }
      // the mutations must reach both ends of the decoder to prove anything
      expect(good).toBeGreaterThan(MUTATIONS / 100);
      expect(malformed).toBeGreaterThan(MUTATIONS / 100);
    },
    60_000 + MUTATIONS * 2,
  );

  test(
    'random bytes',
    () => {
      const dice = new Dice(0xbe11);
      for (let i = 0; i < MUTATIONS; i++) {
        const body = Uint8Array.from({ length: dice.below(64) }, () => dice.below(256));
        decodeLogs(body);
        decodeTraces(body);
      }
    },
    60_000 + MUTATIONS * 2,
  );
});
