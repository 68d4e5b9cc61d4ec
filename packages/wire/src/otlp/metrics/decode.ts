import {
  ADMIT_ALL,
  type Decoded,
  err,
  type MetricBatch,
  type MetricType,
  ok,
  type Result,
  type SeriesAdmission,
} from '@bongsu/model';
import { MalformedProtobuf, ProtobufReader } from '../../protobuf/reader.js';
import { metricName, type NamedKind } from '../../prometheus/names.js';
import { type RecordVisitor, walkRecords } from '../blocks.js';
import type { DecodeContext, DecodeError } from '../context.js';
import type { OtlpLimits } from '../limits.js';
import { ResourceCache, type ResourceEntry, type ScopeEntry } from '../resource.js';
import { Aggregation } from './data.js';
import { ExemplarWriter } from './exemplar.js';
import { DELTA_EXPONENTIAL, ExponentialHistogramDecoder } from './exponential-histogram.js';
import { ComponentFamily, type FamilyHead, type MetricFamily, SingleFamily } from './family.js';
import { GaugeDecoder } from './gauge.js';
import { HistogramDecoder } from './histogram.js';
import { EXPONENTIAL_HISTOGRAM, GAUGE, HISTOGRAM, MetricHead, SUM, SUMMARY } from './metric-head.js';
import { MetricRows } from './metric-rows.js';
import { PointLabels } from './point-labels.js';
import { PointSeries } from './point-series.js';
import { ResourceLabels } from './resource-labels.js';
import { scopeLabels } from './scope-labels.js';
import { SeriesCache } from './series-cache.js';
import { SumDecoder } from './sum.js';
import { SummaryDecoder } from './summary.js';
import { TargetInfoSamples } from './target-info.js';
import { Translation, type TranslationOptions } from './translation.js';

/** What a known series costs in memory is about a kilobyte, most of it labels. */
const DEFAULT_MAX_CACHED_SERIES = 1_000_000;

export interface MetricsDecoderOptions {
  readonly limits: OtlpLimits;
  readonly translation?: TranslationOptions;
  /** Series remembered between requests, 1,000,000 by default; those with long labels count several times. */
  readonly maxCachedSeries?: number;
  /** Asked about series that are not remembered; takes all by default. */
  readonly admission?: SeriesAdmission;
}

/** The kinds a metric's series differ by. */
type Kind = 'gauge' | 'counter' | 'sum' | 'histogram' | 'exponential' | 'summary';

const NAMED_KIND: Record<Kind, NamedKind> = {
  gauge: 'gauge',
  counter: 'counter',
  sum: 'other',
  histogram: 'other',
  exponential: 'other',
  summary: 'other',
};

const METRIC_TYPE: Record<Kind, MetricType> = {
  gauge: 'gauge',
  counter: 'counter',
  sum: 'gauge',
  histogram: 'histogram',
  exponential: 'histogram',
  summary: 'summary',
};

/**
 * Decodes ExportMetricsServiceRequest messages into rows of SAMPLE_ROW, HISTOGRAM_ROW and EXEMPLAR_ROW and delta
 * points, named and labelled as Prometheus does. Long-lived: it hands out the same definition for a series for as long
 * as it remembers it, within bounds.
 */
export class MetricsDecoder {
  readonly #reader = new ProtobufReader(EMPTY);
  readonly #walk: MetricWalk;
  readonly #resources: ResourceCache;

