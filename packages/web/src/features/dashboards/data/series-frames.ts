import { type InstantSample } from '../../../api/prom-query.js';
import { type PromSeries } from '../../../api/prom-query-range.js';
import { alignToGrid, gridTimes } from '../../charts/align.js';
import { type Field, type Frame } from './frame.js';
import { fillLegend, seriesName } from './legend.js';

export interface SeriesFormat {
  readonly refId: string;
  /** `{{label}}` form; `__auto` and empty mean all labels. */
  readonly legend: string;
  /** The query as asked, the name of a series without labels. */
  readonly query: string;
}

function displayName({ legend, query }: SeriesFormat, labels: Readonly<Record<string, string>>): string {
  const auto = legend === '' || legend === '__auto';
  // A legend of nothing but labels that are missing names nothing.
  const filled = auto ? '' : fillLegend(legend, labels).trim();
  return filled || seriesName(labels) || query;
}

/** A frame a series: its time column is the whole grid, null where there is no sample, so that gaps stay gaps. */
export function rangeFrames(
  series: readonly PromSeries[],
  grid: { readonly start: number; readonly end: number; readonly step: number },
  format: SeriesFormat,
): readonly Frame[] {
  const seconds = gridTimes(grid);
  const times = seconds.map((time) => time * 1_000);
  return series.map((one) => ({
    refId: format.refId,
    fields: [
      { name: 'Time', type: 'time', values: times },
      {
        name: 'Value',
        type: 'number',
        values: alignToGrid(seconds, [one]),
        labels: one.labels,
        displayName: displayName(format, one.labels),
      },
    ],
  }));
}

/** An instant answer as series of one point each. */
export function instantFrames(samples: readonly InstantSample[], format: SeriesFormat): readonly Frame[] {
  return samples.map(({ labels, time, value }) => ({
    refId: format.refId,
    fields: [
      { name: 'Time', type: 'time', values: [time * 1_000] },
      { name: 'Value', type: 'number', values: [value], labels, displayName: displayName(format, labels) },
    ],
  }));
}

/** An answer as one table: time, a column a label, the value (`Value #B` when the panel has several queries). */
export function tableFrame(
  rows: readonly { readonly labels: Readonly<Record<string, string>>; readonly time: number; readonly value: number }[],
  refId: string,
  several: boolean,
): Frame {
  const labels = [...new Set(rows.flatMap((row) => Object.keys(row.labels)))].sort();
  const text = (name: string): Field => ({ name, type: 'string', values: rows.map((row) => row.labels[name] ?? '') });
  return {
    refId,
    fields: [
      { name: 'Time', type: 'time', values: rows.map(({ time }) => time * 1_000) },
      ...labels.map(text),
      { name: several ? `Value #${refId}` : 'Value', type: 'number', values: rows.map(({ value }) => value) },
    ],
  };
}
