import {
  EXEMPLAR_ROW,
  fingerprintToBigInt,
  HISTOGRAM_ROW,
  type MetricBatch,
  millis,
  nanos,
  type RowLayout,
  SAMPLE_ROW,
  DEFAULT_TENANT,
} from '@bongsu/model';
import type { DecodeContext } from '../otlp/context.js';
import { SeriesTable } from '../prometheus/series-table.js';
import { readRows, type Row } from '../testkit/row-binary.js';
import { type DecodedWrite, RemoteWriteDecoder, type RemoteWriteVersion } from './decode.js';
import { seriesText } from './series-labels.js';

/** 2025-10-09T08:53:20Z */
export const T0 = 1_760_000_000_000;
/** Accepts a day back and ten minutes ahead of {@link T0}. */
export const CONTEXT: DecodeContext = {
  tenant: DEFAULT_TENANT,
  now: nanos(BigInt(T0) * 1_000_000n),
  window: { oldest: millis(T0 - 86_400_000), newest: millis(T0 + 600_000) },
};
/** As without retention. */
export const ANY_TIME: DecodeContext = { ...CONTEXT, window: { oldest: millis(-1e12), newest: millis(T0 + 600_000) } };

export const newDecoder = (maxSeries = 1000): RemoteWriteDecoder => new RemoteWriteDecoder(new SeriesTable(maxSeries));

export interface ReadWrite {
  readonly samples: readonly Row[];
  readonly histograms: readonly Row[];
  readonly exemplars: readonly Row[];
  readonly series: MetricBatch['series'];
  readonly problems: string;
  readonly rejected: DecodedWrite['rejected'];
}

/** Decodes and reads the rows back. Doubles of stale markers read as NaN: see `valueBits`. */
export function decoded(
  body: Uint8Array,
  version: RemoteWriteVersion,
  { context = CONTEXT, decoder = newDecoder() }: { context?: DecodeContext; decoder?: RemoteWriteDecoder } = {},
): ReadWrite {
  const result = decoder.decode(body, version, context);
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  const { batch, problems, rejected } = result.value;
  const names = new Map(
    batch.series.map(({ def }) => [fingerprintToBigInt(def.fingerprint), seriesText(def.metric, def.labels)]),
  );
  const read = (layout: RowLayout, { bytes, count }: MetricBatch['samples']): Row[] => {
    const rows = readRows(layout, bytes);
    if (rows.length !== count) throw new Error(`${rows.length} rows instead of ${count}`);
    return rows.map((row) => ({ ...row, series: names.get(row['fingerprint'] as bigint) ?? 'not defined' }));
  };
  return {
    samples: read(SAMPLE_ROW, batch.samples),
    histograms: read(HISTOGRAM_ROW, batch.histograms),
    exemplars: read(EXEMPLAR_ROW, batch.exemplars),
    series: batch.series,
    problems,
    rejected,
  };
}

/** `series value @ms`, a line each. */
export const lines = ({ samples }: ReadWrite): string[] =>
  samples.map((row) => `${String(row['series'])} ${String(row['value'])} @${String(row['ts'])}`);
