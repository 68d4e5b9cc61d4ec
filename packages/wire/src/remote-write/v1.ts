import { writeExemplar } from '../prometheus/exemplar-row.js';
import type { SeriesRows } from '../prometheus/series-rows.js';
import { finished } from '../protobuf/hash.js';
import { type ProtobufReader, WIRE_BYTES } from '../protobuf/reader.js';
import { RepeatedField } from '../protobuf/repeated-field.js';
import { validUtf8 } from '../protobuf/utf8.js';
import { findSeries, WireLabels } from './known-series.js';
import { readMetadata } from './metadata.js';
import { NativeHistogram } from './native-histogram.js';
import type { Problems } from './problems.js';
import { SampleFields } from './samples.js';
import { seriesText } from './series-labels.js';
import { tenantSeed } from './tenant-seed.js';

// Tags of WriteRequest.
const TIMESERIES = (1 << 3) | WIRE_BYTES;
const METADATA = (3 << 3) | WIRE_BYTES;
// Tags of TimeSeries.
const LABELS = (1 << 3) | WIRE_BYTES;
const SAMPLES = (2 << 3) | WIRE_BYTES;
const EXEMPLARS = (3 << 3) | WIRE_BYTES;
const HISTOGRAMS = (4 << 3) | WIRE_BYTES;
// Tags of Label.
const NAME = (1 << 3) | WIRE_BYTES;
const VALUE = (2 << 3) | WIRE_BYTES;

/**
 * `prometheus.WriteRequest`: a request with a sample or histogram that cannot be stored is refused as a whole; series
 * over a limit are left out and named.
 */
export class WriteRequestV1 {
  readonly #labels: LabelsV1;
  readonly #samples = new RepeatedField(SAMPLES);
  readonly #exemplars = new RepeatedField(EXEMPLARS);
  readonly #histograms = new RepeatedField(HISTOGRAMS);
  readonly #sample = new SampleFields(1, 2);
  readonly #exemplar = new SampleFields(2, 3);
  readonly #exemplarLabels = new RepeatedField(LABELS);
  readonly #histogram = new NativeHistogram();

  constructor(private readonly reader: ProtobufReader) {
    this.#labels = new LabelsV1(reader);
  }

  /** Returns '' or why the request is refused. */
  decode(rows: SeriesRows, problems: Problems, end: number): string {
    const { reader } = this;
    const seed = tenantSeed(rows.tenant, 1);
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag !== TIMESERIES && tag !== METADATA) {
        reader.skip(tag, end);
        continue;
      }
      const messageEnd = reader.lengthEnd(end);
      if (tag === METADATA) {
        const { family, ...text } = readMetadata(reader, messageEnd);
        rows.table.describe(rows.tenant, family, text);
      } else {
        const problem = this.#series(rows, problems, seed, messageEnd);
        if (problem !== '') return problem;
      }
      reader.pos = messageEnd;
    }
    return '';
  }

  #series(rows: SeriesRows, problems: Problems, seed: number, end: number): string {
    const labels = this.#labels;
    this.#scan(end);
    const series = findSeries(rows.table, rows.tenant, ...labels.hash(seed), labels);
    if (typeof series === 'object') {
      rows.rejections.add(series.problem, Math.max(1, this.#samples.count + this.#histograms.count));
      // Prometheus leaves out series with bad labels and answers 204; it has no limit on series.
      if (series.limit) problems.add(series.problem);
      return '';
    }
    const metric = rows.table.metricOf(series);
    rows.begin(series, metric.current, labels);
    const problem = this.#writeSamples(rows) || this.#writeHistograms(rows);
    if (problem !== '') {
      const { checked } = labels;
      return `${problem} for series ${seriesText(checked.metric, checked.labels)}`;
    }
    if (this.#exemplars.count > 0) this.#writeExemplars(rows);
    return '';
  }

  #scan(end: number): void {
    const { reader } = this;
    this.#labels.clear();
    this.#samples.clear();
    this.#exemplars.clear();
    this.#histograms.clear();
    while (reader.pos < end) {
      const at = reader.pos;
      const tag = reader.uint32(end);
      const field = this.#field(tag);
      if (field === undefined) reader.skip(tag, end);
      else {
        reader.pos = reader.lengthEnd(end);
        field.add(at, reader.pos);
      }
    }
  }

  #field(tag: number): RepeatedField | undefined {
    switch (tag) {
      case LABELS:
        return this.#labels.field;
      case SAMPLES:
        return this.#samples;
      case EXEMPLARS:
        return this.#exemplars;
      case HISTOGRAMS:
        return this.#histograms;
      default:
        return undefined;
    }
  }

  #writeSamples(rows: SeriesRows): string {
    const sample = this.#sample;
    let problem = '';
    this.#samples.each(this.reader, (end) => {
      sample.scan(this.reader, end);
      problem ||= rows.timeProblem(sample.timestamp);
      if (problem === '') rows.sampleBits(sample.timestamp, 0, sample.source, sample.at);
    });
    return problem;
  }

  #writeHistograms(rows: SeriesRows): string {
    const histogram = this.#histogram;
    let problem = '';
    this.#histograms.each(this.reader, (end) => {
      histogram.scan(this.reader, end);
      problem ||= rows.timeProblem(histogram.timestamp) || histogram.check();
      if (problem === '') histogram.write(rows.histogram(histogram.timestamp, 0), this.reader);
    });
    return problem;
  }

  #writeExemplars(rows: SeriesRows): void {
    const { reader } = this;
    this.#exemplars.each(reader, (end) => {
      const start = reader.pos;
      const labels = this.#exemplarLabels;
      labels.clear();
      while (reader.pos < end) {
        const at = reader.pos;
        const tag = reader.uint32(end);
        reader.skip(tag, end);
        if (tag === LABELS) labels.add(at, reader.pos);
      }
      reader.pos = start;
      this.#exemplar.scan(reader, end);
      const { pairs, valid } = readLabels(reader, labels);
      const problem = valid ? writeExemplar(rows, this.#exemplar, pairs) : NO_UTF8;
      if (problem !== '') rows.rejections.add(`an exemplar is left out: ${problem}`, 0);
    });
  }
}

const NO_UTF8 = 'it holds text that is not UTF-8';

class LabelsV1 extends WireLabels {
  readonly field = new RepeatedField(LABELS);

  constructor(private readonly reader: ProtobufReader) {
    super();
  }

  clear(): void {
    this.begin();
    this.field.clear();
  }

  hash(seed: number): [lo: number, hi: number] {
    const { reader, field } = this;
    return [finished(field.hash(reader, seed)), finished(field.hash(reader, seed ^ 0x5bd1e995))];
  }

  protected override read(): { pairs: string[]; valid: boolean } {
    return readLabels(this.reader, this.field);
  }
}

function readLabels(reader: ProtobufReader, field: RepeatedField): { pairs: string[]; valid: boolean } {
  const pairs: string[] = [];
  let valid = true;
  const back = reader.pos;
  field.each(reader, (end) => {
    let name = '';
    let value = '';
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag !== NAME && tag !== VALUE) {
        reader.skip(tag, end);
        continue;
      }
      const textEnd = reader.lengthEnd(end);
      valid &&= validUtf8(reader.buf, reader.pos, textEnd);
      const text = reader.text(textEnd);
      if (tag === NAME) name = text;
      else value = text;
    }
    pairs.push(name, value);
  });
  reader.pos = back;
  return { pairs, valid };
}
