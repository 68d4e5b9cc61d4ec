import { writeExemplar } from '../prometheus/exemplar-row.js';
import type { FamilyText } from '../prometheus/family-text.js';
import type { SeriesRows } from '../prometheus/series-rows.js';
import { finished, mixed } from '../protobuf/hash.js';
import { int64Number } from '../protobuf/integers.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../protobuf/reader.js';
import { RepeatedField } from '../protobuf/repeated-field.js';
import { findSeries, WireLabels } from './known-series.js';
import { metricType } from './metadata.js';
import { NativeHistogram } from './native-histogram.js';
import type { Problems } from './problems.js';
import { SampleFields } from './samples.js';
import { seriesText } from './series-labels.js';
import { Symbols } from './symbols.js';
import { tenantSeed } from './tenant-seed.js';

// Tags of io.prometheus.write.v2.Request.
const SYMBOLS = (4 << 3) | WIRE_BYTES;
const TIMESERIES = (5 << 3) | WIRE_BYTES;
// Tags of TimeSeries. Refs come packed; unpacked is legal too. The sixth is older senders', for the whole series.
const LABELS_REFS = (1 << 3) | WIRE_BYTES;
const LABELS_REF = (1 << 3) | WIRE_VARINT;
const SAMPLES = (2 << 3) | WIRE_BYTES;
const HISTOGRAMS = (3 << 3) | WIRE_BYTES;
const EXEMPLARS = (4 << 3) | WIRE_BYTES;
const METADATA = (5 << 3) | WIRE_BYTES;
const CREATED_TIMESTAMP = (6 << 3) | WIRE_VARINT;
// Tags of Metadata.
const TYPE = (1 << 3) | WIRE_VARINT;
const HELP_REF = (3 << 3) | WIRE_VARINT;
const UNIT_REF = (4 << 3) | WIRE_VARINT;

/** `io.prometheus.write.v2.Request`: what can be stored is stored, what cannot is named in the answer. */
export class WriteRequestV2 {
  readonly #symbols: Symbols;
  readonly #labels: LabelsV2;
  readonly #exemplarLabels: LabelsV2;
  readonly #samples = new RepeatedField(SAMPLES);
  readonly #exemplars = new RepeatedField(EXEMPLARS);
  readonly #histograms = new RepeatedField(HISTOGRAMS);
  readonly #sample = new SampleFields(1, 2, 3);
  readonly #exemplar = new SampleFields(2, 3);
  readonly #histogram = new NativeHistogram();
  #metadataStart = 0;
  #metadataEnd = 0;
  #created = 0;

  constructor(private readonly reader: ProtobufReader) {
    this.#symbols = new Symbols(reader);
    this.#labels = new LabelsV2(this.#symbols);
    this.#exemplarLabels = new LabelsV2(this.#symbols);
  }

