import { GAUGE_HINT, writeSpans, type HistogramValue } from '../prometheus/histogram-value.js';
import { ProtobufWriter } from '../protobuf/writer.js';

/** A sample to be exposed: a native histogram where there is one, else the number. */
export interface ExposedSample {
  readonly metric: string;
  readonly labels: Iterable<readonly [name: string, value: string]>;
  readonly value: number;
  readonly histogram?: HistogramValue;
  /** In ms. */
  readonly time: number;
}

// `io.prometheus.client.MetricType`.
const UNTYPED = 3;
const HISTOGRAM = 4;
const GAUGE_HISTOGRAM = 5;

export const DELIMITED_PROTOBUF =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/**
 * Samples as `io.prometheus.client.MetricFamily` messages, the length before each: a family for every run of samples of
 * one name and one type, as Prometheus federates.
 */
export function encodeMetricFamilies(samples: readonly ExposedSample[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < samples.length;) {
    const first = samples[from]!;
    let to = from + 1;
    while (to < samples.length && samples[to]!.metric === first.metric && typeOf(samples[to]!) === typeOf(first)) to++;
    const family = encodeFamily(samples.slice(from, to));
    parts.push(varint(family.length), family);
    from = to;
  }
  return Buffer.concat(parts);
}

const typeOf = ({ histogram }: ExposedSample): number =>
  histogram === undefined ? UNTYPED : histogram.hint === GAUGE_HINT ? GAUGE_HISTOGRAM : HISTOGRAM;

function encodeFamily(samples: readonly ExposedSample[]): Uint8Array {
  const writer = new ProtobufWriter();
  writer.string(1, samples[0]!.metric);
  writer.uint32(3, typeOf(samples[0]!));
  for (const sample of samples) {
    const metric = writer.begin(4);
    for (const [name, value] of sample.labels) {
      const label = writer.begin(1);
      writer.string(1, name);
      writer.string(2, value);
      writer.end(label);
    }
    if (sample.histogram) writeHistogram(writer, sample.histogram);
    else {
      const untyped = writer.begin(5);
      writer.double(1, sample.value);
      writer.end(untyped);
    }
    writer.int64(6, BigInt(sample.time));
    writer.end(metric);
  }
  return writer.finish();
}

function writeHistogram(writer: ProtobufWriter, histogram: HistogramValue): void {
  const message = writer.begin(7);
  writer.double(2, histogram.sum);
  writer.double(4, histogram.count);
  writer.sint32(5, histogram.schema);
  writer.double(6, histogram.zeroThreshold);
  writer.double(8, histogram.zeroCount);
  for (const count of writeSpans(writer, 9, histogram.negative)) writer.double(11, count);
  for (const count of writeSpans(writer, 12, histogram.positive)) writer.double(14, count);
  writer.end(message);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return Uint8Array.from([...bytes, rest]);
}
