import type { MetricType } from '@bongsu/model';
import { BucketSpans } from '../prometheus/bucket-spans.js';
import { parseExposedFloat } from './float.js';
import type { ExposedExemplar, ExposedHistogram, ExpositionHandler } from './handler.js';
import { parseSeries, seriesText } from './series-text.js';

/** The schema of native histograms with custom buckets. */
const CUSTOM_BUCKETS = -53;
const PART = /^(.+)_(bucket|count|sum)$/s;
/** Texts that are kept although the last exposition did not show them. */
const SPARE_TEXTS = 1000;

/** What a classic series is of its histogram. */
interface ClassicPart {
  readonly family: string;
  /** The text of the histogram: its name and labels but `le`, by name. */
  readonly base: string;
  readonly part: 'bucket' | 'count' | 'sum';
  /** Of a bucket. */
  readonly bound: number;
}

/** Remembers what the series texts of one target stand for, from one exposition to the next. */
export class ClassicParts {
  readonly #parts = new Map<string, ClassicPart | undefined>();
  #asked = 0;

  /** Undefined for a series that is no part of a classic histogram. */
  of(text: string): ClassicPart | undefined {
    this.#asked++;
    const known = this.#parts.get(text);
    if (known !== undefined || this.#parts.has(text)) return known;
    const part = classicPart(text);
    this.#parts.set(text, part);
    return part;
  }

  /** At the end of an exposition: forgets everything when most of it was not asked for. */
  trim(): void {
    if (this.#parts.size > 2 * this.#asked + SPARE_TEXTS) this.#parts.clear();
    this.#asked = 0;
  }
}

function classicPart(text: string): ClassicPart | undefined {
  const series = parseSeries(text, 'optional');
  if (!series.ok) return undefined;
  const match = PART.exec(series.value.name);
  if (match === null) return undefined;
  const { le, ...labels } = series.value.labels;
  const part = match[2] as ClassicPart['part'];
  const bound = part === 'bucket' ? parseExposedFloat(le ?? '') : 0;
  if (bound === undefined || Number.isNaN(bound)) return undefined;
  return { family: match[1]!, base: baseText(match[1]!, labels), part, bound };
}

const baseText = (family: string, labels: Readonly<Record<string, string>>): string =>
  seriesText(
    family,
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

export interface CustomBucketOptions {
  /** The classic series come, too. */
  readonly classicToo: boolean;
  /** Gauge histograms have `_count` and `_sum`, as in protobuf, and are turned as well; in OpenMetrics they never are. */
  readonly gauges: boolean;
}

/**
 * Turns the classic histograms of an exposition into native ones with custom buckets on their way to `next`: the series
 * of one histogram that stand together under a `# TYPE` of its name become one (model/textparse/nhcbparse.go of Prometheus
 * 3). One whose counts contradict each other is left out. The classic form of a native histogram that the target itself
 * exposes is passed on as it is. `end` is to be called after the last line.
 */
export class CustomBucketHandler implements ExpositionHandler {
  readonly #next: ExpositionHandler;
  readonly #parts: ClassicParts;
  readonly #options: CustomBucketOptions;
  #family = '';
  #type: MetricType = 'unknown';
  #draft: Draft | undefined;
  /** The histogram that came in its own native form last. */
  #native = '';
  #created: { readonly base: string; readonly at: number } | undefined;

  constructor(next: ExpositionHandler, parts: ClassicParts, options: CustomBucketOptions) {
    this.#next = next;
    this.#parts = parts;
    this.#options = options;
  }

  get #turns(): boolean {
    return this.#type === 'histogram' || (this.#options.gauges && this.#type === 'gaugehistogram');
  }

  metadata(family: string, entry: Parameters<ExpositionHandler['metadata']>[1]): void {
    this.#flush();
    if (entry.type !== undefined) {
      this.#family = family;
      this.#type = entry.type;
    }
    this.#next.metadata(family, entry);
  }

  sample(text: string, value: number, timestampMs: number | undefined, exemplar: ExposedExemplar | undefined): void {
    const part = this.#turns ? this.#parts.of(text) : undefined;
    if (part === undefined || part.family !== this.#family || part.base === this.#native) {
      this.#flush();
      this.#next.sample(text, value, timestampMs, exemplar);
      return;
    }
    if (this.#draft?.base !== part.base) {
      this.#flush();
      this.#draft = new Draft(part.base, timestampMs);
    }
    this.#draft.add(part, value, exemplar);
    if (this.#options.classicToo) this.#next.sample(text, value, timestampMs, exemplar);
  }

  histogram(
    text: string,
    histogram: ExposedHistogram,
    timestampMs: number | undefined,
    exemplars: readonly ExposedExemplar[],
    createdMs: number | undefined,
  ): void {
    this.#flush();
    const series = parseSeries(text);
    if (series.ok) this.#native = baseText(series.value.name, series.value.labels);
    this.#next.histogram?.(text, histogram, timestampMs, exemplars, createdMs);
  }

  created(text: string, createdMs: number): void {
    const series = this.#turns ? parseSeries(text) : undefined;
    const name = series?.ok === true ? series.value.name : '';
    if (series?.ok === true && (name === this.#family || name === `${this.#family}_created`)) {
      this.#created = { base: baseText(this.#family, series.value.labels), at: createdMs };
      if (!this.#options.classicToo) return;
    }
    this.#next.created?.(text, createdMs);
  }

  end(): void {
    this.#flush();
    this.#parts.trim();
  }

  #flush(): void {
    const draft = this.#draft;
    this.#draft = undefined;
    const histogram = draft?.histogram(this.#type === 'gaugehistogram');
    if (draft === undefined || histogram === undefined) return;
    const createdMs = this.#created?.base === draft.base ? this.#created.at : undefined;
    this.#next.histogram?.(draft.base, histogram, draft.timestampMs, draft.exemplars, createdMs);
  }
}

/** A histogram whose series are coming in. */
class Draft {
  readonly exemplars: ExposedExemplar[] = [];
  /** Cumulative counts by bound. */
  readonly #buckets = new Map<number, number>();
  #count: number | undefined;
  #sum = 0;

  constructor(
    readonly base: string,
    readonly timestampMs: number | undefined,
  ) {}

  add({ part, bound }: ClassicPart, value: number, exemplar: ExposedExemplar | undefined): void {
    if (exemplar !== undefined) this.exemplars.push(exemplar);
    if (part === 'sum') this.#sum = value;
    else if (part === 'count') this.#count = value;
    // Of two values of one bucket the first counts.
    else if (!this.#buckets.has(bound)) this.#buckets.set(bound, value);
  }

  /** Undefined when there is no count, the counts fall, or the last bucket and the count differ. */
  histogram(isGauge: boolean): ExposedHistogram | undefined {
    const buckets = [...this.#buckets].sort(([a], [b]) => a - b);
    const count = this.#count ?? buckets.at(-1)?.[1];
    if (count === undefined || buckets[0]?.[0] === -Infinity) return undefined;
    if (buckets.at(-1)?.[0] !== Infinity) buckets.push([Infinity, count]);
    if (buckets.at(-1)![1] !== count) return undefined;
    const spans = new BucketSpans();
    let below = 0;
    for (const [index, [, cumulative]] of buckets.entries()) {
      if (!(cumulative >= below)) return undefined;
      if (cumulative > below) spans.add(index, cumulative - below);
      below = cumulative;
    }
    return {
      count,
      sum: this.#sum,
      schema: CUSTOM_BUCKETS,
      zeroThreshold: 0,
      zeroCount: 0,
      positiveSpans: spans.offsets.map((offset, i) => ({ offset, length: spans.lengths[i]! })),
      positiveCounts: spans.counts,
      negativeSpans: [],
      negativeCounts: [],
      customValues: buckets.slice(0, -1).map(([bound]) => bound),
      isGauge,
      isFloat: buckets.some(([, cumulative]) => !Number.isInteger(cumulative)),
    };
  }
}
