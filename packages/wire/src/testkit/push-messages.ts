import { ProtobufWriter } from '../protobuf/writer.js';

export interface TestPushEntry {
  readonly ns: bigint;
  readonly line: string | Uint8Array;
  readonly metadata?: readonly (readonly [name: string, value: string])[];
}

export interface TestPushStream {
  readonly labels: string;
  readonly entries: readonly TestPushEntry[];
}

/** A logproto.PushRequest, uncompressed. */
export function pushRequest(streams: readonly TestPushStream[]): Uint8Array {
  const w = new ProtobufWriter();
  for (const stream of streams) {
    const s = w.begin(1);
    w.string(1, stream.labels);
    for (const { ns, line, metadata = [] } of stream.entries) {
      const e = w.begin(2);
      const t = w.begin(1);
      const nanos = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
      w.int64(1, (ns - nanos) / 1_000_000_000n);
      w.int32(2, Number(nanos));
      w.end(t);
      w.bytes(2, typeof line === 'string' ? Buffer.from(line) : line);
      for (const [name, value] of metadata) {
        const m = w.begin(3);
        w.string(1, name);
        w.string(2, value);
        w.end(m);
      }
      w.end(e);
    }
    w.int64(3, 0xdead_beef_dead_beefn);
    w.end(s);
  }
  return w.finish();
}
