import { RowBinaryReader } from '../../lang/index.js';

/** A row of `metric_series`. */
export interface WrittenSeries {
  readonly tenant: string;
  readonly metric: string;
  readonly fingerprint: bigint;
  /** Days since the epoch. */
  readonly day: number;
  /** Without `__name__`. */
  readonly labels: readonly (readonly [string, string])[];
}

/** Rows of `SERIES_ROW`. */
export function* readWrittenSeries(chunks: readonly Uint8Array[]): Iterable<WrittenSeries> {
  for (const chunk of chunks) {
    const reader = new RowBinaryReader(chunk);
    while (!reader.done) {
      const tenant = reader.text();
      const metric = reader.text();
      const fingerprint = reader.u64();
      const day = reader.u32() | 0;
      const labels = reader.textMap();
      // Type, unit and help.
      for (let i = 0; i < 3; i++) reader.bytes(reader.length());
      yield { tenant, metric, fingerprint, day, labels };
    }
  }
}

/** Tenant and metric of rows of `HISTOGRAM_ROW`. */
export function* metricsOfHistograms(
  chunks: readonly Uint8Array[],
): Iterable<readonly [tenant: string, metric: string]> {
  for (const chunk of chunks) {
    const reader = new RowBinaryReader(chunk);
    const skipArray = (width: number): void => void reader.bytes(width * reader.length());
    while (!reader.done) {
      yield [reader.text(), reader.text()];
      // Fingerprint, two times, count, sum, schema, threshold and count of the zero bucket.
      reader.bytes(3 * 8 + 2 * 8 + 1 + 2 * 8);
      for (const width of [4, 4, 8, 4, 4, 8, 8]) skipArray(width);
      reader.bytes(2);
    }
  }
}
