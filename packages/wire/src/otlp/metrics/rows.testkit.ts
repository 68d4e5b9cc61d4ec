import {
  type Decoded,
  EXEMPLAR_ROW,
  fingerprintToBigInt,
  HISTOGRAM_ROW,
  type MetricBatch,
  type RowLayout,
  type Rows,
  SAMPLE_ROW,
  type SeriesDef,
} from '@bongsu/model';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { MetricsDecoder, type MetricsDecoderOptions } from './decode.js';
import { context } from './request.testkit.js';

/** A cell of a row; doubles are read as numbers, 64-bit integers as bigints, FixedString as hex. */
export type Cell = string | number | bigint | readonly Cell[] | Readonly<Record<string, string>>;
export type Row = Readonly<Record<string, Cell>>;

/** Reads RowBinary back by its layout. Throws when the bytes are not exactly `rows.count` rows. */
export function readRows(layout: RowLayout, rows: Rows): Row[] {
  const buffer = Buffer.from(rows.bytes.buffer, rows.bytes.byteOffset, rows.bytes.byteLength);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = buffer.readUInt8(at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const text = (): string => {
    const length = varint();
    at += length;
    return buffer.toString('utf8', at - length, at);
  };
  const cell = (type: string): Cell => {
    const array = /^Array\((.*)\)$/.exec(type);
    if (array !== null) return Array.from({ length: varint() }, () => cell(array[1]!));
    const fixed = /^FixedString\((\d+)\)$/.exec(type);
    if (fixed !== null) {
      at += Number(fixed[1]);
      return buffer.toString('hex', at - Number(fixed[1]), at);
    }
    switch (type) {
      case 'String':
        return text();
      case 'Map(String, String)':
        return Object.fromEntries(Array.from({ length: varint() }, () => [text(), text()] as const));
      case 'UInt64':
        at += 8;
        return buffer.readBigUInt64LE(at - 8);
      case 'DateTime64(3)':
        at += 8;
        return Number(buffer.readBigInt64LE(at - 8));
      case 'Float64':
        at += 8;
        return isStaleAt(buffer, at - 8) ? 'stale' : buffer.readDoubleLE(at - 8);
      case 'UInt32':
        at += 4;
        return buffer.readUInt32LE(at - 4);
      case 'Int32':
        at += 4;
        return buffer.readInt32LE(at - 4);
      case 'Int8':
        return buffer.readInt8(at++);
      case 'UInt8':
        return buffer.readUInt8(at++);
      default:
        throw new Error(`no reader for ${type}`);
    }
  };
  const read = Array.from({ length: rows.count }, () =>
    Object.fromEntries(layout.map(([column, type]) => [column, cell(type)])),
  );
  if (at !== buffer.length) throw new Error(`${buffer.length - at} bytes left after ${rows.count} rows`);
  return read;
}

const isStaleAt = (buffer: Buffer, at: number): boolean => buffer.readBigUInt64LE(at) === 0x7ff0_0000_0000_0002n;

/** A decoded batch in a form that tests can compare; every row has its series as `series`. */
export interface ReadBatch {
  readonly samples: readonly Row[];
  readonly histograms: readonly Row[];
  readonly exemplars: readonly Row[];
  readonly deltas: MetricBatch['deltas'];
  readonly defs: readonly SeriesDef[];
  readonly rejected: Decoded<MetricBatch>['rejected'];
  readonly batch: MetricBatch;
}

export function newDecoder(options: Partial<MetricsDecoderOptions> = {}): MetricsDecoder {
  return new MetricsDecoder({ limits: DEFAULT_OTLP_LIMITS, ...options });
}

export const seriesText = ({ metric, labels }: SeriesDef): string =>
  `${metric}{${Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;

/** Decodes and reads the rows back, each with the text of its series as `series`. Every row's series must be defined. */
export function decoded(body: Uint8Array, decoder = newDecoder(), at = context): ReadBatch {
  const result = decoder.decode(body, at);
  if (!result.ok) throw new Error(result.error.message);
  const { batch, rejected } = result.value;
  const defs = batch.series.map(({ def }) => def);
  const names = new Map(defs.map((def) => [fingerprintToBigInt(def.fingerprint), def]));
  const named = (layout: RowLayout, rows: Rows): Row[] =>
    readRows(layout, rows).map((row) => {
      const def = names.get(row['fingerprint'] as bigint);
      if (def === undefined || def.metric !== row['metric'])
        throw new Error(`row of an undefined series: ${JSON.stringify(row['metric'])}`);
      return { ...row, series: seriesText(def) };
    });
  return {
    samples: named(SAMPLE_ROW, batch.samples),
    histograms: named(HISTOGRAM_ROW, batch.histograms),
    exemplars: named(EXEMPLAR_ROW, batch.exemplars),
    deltas: batch.deltas,
    defs,
    rejected,
    batch,
  };
}

/** Samples as `[series, value]`. */
export const values = ({ samples }: ReadBatch): [Cell, Cell][] => samples.map((row) => [row['series']!, row['value']!]);
