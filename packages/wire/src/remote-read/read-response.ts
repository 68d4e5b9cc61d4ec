import { writeSpans, type HistogramValue } from '../prometheus/histogram-value.js';
import { STALE_NAN_HI, STALE_NAN_LO } from '../prometheus/stale-nan.js';
import { ProtobufWriter } from '../protobuf/writer.js';

/** A series of an answer; samples in time order. */
export interface ReadSeries {
  /** `__name__` among them; sorted by name. */
  readonly labels: Iterable<readonly [name: string, value: string]>;
  /** In ms. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Native histograms; where there is one, the value of that place says nothing. */
  readonly histograms?: readonly (HistogramValue | undefined)[];
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

function writeSeries(writer: ProtobufWriter, { labels, times, values, histograms, stale }: ReadSeries): void {
  const series = writer.begin(1);
  for (const [name, value] of labels) {
    const label = writer.begin(1);
    writer.string(1, name);
    writer.string(2, value);
    writer.end(label);
  }
  for (let i = 0; i < times.length; i++) {
    const histogram = histograms?.[i];
    if (histogram) {
      writeHistogram(writer, histogram, times[i]!, stale?.[i] === 1);
      continue;
    }
    const sample = writer.begin(2);
    if (stale?.[i] === 1) writer.fixed64(1, STALE);
    else writer.double(1, values[i]!);
    writer.int64(2, BigInt(times[i]!));
    writer.end(sample);
  }
  writer.end(series);
}

/** With counts as numbers that may be fractions, which is what a query has of all of them. */
function writeHistogram(writer: ProtobufWriter, histogram: HistogramValue, time: number, stale: boolean): void {
  const message = writer.begin(4);
  writer.double(2, histogram.count);
  if (stale) writer.fixed64(3, STALE);
  else writer.double(3, histogram.sum);
  writer.sint32(4, histogram.schema);
  writer.double(5, histogram.zeroThreshold);
  writer.double(7, histogram.zeroCount);
  writer.packedDouble(10, writeSpans(writer, 8, histogram.negative));
  writer.packedDouble(13, writeSpans(writer, 11, histogram.positive));
  writer.uint32(14, histogram.hint);
  writer.int64(15, BigInt(time));
  if (histogram.customValues.length > 0) writer.packedDouble(16, histogram.customValues);
  writer.end(message);
}
