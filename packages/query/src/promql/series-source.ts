import { type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import { type Matcher, type QueryFailure, type SqlRunner } from '../lang/index.js';
import { matchesLabels } from './match-labels.js';
import { METRIC_NAME } from './syntax/index.js';

/** A metric whose series are not stored. */
export interface SourceMetric {
  readonly name: string;
  /** The name without the suffix of a histogram's part. */
  readonly family: string;
  readonly type: 'counter' | 'histogram';
  readonly unit: string;
  readonly help: string;
  /** Names of labels besides `__name__` that its series may have. */
  readonly labels: readonly string[];
}

/**
 * Series of counters that something makes from other data when they are asked for. A metric of which samples are stored
 * is left to them.
 */
export interface SeriesSource {
  readonly metrics: readonly SourceMetric[];
  /** Counters of events after `since` as they stand at `times`, which rise, and at the time before their first event. */
  counters(
    request: {
      readonly tenant: Tenant;
      readonly matchers: readonly Matcher[];
      readonly since: Millis;
      readonly times: Float64Array;
      /** Labels by which the counters may be summed up, besides `__name__` and `le`; all when not given. */
      readonly labels?: readonly string[];
      /** Samples at most; more are a failure. */
      readonly limit: number;
    },
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Answer<readonly SourceSeries[]>;
  /** Exemplars by series, each in time order; series without any are left out. */
  exemplars(
    request: {
      readonly tenant: Tenant;
      readonly matchers: readonly Matcher[];
      /** Both inclusive. */
      readonly start: Millis;
      readonly end: Millis;
      /** Exemplars at most; more are left out. */
      readonly limit: number;
    },
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Answer<readonly SourceExemplars[]>;
  /** Label sets, `__name__` included, in any order. */
  series(request: SourceListing, runner: SqlRunner, signal?: AbortSignal): Answer<readonly Labels[]>;
  /** `__name__` among them, in any order. */
  labelNames(request: SourceListing, runner: SqlRunner, signal?: AbortSignal): Answer<readonly string[]>;
  /** In any order. */
  labelValues(
    request: SourceListing & { readonly label: string },
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Answer<readonly string[]>;
}

type Answer<T> = Promise<Result<T, QueryFailure>>;

/** Series that fit all matchers of any list, all when there is none, with events in the time; both bounds inclusive. */
export interface SourceListing {
  readonly tenant: Tenant;
  readonly matchers: readonly (readonly Matcher[])[];
  readonly start?: Millis;
  readonly end?: Millis;
}

export interface SourceSeries {
  readonly labels: Labels;
  /** Milliseconds since the epoch, rising. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface SourceExemplars {
  /** `__name__` included. */
  readonly labels: Labels;
  readonly exemplars: readonly { readonly labels: Labels; readonly value: number; readonly time: Millis }[];
}

/** Which metrics of a source may have series that fit. */
export function servedMetrics(source: SeriesSource, matchers: readonly Matcher[]): readonly SourceMetric[] {
  return source.metrics.filter((metric) => {
    const sure = matchers.filter(({ name }) => name === METRIC_NAME || !metric.labels.includes(name));
    return matchesLabels(sure, { [METRIC_NAME]: metric.name });
  });
}
