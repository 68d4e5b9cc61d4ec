import type { ProtobufReader } from '../../protobuf/reader.js';
import { type Aggregation, type PointDecoder, walkPoints } from './data.js';
import type { ExemplarWriter } from './exemplar.js';
import type { ComponentFamily, ComponentSeries } from './family.js';
import { HistogramPoint } from './histogram-point.js';
import type { MetricRows } from './metric-rows.js';
import type { PointSeries } from './point-series.js';
import { writeStale } from './stale.js';

/**
 * Histogram with explicit bounds: a `_bucket` sample for every bound and one for `+Inf`, holding the observations up to
 * the bound; `_sum` when there is one; `_count`. Of a delta point each of them is an increment. An exemplar belongs to
 * the bucket that its value falls into.
 */
export class HistogramDecoder implements PointDecoder {
  #family!: ComponentFamily;
  #rows!: MetricRows;
  #delta = false;
  readonly #read = new HistogramPoint();

  constructor(
    private readonly reader: ProtobufReader,
    private readonly series: PointSeries,
    private readonly exemplars: ExemplarWriter,
  ) {}

  decode(rows: MetricRows, family: ComponentFamily, aggregation: Aggregation, start: number, end: number): void {
    this.#rows = rows;
    this.#family = family;
    this.#delta = aggregation.delta;
    walkPoints(this.reader, start, end, this);
  }

  point(end: number): void {
    const rows = this.#rows;
    const family = this.#family;
    const read = this.#read;
    read.scan(this.reader, end);
    const problem = read.problem() || rows.setTime(read.timeLo, read.timeHi, read.startLo, read.startHi);
    const series = problem === '' ? this.series.components(family, read.attributes, read.bounds, 'le') : undefined;
    if (series === undefined) {
      rows.rejections.add(family.refusal(problem || this.series.problem));
      return;
    }
    if (read.noRecordedValue) writeStale(rows, family, series);
    else if (this.#delta) this.#writeDelta(series);
    else this.#writeCumulative(series);
    if (read.exemplars.count === 0) return;
    const bounds = read.bounds.length;
    this.exemplars.write(rows, family, read.exemplars, family.stepHead, (value) => {
      for (let i = 0; i < bounds; i++) if (value <= read.bounds[i]!) return series.stepSeries[i]!;
      return series.inf!;
    });
  }

  #writeCumulative(series: ComponentSeries): void {
    const rows = this.#rows;
    const { stepHead, sumHead, countHead } = this.#family;
    const { bounds, counts, count, sumAt } = this.#read;
    let below = 0;
    for (let i = 0; i < bounds.length; i++) {
      below += counts[i]!;
      rows.sample(stepHead, series.stepSeries[i]!, below);
    }
    rows.sample(stepHead, series.inf!, count);
    if (sumAt >= 0) rows.sampleBits(sumHead, series.sum, this.reader.buf, sumAt);
    rows.sample(countHead, series.count, count);
  }

  #writeDelta(series: ComponentSeries): void {
    const rows = this.#rows;
    const { bounds, counts, count, sumAt } = this.#read;
    let below = 0;
    for (let i = 0; i < bounds.length; i++) {
      below += counts[i]!;
      rows.delta(series.stepSeries[i]!, below);
    }
    rows.delta(series.inf!, count);
    if (sumAt >= 0) rows.delta(series.sum, this.reader.bytes.readDoubleLE(sumAt));
    rows.delta(series.count, count);
  }
}
