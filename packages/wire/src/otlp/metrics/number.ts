import type { SeriesDef } from '@bongsu/model';
import type { ProtobufReader } from '../../protobuf/reader.js';
import type { PointDecoder } from './data.js';
import type { ExemplarWriter } from './exemplar.js';
import type { SingleFamily } from './family.js';
import type { MetricRows } from './metric-rows.js';
import { NumberPoint } from './number-point.js';
import type { PointSeries } from './point-series.js';

/** What gauges and sums share: a point is one value of one series. */
export abstract class NumberDecoder implements PointDecoder {
  protected family!: SingleFamily;
  protected rows!: MetricRows;
  protected readonly read = new NumberPoint();

  constructor(
    protected readonly reader: ProtobufReader,
    private readonly series: PointSeries,
    private readonly exemplars: ExemplarWriter,
  ) {}

  point(end: number): void {
    const { reader, read, rows, family } = this;
    read.scan(reader, end);
    let problem = rows.setTime(read.timeLo, read.timeHi, read.startLo, read.startHi);
    if (problem === '' && !read.hasValue && !read.noRecordedValue) problem = 'a data point has no value';
    const def = problem === '' ? this.series.single(family, read.attributes) : undefined;
    if (def === undefined) {
      rows.rejections.add(family.refusal(problem || this.series.problem));
      return;
    }
    if (read.noRecordedValue) rows.stale(family.rowHead, def);
    else this.write(def);
    if (read.exemplars.count > 0) this.exemplars.write(rows, family, read.exemplars, family.rowHead, () => def);
  }

  /** Writes the value of the point just read. */
  protected abstract write(def: SeriesDef): void;
}
