import { STALE_NAN_HI, STALE_NAN_LO } from '../prometheus/stale-nan.js';
import { ProtobufWriter } from '../protobuf/writer.js';

/** A series of an answer; samples in time order. */
export interface ReadSeries {
  /** `__name__` among them; sorted by name. */
  readonly labels: Iterable<readonly [name: string, value: string]>;
  /** In ms. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** 1 where the sample is a stale marker. */
  readonly stale?: ArrayLike<number>;
}

const STALE = (BigInt(STALE_NAN_HI) << 32n) | BigInt(STALE_NAN_LO);

/** `prometheus.ReadResponse` with SAMPLES, one result for every query in order. */
export function encodeReadResponse(results: readonly (readonly ReadSeries[])[]): Uint8Array {
  const writer = new ProtobufWriter(64 * 1024);
  for (const series of results) {
    const result = writer.begin(1);
    for (const one of series) writeSeries(writer, one);
    writer.end(result);
  }
  return writer.finish();
}

function writeSeries(writer: ProtobufWriter, { labels, times, values, stale }: ReadSeries): void {
  const series = writer.begin(1);
  for (const [name, value] of labels) {
    const label = writer.begin(1);
    writer.string(1, name);
    writer.string(2, value);
    writer.end(label);
  }
  for (let i = 0; i < times.length; i++) {
    const sample = writer.begin(2);
    if (stale?.[i] === 1) writer.fixed64(1, STALE);
    else writer.double(1, values[i]!);
    writer.int64(2, BigInt(times[i]!));
    writer.end(sample);
  }
  writer.end(series);
}
