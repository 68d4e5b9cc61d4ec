import type { LabelSet } from '../label-set.js';

const MASK = (1n << 64n) - 1n;
const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

const mul = (a: bigint, b: bigint): bigint => (a * b) & MASK;
const rotate = (a: bigint, by: bigint): bigint => ((a << by) | (a >> (64n - by))) & MASK;
const round = (lane: bigint, input: bigint): bigint => mul(rotate((lane + mul(input, P2)) & MASK, 31n), P1);

/** XXH64 with seed 0 (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md). */
export function xxh64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { byteLength: length } = bytes;
  let at = 0;
  let hash = P5;
  if (length >= 32) {
    const lanes = [(P1 + P2) & MASK, P2, 0n, -P1 & MASK];
    for (; at + 32 <= length; at += 32) {
      for (let i = 0; i < 4; i++) lanes[i] = round(lanes[i]!, view.getBigUint64(at + i * 8, true));
    }
    const [a, b, c, d] = lanes as [bigint, bigint, bigint, bigint];
    hash = (rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n)) & MASK;
    for (const lane of lanes) hash = (mul(hash ^ round(0n, lane), P1) + P4) & MASK;
  }
  hash = (hash + BigInt(length)) & MASK;
  for (; at + 8 <= length; at += 8) {
    hash = (mul(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n), P1) + P4) & MASK;
  }
  for (; at + 4 <= length; at += 4) {
    hash = (mul(rotate(hash ^ mul(BigInt(view.getUint32(at, true)), P1), 23n), P2) + P3) & MASK;
  }
  for (; at < length; at++) hash = mul(rotate(hash ^ mul(BigInt(bytes[at]!), P5), 11n), P1);
  hash = mul(hash ^ (hash >> 33n), P2);
  hash = mul(hash ^ (hash >> 29n), P3);
  return hash ^ (hash >> 32n);
}

/** Where the labels fall in [0, 1), evenly spread: the hash Prometheus has of them, each text behind its length. */
export function labelOffset(labels: LabelSet): number {
  const parts: Uint8Array[] = [];
  for (const text of labels.pairs) {
    const bytes = Buffer.from(text);
    parts.push(lengthPrefix(bytes.length), bytes);
  }
  return Number(xxh64(Buffer.concat(parts))) / 2 ** 64;
}

/** One byte below 255, else 255 and three bytes, least first: as Prometheus packs labels. */
const lengthPrefix = (length: number): Uint8Array =>
  length < 255 ? Uint8Array.of(length) : Uint8Array.of(255, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff);
