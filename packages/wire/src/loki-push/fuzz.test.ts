import { fingerprintToBigInt, LOG_ROW, Sequence } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../testkit/context.js';
import { Dice, embedded, mutate, MUTATIONS } from '../testkit/mutation.js';
import { pushRequest } from '../testkit/push-messages.js';
import { readRows } from '../testkit/row-binary.js';
import { PushDecoder } from './decode.js';
import { transcodePush } from './json.js';
import { DEFAULT_PUSH_LIMITS } from './limits.js';

const PROTOBUF = pushRequest([
  {
    labels: '{app="shop", env="프로드"}',
    entries: [
      {
        ns: NOW_NS,
        line: 'level=warn msg="주문"',
        metadata: [
          ['trace_id', TRACE_ID],
          ['span_id', SPAN_ID],
          ['k', '값'],
        ],
      },
      { ns: NOW_NS + 1n, line: `{"a":{"level":"err"},"traceparent":"00-${TRACE_ID}-${SPAN_ID}-01"}` },
      { ns: NOW_NS + 1n, line: 'fatal' },
    ],
  },
  { labels: "{a='1',b=`2`}", entries: [{ ns: NOW_NS, line: '' }] },
]);

const JSON_BODY = Buffer.from(
  JSON.stringify({
    streams: [
      {
        stream: { app: 'shop', n: 5 },
        values: [
          [String(NOW_NS), 'level=warn msg="주문"', { trace_id: TRACE_ID, n: 1, o: { a: [true] } }],
          [String(NOW_NS + 1n), '{"level":"err"}'],
        ],
      },
      { stream: { b: '' }, values: [[String(NOW_NS), 'x']] },
    ],
  }),
);

function decodeProtobuf(body: Uint8Array) {
  const decoder = new PushDecoder({
    sequence: new Sequence(1),
    limits: DEFAULT_PUSH_LIMITS,
    discoverServiceName: true,
    discoverLevels: true,
  });
  const result = decoder.decode(body, CONTEXT);
  if (!result.ok) return result.error;
  const { batch, rejected, problems } = result.value;
  const rows = readRows(LOG_ROW, batch.logs.bytes);
  expect(rows).toHaveLength(batch.logs.count);
  const defined = new Set(batch.streams.map((u) => fingerprintToBigInt(u.def.fingerprint)));
  for (const row of rows) expect(defined).toContain(row['stream']);
  expect(rejected.length > 0).toBe(problems !== '');
  return { rows, rejected };
}

function decodeJson(body: Uint8Array) {
  const transcoded = transcodePush(body);
  return transcoded.ok ? decodeProtobuf(transcoded.value) : transcoded.error;
}

describe(`${MUTATIONS} mutations: an answer, whole rows, and the same answer whatever follows in memory`, () => {
  test.each([
    ['protobuf', PROTOBUF, decodeProtobuf],
    ['JSON', JSON_BODY, decodeJson],
  ])(
    '%s',
    (_name, seed, decode) => {
      const dice = new Dice(0x10c1);
      let good = 0;
      let malformed = 0;
      for (let i = 0; i < MUTATIONS; i++) {
        const mutant = mutate(seed, dice);
        const outcome = decode(embedded(mutant, 0x0a));
        if ('kind' in outcome) malformed++;
        else good++;
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
      const dice = new Dice(0xf00d);
      for (let i = 0; i < MUTATIONS; i++)
        decodeProtobuf(Uint8Array.from({ length: dice.below(64) }, () => dice.below(256)));
    },
    60_000 + MUTATIONS * 2,
  );
});
