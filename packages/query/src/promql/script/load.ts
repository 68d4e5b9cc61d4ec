import {
  dayOfMillis,
  fingerprintOf,
  fingerprintToBigInt,
  millis,
  RowWriter,
  SAMPLE_ROW,
  type Tenant,
} from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';
import type { Load } from './script.js';

const isoDay = (time: number): string => new Date(dayOfMillis(millis(time)) * 86_400_000).toISOString().slice(0, 10);

/** Stores the series of a `load`, the first value at time 0. */
export async function loadSeries(load: Load, tenant: Tenant, engine: TestEngine): Promise<void> {
  const samples = new RowWriter();
  const series: Record<string, unknown>[] = [];
  for (const { labels, items } of load.series) {
    const metric = labels.name;
    const { hi, lo } = fingerprintOf(labels.key);
    const days = new Set<string>();
    items.forEach((item, i) => {
      if (item === 'none') return;
      const time = i * load.step;
      days.add(isoDay(time));
      samples.text(tenant);
      samples.text(metric);
      samples.u64(lo, hi);
      writeMillis(samples, time);
      if (item === 'stale') samples.u64(2, 0x7ff00000);
      else samples.f64(item);
      writeMillis(samples, 0);
    });
    const plain = labels.withoutName().toLabels();
    const fingerprint = String(fingerprintToBigInt({ hi, lo }));
    for (const day of days) series.push({ tenant, metric, fingerprint, day, labels: plain });
  }
  await engine.insertJson('metric_series', series);
  if (samples.length > 0) await engine.insertBinary('samples', SAMPLE_ROW, samples.take());
}

function writeMillis(rows: RowWriter, time: number): void {
  rows.u64(time >>> 0, Math.floor(time / 0x1_0000_0000));
}
