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
import { readRows } from '../testkit/row-binary.js';
import type { DecodeError } from './context.js';
import { transcodeLogs } from './json/transcode.js';
import { DEFAULT_OTLP_LIMITS } from './limits.js';
import { LogsDecoder } from './logs/decode.js';
import { TracesDecoder } from './traces/decode.js';
import { encodeTrace } from './traces/encode.js';

/** Mutations a suite; BONGSU_FUZZ raises it. */
const MUTATIONS = Number(process.env['BONGSU_FUZZ'] ?? 20_000);

/** A seeded generator (xorshift32), so that a failure can be run again. */
class Dice {
  constructor(private state: number) {}

  below(bound: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % bound;
  }
}

/** Bytes that mean something to a decoder: ends of varints, tags, lengths. */
const TELLING = [0x00, 0x01, 0x0a, 0x12, 0x22, 0x7f, 0x80, 0xff, 0xc3, 0x5b, 0x7b];

/** One to four changes: bytes set, flipped, cut out, put in, copied from elsewhere, or the end cut off. */
function mutate(seed: Uint8Array, dice: Dice): Uint8Array {
  let mutant = Buffer.from(seed);
  for (let changes = 1 + dice.below(4); changes > 0 && mutant.length > 0; changes--) {
    const at = dice.below(mutant.length);
    const length = 1 + dice.below(8);
    switch (dice.below(6)) {
      case 0:
        mutant[at] = TELLING[dice.below(TELLING.length)]!;
        break;
      case 1:
        mutant[at]! ^= 1 << dice.below(8);
        break;
      case 2:
        mutant = Buffer.concat([mutant.subarray(0, at), mutant.subarray(at + length)]);
        break;
      case 3:
        mutant = Buffer.concat([
          mutant.subarray(0, at),
          Buffer.alloc(length, TELLING[dice.below(11)]),
          mutant.subarray(at),
        ]);
        break;
      case 4:
        mutant.copy(mutant, at, dice.below(mutant.length), mutant.length);
        break;
      default:
        if (dice.below(4) === 0) mutant = mutant.subarray(0, at);
    }
  }
  return mutant;
}

/**
 * The mutant inside a larger buffer that goes on with what looks like more of the message: a decoder that reads past
 * the end of its input sees it, and its answer changes.
 */
function embedded(mutant: Uint8Array, following: number): Uint8Array {
  const around = Buffer.alloc(mutant.length + 64, following);
  around.set(mutant, 32);
  return around.subarray(32, 32 + mutant.length);
}

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
