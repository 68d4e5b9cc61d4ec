import { err, millis, ok, type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, QueryFailure, SqlRunner } from '../lang/index.js';
import { counters, type CounterSeries, type Observed } from './counters.js';
import { anySpan, askedMetrics, listSeries, type ListRequest } from './list-series.js';
import { METRICS, type Metric, type Subject } from './metric.js';
import { fits, fittingMetrics, METRIC_NAME } from './matchers.js';
import { observeEdges } from './observe-edges.js';
import { observeSpans } from './observe-spans.js';
import { spanExemplars, type CounterExemplars, type ExemplarsRequest } from './span-exemplars.js';
import { timeCells } from './time-cells.js';
import { weighing, type Weighing } from './weight.js';

export interface CountersRequest {
  readonly tenant: Tenant;
  readonly matchers: readonly Matcher[];
  /** Spans that begin after this count. */
  readonly since: Millis;
  /** When the counters are looked at, rising, after `since`; at least one. */
  readonly times: Float64Array;
  /** Labels by which counters are summed up, besides `__name__` and `le`; all when not given. */
  readonly labels?: readonly string[];
  /** Samples at most; more are a failure. */
  readonly limit: number;
}

/**
 * RED metrics and the service graph as counters, made from the stored spans when they are asked for: a span counts at its
 * start, also one that arrived late. There is nothing to keep up to date.
 */
export class SpanMetrics {
  readonly metrics: readonly Metric[] = METRICS;
  readonly #weighing: Weighing;

  /** `weightAttribute` names a numeric attribute that says how many spans a span stands for; '' for none. */
  constructor({ weightAttribute }: { readonly weightAttribute: string }) {
    this.#weighing = weighing(weightAttribute);
  }

  /** The counters that fit, at every one of `times` from the last one before their first event on. */
  async counters(
    { tenant, matchers, since, times, labels: by, limit }: CountersRequest,
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Promise<Result<readonly CounterSeries[], QueryFailure>> {
    const scope = { tenant, after: since, until: millis(times.at(-1)!) };
    const cells = timeCells(since, times);
    const ofBounds = fits(matchers.filter(({ name }) => name === 'le'));
    const found: CounterSeries[] = [];
    let samples = 0;
    for (const metric of fittingMetrics(matchers)) {
      const observe = metric.subject === 'spans' ? observeSpans : observeEdges;
      const question = { metric, matchers, scope, cells, weighing: this.#weighing, limit, ...(by ? { by } : {}) };
      const observed: Result<readonly Observed[], QueryFailure> = await observe(question, runner, signal);
      if (!observed.ok) return observed;
      for (const one of counters(metric, observed.value, since, times)) {
        if (!ofBounds(one.labels)) continue;
        samples += one.times.length;
        if (samples > limit) return err(tooMany(metric, limit));
        found.push(one);
      }
    }
    return ok(found);
  }

  /** The label sets of series, `__name__` included, with events in the time asked about. */
  series(
    request: ListRequest,
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Promise<Result<readonly Labels[], QueryFailure>> {
    return listSeries(request, askedMetrics(request), this.#weighing, runner, signal);
  }

  /** Spans that the series of a histogram's buckets have counted; other series have none. */
  exemplars(
    request: ExemplarsRequest,
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Promise<Result<readonly CounterExemplars[], QueryFailure>> {
    return spanExemplars(request, runner, signal);
  }

  /** Names of labels that series have, `__name__` among them. Of a metric asked for by name alone, all it may have. */
  async labelNames(
    request: ListRequest,
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Promise<Result<readonly string[], QueryFailure>> {
    const metrics = askedMetrics(request);
    if (!isByName(request)) {
      const series = await listSeries(request, metrics, this.#weighing, runner, signal);
      return series.ok ? ok(distinct(series.value.flatMap((labels) => Object.keys(labels)))) : series;
    }
    if (metrics.length === 0) return ok([]);
    const any = await anySpan(request, runner, signal);
    if (!any.ok) return any;
    return ok(any.value ? distinct([METRIC_NAME, ...metrics.flatMap(({ labels }) => labels)]) : []);
  }

  /** Values of a label, `__name__` too. A metric asked for by name alone is there while there are spans. */
  async labelValues(
    request: ListRequest & { readonly label: string },
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Promise<Result<readonly string[], QueryFailure>> {
    const { label } = request;
    const metrics = askedMetrics(request).filter(({ labels }) => label === METRIC_NAME || labels.includes(label));
    if (metrics.length === 0) return ok([]);
    if (label === METRIC_NAME && isByName(request)) {
      const any = await anySpan(request, runner, signal);
      return any.ok ? ok(any.value ? metrics.map(({ name }) => name) : []) : any;
    }
    const read = label === METRIC_NAME ? metrics : oneOfEachSubject(metrics);
    const series = await listSeries(request, read, this.#weighing, runner, signal);
    if (!series.ok) return series;
    return ok(distinct(series.value.map((labels) => labels[label] ?? '')).filter((value) => value !== ''));
  }
}

const tooMany = ({ name }: Metric, limit: number): QueryFailure => ({
  kind: 'limit',
  message: `${name} has more than the ${limit} samples that the query may still read (limits.query.samples); ask for fewer series, steps or labels`,
});

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const isByName = ({ matchers }: ListRequest): boolean =>
  matchers.every((list) => list.every(({ name }) => name === METRIC_NAME));

/** Metrics of one subject have the same label sets, but for those of failed calls, which are fewer. */
function oneOfEachSubject(metrics: readonly Metric[]): readonly Metric[] {
  const bySubject = new Map<Subject, Metric>();
  for (const metric of metrics) {
    const known = bySubject.get(metric.subject);
    if (known === undefined || known.failed) bySubject.set(metric.subject, metric);
  }
  return [...bySubject.values()];
}
