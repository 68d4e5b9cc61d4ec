import type { SeriesDef } from '@bongsu/model';
import { type Aggregation, walkPoints } from './data.js';
import type { SingleFamily } from './family.js';
import type { MetricRows } from './metric-rows.js';
import { NumberDecoder } from './number.js';

/**
 * Sum: a cumulative point is a sample, of a counter when the sum is monotonic, else of a gauge. A delta point is an
 * increment that the store adds up, monotonic or not.
 */
export class SumDecoder extends NumberDecoder {
  #delta = false;

  decode(rows: MetricRows, family: SingleFamily, aggregation: Aggregation, start: number, end: number): void {
    this.rows = rows;
    this.family = family;
    this.#delta = aggregation.delta;
    walkPoints(this.reader, start, end, this);
  }

  protected override write(def: SeriesDef): void {
    const { read, rows, family } = this;
    if (this.#delta) rows.delta(def, read.value(this.reader));
    else if (read.doubleAt < 0) rows.sample(family.rowHead, def, read.int);
    else rows.sampleBits(family.rowHead, def, this.reader.buf, read.doubleAt);
  }
}