  decode(rows: SeriesRows, problems: Problems, end: number): void {
    const { reader } = this;
    const start = reader.pos;
    this.#symbols.clear();
    // Symbols may stand behind the series that refer to them.
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === SYMBOLS) this.#symbols.add(reader.lengthEnd(end));
      else reader.skip(tag, end);
    }
    reader.pos = start;
    const seed = tenantSeed(rows.tenant, 2);
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag !== TIMESERIES) {
        reader.skip(tag, end);
        continue;
      }
      const seriesEnd = reader.lengthEnd(end);
      this.#series(rows, problems, seed, seriesEnd);
      reader.pos = seriesEnd;
    }
  }

  #series(rows: SeriesRows, problems: Problems, seed: number, end: number): void {
    const labels = this.#labels;
    this.#scan(end);
    const points = this.#samples.count + this.#histograms.count;
    const refuse = (problem: string): void => {
      problems.add(problem);
      rows.rejections.add(problem, Math.max(1, points));
    };
    const badRef = labels.problem;
    if (badRef !== '') return refuse(`parsing labels for series [${labels.refs.join(' ')}]: ${badRef}`);
    const series = findSeries(rows.table, rows.tenant, ...labels.hash(seed), labels);
    if (typeof series === 'object') return refuse(series.problem);
    if (points === 0) {
      return refuse(`TimeSeries must contain at least one sample or histogram for series ${labels.toString()}`);
    }
    const metric = rows.table.metricOf(series);
    const text = this.#familyText();
    rows.begin(series, text === undefined ? metric.current : metric.textIndex(text), labels);
    const fail = (problem: string): void => {
      problems.add(`${problem} for series ${labels.toString()}`);
      rows.rejections.add(problem);
    };
    this.#writeSamples(rows, fail);
    this.#writeHistograms(rows, fail);
    if (this.#exemplars.count > 0) this.#writeExemplars(rows, problems);
  }

  #scan(end: number): void {
    const { reader } = this;
    this.#labels.clear();
    this.#samples.clear();
    this.#exemplars.clear();
    this.#histograms.clear();
    this.#metadataStart = this.#metadataEnd = this.#created = 0;
    while (reader.pos < end) {
      const at = reader.pos;
      const tag = reader.uint32(end);
      switch (tag) {
        case LABELS_REFS:
        case LABELS_REF:
          this.#labels.scan(reader, tag, end);
          break;
        case SAMPLES:
          reader.pos = reader.lengthEnd(end);
          this.#samples.add(at, reader.pos);
          break;
        case HISTOGRAMS:
          reader.pos = reader.lengthEnd(end);
          this.#histograms.add(at, reader.pos);
          break;
        case EXEMPLARS:
          reader.pos = reader.lengthEnd(end);
          this.#exemplars.add(at, reader.pos);
          break;
        case METADATA:
          this.#metadataEnd = reader.lengthEnd(end);
          this.#metadataStart = reader.pos;
          reader.pos = this.#metadataEnd;
          break;
        case CREATED_TIMESTAMP:
          reader.varint64(end);
          this.#created = int64Number(reader.lo, reader.hi);
          break;
        default:
          reader.skip(tag, end);
      }
    }
  }

  /** What the series says of its family; undefined when it says nothing. */
  #familyText(): FamilyText | undefined {
    const { reader } = this;
    const end = this.#metadataEnd;
    if (end === this.#metadataStart) return undefined;
    let type = 0;
    let help = 0;
    let unit = 0;
    reader.pos = this.#metadataStart;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === TYPE) type = reader.uint32(end);
      else if (tag === HELP_REF) help = reader.uint32(end);
      else if (tag === UNIT_REF) unit = reader.uint32(end);
      else reader.skip(tag, end);
    }
    const text = (ref: number): string => (ref < this.#symbols.size ? this.#symbols.text(ref) : '');
    return { type: metricType(type), help: text(help), unit: text(unit) };
  }

  #writeSamples(rows: SeriesRows, fail: (problem: string) => void): void {
    const sample = this.#sample;
    this.#samples.each(this.reader, (end) => {
      sample.scan(this.reader, end);
      const problem = rows.timeProblem(sample.timestamp);
      if (problem === '') rows.sampleBits(sample.timestamp, sample.start || this.#created, sample.source, sample.at);
      else fail(problem);
    });
  }

  #writeHistograms(rows: SeriesRows, fail: (problem: string) => void): void {
    const histogram = this.#histogram;
    this.#histograms.each(this.reader, (end) => {
      histogram.scan(this.reader, end);
      const problem = rows.timeProblem(histogram.timestamp) || histogram.check();
      if (problem !== '') return fail(problem);
      const start = histogram.startTimestamp || this.#created;
      histogram.write(rows.histogram(histogram.timestamp, start), this.reader);
    });
  }

  #writeExemplars(rows: SeriesRows, problems: Problems): void {
    const { reader } = this;
    const labels = this.#exemplarLabels;
    this.#exemplars.each(reader, (end) => {
      const start = reader.pos;
      labels.clear();
      while (reader.pos < end) {
        const tag = reader.uint32(end);
        if (tag === LABELS_REFS || tag === LABELS_REF) labels.scan(reader, tag, end);
        else reader.skip(tag, end);
      }
      reader.pos = start;
      this.#exemplar.scan(reader, end);
      if (labels.problem !== '') {
        problems.add(`parsing exemplar for series ${this.#labels.toString()}: ${labels.problem}`);
        return;
      }
      const { pairs, valid } = labels.read();
      // As Prometheus, which names only exemplars that it cannot parse.
      const problem = valid ? writeExemplar(rows, this.#exemplar, pairs) : 'it holds text that is not UTF-8';
      if (problem !== '') rows.rejections.add(`an exemplar is left out: ${problem}`, 0);
    });
  }
}

/** Labels as references to symbols, name and value in turn. */
class LabelsV2 extends WireLabels {
  readonly refs: number[] = [];

  constructor(private readonly symbols: Symbols) {
    super();
  }

  clear(): void {
    this.begin();
    this.refs.length = 0;
  }

  /** Reads the references of one field whose tag has been read. */
  scan(reader: ProtobufReader, tag: number, end: number): void {
    if (tag === LABELS_REF) {
      this.refs.push(reader.uint32(end));
      return;
    }
    const refsEnd = reader.lengthEnd(end);
    while (reader.pos < refsEnd) this.refs.push(reader.uint32(refsEnd));
  }

  /** '' or why the references are none. */
  get problem(): string {
    const { refs, symbols } = this;
    if (refs.length % 2 !== 0) return `invalid labelRefs length ${refs.length}`;
    for (const [i, ref] of refs.entries()) {
      if (ref >= symbols.size) {
        return `labelRefs ${i} (${i % 2 === 0 ? 'name' : 'value'}) = ${ref} outside of symbols table (size ${symbols.size})`;
      }
    }
    return '';
  }

  hash(seed: number): [lo: number, hi: number] {
    const { symbols } = this;
    let lo = seed;
    let hi = ~seed;
    for (const ref of this.refs) {
      lo = mixed(lo, symbols.hashLo(ref));
      hi = mixed(hi, symbols.hashHi(ref));
    }
    return [finished(lo), finished(hi)];
  }

  override read(): { pairs: string[]; valid: boolean } {
    const { refs, symbols } = this;
    return { pairs: refs.map((ref) => symbols.text(ref)), valid: refs.every((ref) => symbols.isUtf8(ref)) };
  }

  override toString(): string {
    return seriesText(this.checked.metric, this.checked.labels);
  }
}
