import {
  EXEMPLAR_ROW,
  HISTOGRAM_ROW,
  LOG_ROW,
  SAMPLE_ROW,
  SPAN_ROW,
  type Batch,
  type LogBatch,
  type MetricBatch,
  type ResourceDef,
  type RowLayout,
  type Rows,
  type SeriesDef,
  type SpanBatch,
  type StreamDef,
} from '@bongsu/model';
import { EXEMPLARS, LOGS, NATIVE_HISTOGRAMS, SAMPLES, SPANS } from '@bongsu/query/sql';
import { RESOURCES_TABLE, SERIES_TABLE, SideRows, STREAMS_TABLE } from './side-rows.js';

/** The rows of one table in one commit. */
export interface TableRows {
  readonly table: string;
  readonly layout: RowLayout;
  readonly chunks: readonly Uint8Array[];
  readonly rows: number;
}

/** What one commit stores: the side rows first, so that no row is seen without what it refers to. */
export interface CommitPlan {
  readonly sides: readonly (SideRows<StreamDef> | SideRows<ResourceDef> | SideRows<SeriesDef>)[];
  readonly tables: readonly TableRows[];
}

const table = (name: string, layout: RowLayout, rows: readonly Rows[]): TableRows => ({
  table: name,
  layout,
  chunks: rows.map((r) => r.bytes),
  rows: rows.reduce((sum, r) => sum + r.count, 0),
});

const resourcesOf = (batches: readonly (LogBatch | SpanBatch)[]): SideRows<ResourceDef> =>
  new SideRows(
    RESOURCES_TABLE,
    batches.map((b) => ({ tenant: b.tenant, uses: b.resources })),
  );

/** Sorts batches (of one signal) into tables. `deltaSamples` are the samples made of their deltas. */
export function planCommit(batches: readonly Batch[], deltaSamples: Rows): CommitPlan {
  const logs = batches.filter((b): b is LogBatch => b.signal === 'logs');
  const spans = batches.filter((b): b is SpanBatch => b.signal === 'traces');
  const metrics = batches.filter((b): b is MetricBatch => b.signal === 'metrics');
  return {
    sides: [
      new SideRows(
        STREAMS_TABLE,
        logs.map((b) => ({ tenant: b.tenant, uses: b.streams })),
      ),
      resourcesOf([...logs, ...spans]),
      new SideRows(
        SERIES_TABLE,
        metrics.map((b) => ({ tenant: b.tenant, uses: b.series })),
      ),
    ].filter((side) => side.count > 0),
    tables: [
      table(
        LOGS.name,
        LOG_ROW,
        logs.map((b) => b.logs),
      ),
      table(
        SPANS.name,
        SPAN_ROW,
        spans.map((b) => b.spans),
      ),
      table(SAMPLES.name, SAMPLE_ROW, [...metrics.map((b) => b.samples), deltaSamples]),
      table(
        NATIVE_HISTOGRAMS.name,
        HISTOGRAM_ROW,
        metrics.map((b) => b.histograms),
      ),
      table(
        EXEMPLARS.name,
        EXEMPLAR_ROW,
        metrics.map((b) => b.exemplars),
      ),
    ].filter((t) => t.rows > 0),
  };
}

/** Rows and bytes a batch holds in the queue. Definitions count as a row of 512 bytes, deltas as a sample. */
export function sizeOf(batch: Batch): { readonly rows: number; readonly bytes: number } {
  const side = 512;
  switch (batch.signal) {
    case 'logs':
      return {
        rows: batch.logs.count,
        bytes: batch.logs.bytes.length + side * (batch.streams.length + batch.resources.length),
      };
    case 'traces':
      return { rows: batch.spans.count, bytes: batch.spans.bytes.length + side * batch.resources.length };
    case 'metrics':
      return {
        rows: batch.samples.count + batch.histograms.count + batch.exemplars.count + batch.deltas.length,
        bytes:
          batch.samples.bytes.length +
          batch.histograms.bytes.length +
          batch.exemplars.bytes.length +
          64 * batch.deltas.length +
          side * batch.series.length,
      };
  }
}
