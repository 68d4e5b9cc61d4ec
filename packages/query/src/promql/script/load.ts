import {
  dayOfMillis,
  fingerprintOf,
  fingerprintToBigInt,
  HISTOGRAM_ROW,
  millis,
  RowWriter,
  SAMPLE_ROW,
  type Tenant,
} from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';
import type { Buckets, FloatHistogram, ResetHint } from '../exec/histogram/float-histogram.js';
import { customBucketSeries } from './classic-histograms.js';
import type { Load } from './script.js';
import { storedHints } from './stored-hints.js';

const isoDay = (time: number): string => new Date(dayOfMillis(millis(time)) * 86_400_000).toISOString().slice(0, 10);

/** Stores the series of a `load`, the first value at time 0. */
export async function loadSeries(load: Load, tenant: Tenant, engine: TestEngine): Promise<void> {
  const samples = new RowWriter();
  const histograms = new RowWriter();
  const series: Record<string, unknown>[] = [];
  const made = load.histograms ? customBucketSeries(load.series) : [];
  for (const { labels, items, starts } of [...load.series, ...made]) {
    const metric = labels.name;
    const { hi, lo } = fingerprintOf(labels.key);
    const days = new Set<string>();
    const hints = storedHints(items);
    items.forEach((item, i) => {
      if (item === 'none') return;
      const time = i * load.step;
      days.add(isoDay(time));
      const offset = starts?.[i];
      const start = offset === undefined ? 0 : time + offset;
      const rows = typeof item === 'object' ? histograms : samples;
      rows.text(tenant);
      rows.text(metric);
      rows.u64(lo, hi);
      writeMillis(rows, time);
      if (typeof item === 'object') {
        writeMillis(histograms, start);
        writeHistogram(histograms, item.histogram, hints[i]!);
        return;
      }
      if (item === 'stale') samples.u64(2, 0x7ff00000);
      else samples.f64(item);
      writeMillis(samples, start);
    });
    const plain = labels.withoutName().toLabels();
    const fingerprint = String(fingerprintToBigInt({ hi, lo }));
    for (const day of days) series.push({ tenant, metric, fingerprint, day, labels: plain });
  }
  await engine.insertJson('metric_series', series);
  if (samples.length > 0) await engine.insertBinary('samples', SAMPLE_ROW, samples.take());
  if (histograms.length > 0) await engine.insertBinary('native_histograms', HISTOGRAM_ROW, histograms.take());
}

/** The columns of `HISTOGRAM_ROW` from `count` on. */
function writeHistogram(rows: RowWriter, histogram: FloatHistogram, hint: ResetHint): void {
  rows.f64(histogram.count);
  rows.f64(histogram.sum);
  rows.u8(histogram.schema & 0xff);
  rows.f64(histogram.zeroThreshold);
  rows.f64(histogram.zeroCount);
  writeBuckets(rows, histogram.positive);
  writeBuckets(rows, histogram.negative);
  rows.varint(histogram.customValues.length);
  for (const bound of histogram.customValues) rows.f64(bound);
  rows.u8(hint);
  rows.u8(1);
}

/** One span for each run of indices. */
function writeBuckets(rows: RowWriter, { indices, counts }: Buckets): void {
  const starts = indices.filter((index, i) => index - 1 !== indices[i - 1]);
  const ends = indices.filter((index, i) => index + 1 !== indices[i + 1]).map((index) => index + 1);
  rows.varint(starts.length);
  starts.forEach((start, i) => rows.u32(start - (ends[i - 1] ?? 0)));
  rows.varint(starts.length);
  starts.forEach((start, i) => rows.u32(ends[i]! - start));
  rows.varint(counts.length);
  for (const count of counts) rows.f64(count);
}

function writeMillis(rows: RowWriter, time: number): void {
  rows.u64(time >>> 0, Math.floor(time / 0x1_0000_0000));
}
