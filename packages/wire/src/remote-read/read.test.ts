import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../protobuf/writer.js';
import { decodeReadRequest, encodeReadResponse } from './index.js';

function request(type: number): Uint8Array {
  const writer = new ProtobufWriter();
  const query = writer.begin(1);
  writer.int64(1, -5n);
  writer.int64(2, 1_760_000_000_000n);
  const matcher = writer.begin(3);
  writer.uint32(1, type);
  writer.string(2, 'job');
  writer.string(3, '가.*');
  writer.end(matcher);
  // Hints, which are not looked at.
  const hints = writer.begin(4);
  writer.string(3, 'rate');
  writer.end(hints);
  writer.end(query);
  return writer.finish();
}

describe('remote read', () => {
  it.each([
    [0, '='],
    [1, '!='],
    [2, '=~'],
    [3, '!~'],
  ])('matcher type %i is %s', (type, op) => {
    expect(decodeReadRequest(request(type))).toEqual({
      ok: true,
      value: [{ start: -5, end: 1_760_000_000_000, matchers: [{ op, name: 'job', value: '가.*' }] }],
    });
  });

  it.each([
    ['a matcher type that is none', request(4)],
    ['half a message', request(0).subarray(0, 10)],
  ])('%s is malformed', (_, body) => {
    expect(decodeReadRequest(body)).toMatchObject({ ok: false });
  });

  it('answers in bytes that say the same, the stale marker bit for bit', () => {
    const bytes = encodeReadResponse([
      [{ labels: [['__name__', 'up']], times: [1000, 2000], values: [1, NaN], stale: [0, 1] }],
      [],
    ]);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      [
        '0a2e0a2c', // one result, one series
        '0a0e0a085f5f6e616d655f5f12027570',
        '120c09000000000000f03f10e807',
        '120c09020000000000f07f10d00f',
        '0a00',
      ].join(''),
    );
  });
});
