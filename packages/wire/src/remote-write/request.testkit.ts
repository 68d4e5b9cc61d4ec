import { ProtobufWriter } from '../protobuf/writer.js';

export interface SampleInput {
  readonly t: number;
  readonly v: number | 'stale';
  /** Version 2's start timestamp. */
  readonly start?: number;
}

export interface HistogramInput {
  readonly t: number;
  readonly start?: number;
  readonly count?: number;
  readonly countFloat?: number;
  readonly sum?: number | 'stale';
  readonly schema?: number;
  readonly zeroThreshold?: number;
  readonly zeroCount?: number;
  readonly zeroCountFloat?: number;
  readonly positiveSpans?: readonly (readonly [offset: number, length: number])[];
  readonly positiveDeltas?: readonly number[];
  readonly positiveCounts?: readonly number[];
  readonly negativeSpans?: readonly (readonly [offset: number, length: number])[];
  readonly negativeDeltas?: readonly number[];
  readonly negativeCounts?: readonly number[];
  readonly resetHint?: number;
  readonly customValues?: readonly number[];
}

export interface ExemplarInput {
  readonly labels: Pairs;
  readonly v: number;
  readonly t: number;
}

/** An object, or pairs where order or repetition matters. */
export type Pairs = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

export interface SeriesInput {
  readonly labels: Pairs;
  readonly samples?: readonly SampleInput[];
  readonly histograms?: readonly HistogramInput[];
  readonly exemplars?: readonly ExemplarInput[];
  /** Version 2 only. */
  readonly metadata?: { readonly type: number; readonly help: string; readonly unit: string };
  /** Version 2 only: references instead of `labels`. */
  readonly refs?: readonly number[];
}

export interface FamilyInput {
  readonly type: number;
  readonly family: string;
  readonly help?: string;
  readonly unit?: string;
}

const STALE = 0x7ff0_0000_0000_0002n;
const pairsOf = (pairs: Pairs): readonly (readonly [string, string])[] =>
  Array.isArray(pairs) ? (pairs as readonly (readonly [string, string])[]) : Object.entries(pairs);

function value(writer: ProtobufWriter, field: number, v: number | 'stale'): void {
  if (v === 'stale') writer.fixed64(field, STALE);
  else writer.double(field, v);
}

function nested(writer: ProtobufWriter, field: number, write: () => void): void {
  const mark = writer.begin(field);
  write();
  writer.end(mark);
}

function writeHistogram(writer: ProtobufWriter, h: HistogramInput, version: 1 | 2): void {
  if (h.countFloat === undefined) writer.int64(1, BigInt(h.count ?? 0));
  else writer.double(2, h.countFloat);
  if (h.sum !== undefined) value(writer, 3, h.sum);
  writer.sint32(4, h.schema ?? 0);
  writer.double(5, h.zeroThreshold ?? 0);
  if (h.zeroCountFloat === undefined) writer.int64(6, BigInt(h.zeroCount ?? 0));
  else writer.double(7, h.zeroCountFloat);
  for (const [field, spans] of [
    [8, h.negativeSpans],
    [11, h.positiveSpans],
  ] as const) {
    for (const [offset, length] of spans ?? []) {
      nested(writer, field, () => {
        writer.sint32(1, offset);
        writer.uint32(2, length);
      });
    }
  }
  const zigzag = (n: number): bigint => (n < 0 ? BigInt(-n) * 2n - 1n : BigInt(n) * 2n);
  if (h.negativeDeltas) writer.packedInt64(9, h.negativeDeltas.map(zigzag));
  if (h.negativeCounts) writer.packedDouble(10, h.negativeCounts);
  if (h.positiveDeltas) writer.packedInt64(12, h.positiveDeltas.map(zigzag));
  if (h.positiveCounts) writer.packedDouble(13, h.positiveCounts);
  writer.uint32(14, h.resetHint ?? 0);
  writer.int64(15, BigInt(h.t));
  if (h.customValues) writer.packedDouble(16, h.customValues);
  if (version === 2 && h.start !== undefined) writer.int64(17, BigInt(h.start));
}

/** A `prometheus.WriteRequest`. */
export function requestV1(series: readonly SeriesInput[], metadata: readonly FamilyInput[] = []): Uint8Array {
  const writer = new ProtobufWriter();
  const label = (pairs: Pairs): void => {
    for (const [name, text] of pairsOf(pairs)) {
      nested(writer, 1, () => {
        writer.string(1, name);
        writer.string(2, text);
      });
    }
  };
  for (const one of series) {
    nested(writer, 1, () => {
      label(one.labels);
      for (const { t, v } of one.samples ?? []) {
        nested(writer, 2, () => {
          value(writer, 1, v);
          writer.int64(2, BigInt(t));
        });
      }
      for (const exemplar of one.exemplars ?? []) {
        nested(writer, 3, () => {
          label(exemplar.labels);
          writer.double(2, exemplar.v);
          writer.int64(3, BigInt(exemplar.t));
        });
      }
      for (const histogram of one.histograms ?? []) nested(writer, 4, () => writeHistogram(writer, histogram, 1));
    });
  }
  for (const { type, family, help = '', unit = '' } of metadata) {
    nested(writer, 3, () => {
      writer.uint32(1, type);
      writer.string(2, family);
      writer.string(4, help);
      writer.string(5, unit);
    });
  }
  return writer.finish();
}

/** An `io.prometheus.write.v2.Request`. */
export function requestV2(series: readonly SeriesInput[]): Uint8Array {
  const symbols = [''];
  const refOf = (text: string): number => {
    const known = symbols.indexOf(text);
    return known >= 0 ? known : symbols.push(text) - 1;
  };
  const writer = new ProtobufWriter();
  const refs = (field: number, numbers: readonly number[]): void =>
    writer.packedInt64(
      field,
      numbers.map((n) => BigInt(n)),
    );
  const refsOf = (pairs: Pairs): number[] => pairsOf(pairs).flatMap(([name, text]) => [refOf(name), refOf(text)]);
  for (const one of series) {
    nested(writer, 5, () => {
      refs(1, one.refs ?? refsOf(one.labels));
      for (const { t, v, start } of one.samples ?? []) {
        nested(writer, 2, () => {
          value(writer, 1, v);
          writer.int64(2, BigInt(t));
          if (start !== undefined) writer.int64(3, BigInt(start));
        });
      }
      for (const histogram of one.histograms ?? []) nested(writer, 3, () => writeHistogram(writer, histogram, 2));
      for (const exemplar of one.exemplars ?? []) {
        nested(writer, 4, () => {
          refs(1, refsOf(exemplar.labels));
          writer.double(2, exemplar.v);
          writer.int64(3, BigInt(exemplar.t));
        });
      }
      const { metadata } = one;
      if (metadata !== undefined) {
        nested(writer, 5, () => {
          writer.uint32(1, metadata.type);
          writer.uint32(3, refOf(metadata.help));
          writer.uint32(4, refOf(metadata.unit));
        });
      }
    });
  }
  // Behind the series: legal, and it shows that the order does not matter.
  for (const symbol of symbols) writer.string(4, symbol);
  return writer.finish();
}
