import protobuf from 'protobufjs/minimal.js';
import { compress } from 'snappy';
import type { FloatHistogram } from '@bongsu/query/promql/script';

// Field numbers of io.prometheus.write.v2: https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/

/** A number by its bits where it is a stale marker. */
export type SentValue = number | 'stale' | FloatHistogram;

export interface SentSample {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly value: SentValue;
  /** When the counter began, in ms; absent for unknown. */
  readonly start?: number;
}

export interface SentSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly SentSample[];
}

export interface Written {
  readonly samples: number;
  readonly histograms: number;
}

/** Sends series as remote write 2.0. Throws unless all of them are taken. */
export async function remoteWrite(url: string, tenant: string, series: readonly SentSeries[]): Promise<Written> {
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '2.0.0',
      'x-scope-orgid': tenant,
    },
    body: await compress(Buffer.from(encodeRequest(series))),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`remote write was answered ${response.status}: ${text}`);
  const count = (what: string): number => Number(response.headers.get(`x-prometheus-remote-write-${what}-written`));
  return { samples: count('samples'), histograms: count('histograms') };
}

/** Sends series of numbers as remote write 1.0, which every Prometheus takes. Throws unless all of them are taken. */
export async function remoteWriteOne(url: string, series: readonly SentSeries[]): Promise<void> {
  const writer = protobuf.Writer.create();
  for (const { labels, samples } of series) {
    writer.uint32(field(1, BYTES)).fork();
    for (const [name, value] of sortedLabels(labels)) {
      writer.uint32(field(1, BYTES)).fork();
      writer.uint32(field(1, BYTES)).string(name).uint32(field(2, BYTES)).string(value).ldelim();
    }
    for (const { time, value } of samples) {
      if (typeof value === 'object') throw new Error('remote write 1.0 is for numbers here');
      encodeSample(writer, { time, value }, value);
    }
    writer.ldelim();
  }
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    body: await compress(Buffer.from(writer.finish())),
  });
  if (!response.ok) throw new Error(`remote write was answered ${response.status}: ${await response.text()}`);
}

const sortedLabels = (labels: SentSeries['labels']): readonly (readonly [string, string])[] =>
  Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));

class Symbols {
  readonly list = [''];
  readonly #places = new Map([['', 0]]);

  place(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.list.length;
      this.list.push(text);
      this.#places.set(text, place);
    }
    return place;
  }
}

function encodeRequest(series: readonly SentSeries[]): Uint8Array {
  const symbols = new Symbols();
  const bodies = series.map((one) => encodeSeries(one, symbols));
  const writer = protobuf.Writer.create();
  for (const symbol of symbols.list) writer.uint32(field(4, BYTES)).string(symbol);
  for (const body of bodies) writer.uint32(field(5, BYTES)).bytes(body);
  return writer.finish();
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const field = (number: number, type: number): number => (number << 3) | type;

function encodeSeries({ labels, samples }: SentSeries, symbols: Symbols): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(field(1, BYTES)).fork();
  for (const [name, value] of sortedLabels(labels)) {
    writer.uint32(symbols.place(name)).uint32(symbols.place(value));
  }
  writer.ldelim();
  for (const sample of samples) {
    if (typeof sample.value === 'object') encodeHistogram(writer, sample, sample.value);
    else encodeSample(writer, sample, sample.value);
  }
  return writer.finish();
}

function encodeSample(writer: protobuf.Writer, { time, start }: SentSample, value: number | 'stale'): void {
  writer.uint32(field(2, BYTES)).fork();
  writer.uint32(field(1, FIXED64));
  // The low half first: bits 0x7ff0000000000002.
  if (value === 'stale') writer.fixed32(2).fixed32(0x7ff00000);
  else writer.double(value);
  writer.uint32(field(2, VARINT)).int64(time);
  if (start !== undefined) writer.uint32(field(3, VARINT)).int64(start);
  writer.ldelim();
}

function encodeHistogram(writer: protobuf.Writer, { time, start }: SentSample, histogram: FloatHistogram): void {
  writer.uint32(field(3, BYTES)).fork();
  writer.uint32(field(2, FIXED64)).double(histogram.count);
  writer.uint32(field(3, FIXED64)).double(histogram.sum);
  writer.uint32(field(4, VARINT)).sint32(histogram.schema);
  writer.uint32(field(5, FIXED64)).double(histogram.zeroThreshold);
  writer.uint32(field(7, FIXED64)).double(histogram.zeroCount);
  encodeBuckets(writer, histogram.negative, 8, 10);
  encodeBuckets(writer, histogram.positive, 11, 13);
  writer.uint32(field(14, VARINT)).int32(histogram.hint);
  writer.uint32(field(15, VARINT)).int64(time);
  if (histogram.customValues.length > 0) encodeDoubles(writer, 16, histogram.customValues);
  if (start !== undefined) writer.uint32(field(17, VARINT)).int64(start);
  writer.ldelim();
}

/** One span for each run of indices. */
function encodeBuckets(
  writer: protobuf.Writer,
  { indices, counts }: FloatHistogram['positive'],
  spans: number,
  values: number,
): void {
  let end = 0;
  for (let i = 0; i < indices.length;) {
    let length = 1;
    while (indices[i + length] === indices[i]! + length) length++;
    writer.uint32(field(spans, BYTES)).fork();
    writer.uint32(field(1, VARINT)).sint32(indices[i]! - end);
    writer.uint32(field(2, VARINT)).uint32(length);
    writer.ldelim();
    end = indices[i]! + length;
    i += length;
  }
  if (counts.length > 0) encodeDoubles(writer, values, counts);
}

function encodeDoubles(writer: protobuf.Writer, number: number, values: readonly number[]): void {
  writer.uint32(field(number, BYTES)).fork();
  for (const value of values) writer.double(value);
  writer.ldelim();
}
