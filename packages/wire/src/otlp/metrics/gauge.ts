import type { SeriesDef } from '@bongsu/model';
import { walkPoints } from './data.js';
import type { SingleFamily } from './family.js';
import type { MetricRows } from './metric-rows.js';
import { NumberDecoder } from './number.js';

/** Gauge: every point is a sample, its double bit for bit. */
export class GaugeDecoder extends NumberDecoder {
  decode(rows: MetricRows, family: SingleFamily, start: number, end: number): void {
    this.rows = rows;
    this.family = family;
    walkPoints(this.reader, start, end, this);
  }

  protected override write(def: SeriesDef): void {
    const { read, rows, family } = this;
    if (read.doubleAt < 0) rows.sample(family.rowHead, def, read.int);
    else rows.sampleBits(family.rowHead, def, this.reader.buf, read.doubleAt);
  }
}