  constructor(options: MetricsDecoderOptions) {
    this.#resources = new ResourceCache(options.limits);
    this.#walk = new MetricWalk(
      this.#reader,
      options.limits,
      new Translation(options.translation),
      new SeriesCache(options.maxCachedSeries ?? DEFAULT_MAX_CACHED_SERIES),
      options.admission ?? ADMIT_ALL,
    );
  }

  /**
   * Decodes one request. Data points that cannot be stored are in `rejected`, by reason, with the metric's name; an
   * entry of count 0 names what was left out of a point that is stored. The batch belongs to the caller. `body` is only
   * read, and not kept. A message that breaks off or is no protobuf is an error and nothing of it is to be stored.
   */
  decode(body: Uint8Array, context: DecodeContext): Result<Decoded<MetricBatch>, DecodeError> {
    const reader = this.#reader;
    reader.reset(body);
    try {
      this.#walk.begin(new MetricRows(context, body.length));
      walkRecords(reader, context.tenant, this.#resources, this.#walk);
      return ok(this.#walk.result());
    } catch (error) {
      if (error instanceof MalformedProtobuf) return err({ kind: 'malformed', message: error.message });
      throw error;
    } finally {
      this.#walk.end();
      reader.reset(EMPTY);
    }
  }
}

const EMPTY = new Uint8Array(0);
const NO_LABELS: ReadonlyMap<string, string> = new Map();

/** Takes the metrics of one request after the other, each to the decoder of its kind. */
class MetricWalk implements RecordVisitor {
  readonly #head = new MetricHead();
  readonly #aggregation = new Aggregation();
  readonly #gauges: GaugeDecoder;
  readonly #sums: SumDecoder;
  readonly #histograms: HistogramDecoder;
  readonly #exponentials: ExponentialHistogramDecoder;
  readonly #summaries: SummaryDecoder;
  readonly #resourceLabels = new WeakMap<ResourceEntry, ResourceLabels>();
  #rows: MetricRows | undefined;
  #targetInfo: TargetInfoSamples | undefined;
  #resource: ResourceLabels | undefined;
  #scope: ScopeEntry | undefined;
  #scopeKey = '';

  constructor(
    private readonly reader: ProtobufReader,
    limits: OtlpLimits,
    private readonly translation: Translation,
    private readonly cache: SeriesCache,
    admission: SeriesAdmission,
  ) {
    const labels = new PointLabels(limits, translation);
    const series = new PointSeries(reader, cache, labels, admission);
    const exemplars = new ExemplarWriter(reader, labels);
    this.#gauges = new GaugeDecoder(reader, series, exemplars);
    this.#sums = new SumDecoder(reader, series, exemplars);
    this.#histograms = new HistogramDecoder(reader, series, exemplars);
    this.#exponentials = new ExponentialHistogramDecoder(reader, series, exemplars);
    this.#summaries = new SummaryDecoder(reader, series);
  }

  begin(rows: MetricRows): void {
    this.#rows = rows;
    this.#targetInfo = new TargetInfoSamples(rows);
  }

  end(): void {
    this.#rows = this.#targetInfo = this.#resource = this.#scope = undefined;
  }

  result(): Decoded<MetricBatch> {
    this.#targetInfo!.write();
    return this.#rows!.result();
  }

  block(entry: ResourceEntry, scope: ScopeEntry): void {
    let resource = this.#resourceLabels.get(entry);
    if (resource === undefined) {
      resource = new ResourceLabels(entry, this.translation);
      this.#resourceLabels.set(entry, resource);
    }
    this.#resource = resource;
    this.#scope = scope;
    const { hi, lo } = scope.def.fingerprint;
    this.#scopeKey = this.translation.promoteScopeMetadata ? `${hi},${lo}` : '';
    this.#targetInfo!.begin(resource);
  }

  record(reader: ProtobufReader, end: number): void {
    const rows = this.#rows!;
    const head = this.#head;
    const aggregation = this.#aggregation;
    head.scan(reader, end);
    const { dataTag, dataStart, dataEnd } = head;
    if (dataTag === GAUGE) {
      const family = this.#single('gauge', '');
      if (family !== undefined) this.#gauges.decode(rows, family, dataStart, dataEnd);
    } else if (dataTag === SUMMARY) {
      const family = this.#component('summary', '');
      if (family !== undefined) this.#summaries.decode(rows, family, dataStart, dataEnd);
    } else if (dataTag === SUM) {
      aggregation.scan(reader, dataStart, dataEnd);
      const family = this.#single(aggregation.monotonic ? 'counter' : 'sum', aggregation.problem);
      if (family !== undefined) this.#sums.decode(rows, family, aggregation, dataStart, dataEnd);
    } else if (dataTag === HISTOGRAM) {
      aggregation.scan(reader, dataStart, dataEnd);
      const family = this.#component('histogram', aggregation.problem);
      if (family !== undefined) this.#histograms.decode(rows, family, aggregation, dataStart, dataEnd);
    } else if (dataTag === EXPONENTIAL_HISTOGRAM) {
      aggregation.scan(reader, dataStart, dataEnd);
      const problem = aggregation.delta ? DELTA_EXPONENTIAL : aggregation.problem;
      const family = this.#single('exponential', problem);
      if (family !== undefined) this.#exponentials.decode(rows, family, dataStart, dataEnd);
    } else
      this.#refuse(
        this.#define('gauge', (familyHead) => new SingleFamily(familyHead)),
        NO_DATA,
        1,
      );
  }

  /** The family of a metric whose points are one series each; undefined when its points were refused. */
  #single(kind: Kind, problem: string): SingleFamily | undefined {
    const family = this.#family(kind, (familyHead) => new SingleFamily(familyHead));
    if (!(family instanceof SingleFamily)) throw new Error(`BUG: the series cache mixed up kinds at ${kind}`);
    return this.#accepted(family, problem) ? family : undefined;
  }

  /** As {@link #single}, for metrics whose points are several series. */
  #component(kind: 'histogram' | 'summary', problem: string): ComponentFamily | undefined {
    const suffix = kind === 'histogram' ? '_bucket' : '';
    const family = this.#family(kind, (familyHead) => new ComponentFamily(familyHead, suffix));
    if (!(family instanceof ComponentFamily)) throw new Error(`BUG: the series cache mixed up kinds at ${kind}`);
    return this.#accepted(family, problem) ? family : undefined;
  }

  #accepted(family: MetricFamily, problem: string): boolean {
    const refused = this.#scope!.problem || family.head.problem || problem;
    if (refused === '') return true;
    this.#refuse(family, refused, this.#head.countPoints(this.reader));
    return false;
  }

  #refuse(family: MetricFamily, problem: string, points: number): void {
    if (points > 0) this.#rows!.rejections.add(family.refusal(problem), points);
  }

  #family(kind: Kind, make: (head: FamilyHead) => MetricFamily): MetricFamily {
    const key = `${kind} ${this.#resource!.id} ${this.#scopeKey} ${this.#head.key(this.reader)}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const family = this.#define(kind, make);
    this.cache.add(key, family);
    return family;
  }

  #define<F extends MetricFamily>(kind: Kind, make: (head: FamilyHead) => F): F {
    const texts = this.#head.texts(this.reader);
    const { strategy, promoteScopeMetadata } = this.translation;
    const name = metricName(texts.name, texts.unit, NAMED_KIND[kind], strategy);
    return make({
      tenant: this.#rows!.tenant,
      resource: this.#resource!,
      scope: promoteScopeMetadata ? scopeLabels(this.#scope!.def, this.translation) : NO_LABELS,
      sentName: texts.name,
      name,
      type: METRIC_TYPE[kind],
      unit: texts.unit,
      help: texts.description,
      problem: texts.problem || nameProblem(texts.name, name),
    });
  }
}

const NO_DATA = 'it has no data, or data of a kind that is not known';

function nameProblem(sent: string, name: string): string {
  if (sent === '') return 'it has no name';
  if (name !== '') return '';
  return 'no character of its name is left after translation (use the strategy NoUTF8EscapingWithSuffixes or NoTranslation)';
}
