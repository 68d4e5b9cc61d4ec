import { compressSync } from 'snappy';
import { ProtobufWriter } from './protobuf-writer.js';
import type { InstanceSeries } from './node-series.js';
import type { Random } from './random.js';

/** Remote write 1.0 requests of one instance, scrape after scrape. */
export class RemoteWriteInstance {
  readonly #labels: Buffer[];
  readonly #values: Float64Array;

  constructor(
    readonly series: readonly InstanceSeries[],
    readonly random: Random,
  ) {
    this.#labels = series.map(({ labels }) => {
      const writer = new ProtobufWriter();
      for (const [name, value] of labels) writer.message(1, (label) => label.text(1, name).text(2, value));
      return writer.finish();
    });
    this.#values = Float64Array.from(series, ({ first }) => first);
  }

  /** Uncompressed: the next `scrapes` samples of every series, the first at `firstMs`. To be joined with others. */
  next(firstMs: number, stepMs: number, scrapes: number): Buffer {
    const request = new ProtobufWriter();
    this.series.forEach((one, i) => {
      const samples = new ProtobufWriter();
      let value = this.#values[i]!;
      for (let n = 0; n < scrapes; n++) {
        value = one.next(value, this.random);
        samples.message(2, (sample) => sample.double(1, value).uint(2, firstMs + n * stepMs));
      }
      this.#values[i] = value;
      request.bytes(1, Buffer.concat([this.#labels[i]!, samples.finish()]));
    });
    return request.finish();
  }
}

export const compressed = (parts: readonly Buffer[]): Buffer => compressSync(Buffer.concat(parts));

export const REMOTE_WRITE_HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};
