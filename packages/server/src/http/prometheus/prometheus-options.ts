import type { Clock, DurationMs, Millis } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import type { PromFeatures, SampleCache, SeriesCatalog, SeriesSource } from '@bongsu/query/promql';
import type { Engine } from '@bongsu/store';
import type { Config } from '../../config/schema.js';
import type { MetricRegistry } from '../../self/registry.js';
import type { RulesView } from './rules/rules-view.js';
import type { ScrapeView } from './targets/scrape-view.js';

/** What the endpoints of Prometheus' API are made of. */
export interface PrometheusOptions {
  readonly runner: SqlRunner;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly maxSamples: number;
  readonly language: PromLanguage;
  /** Of a query; `timeout` may only shorten it. */
  readonly maxTime: DurationMs;
  readonly config: Config;
  /** When the process started. */
  readonly started: Millis;
  readonly scrapes: ScrapeView;
  readonly rules: RulesView;
  readonly lifecycle: Lifecycle;
  /** Of what the server counts about itself. */
  readonly registry: MetricRegistry;
}

/** What the configuration says of PromQL itself. */
export interface PromLanguage {
  readonly features: PromFeatures;
  /** Resolution of a subquery that names none. */
  readonly subqueryStep: DurationMs;
  /** Series besides those that are stored. */
  readonly source?: SeriesSource;
  /** Samples that queries read before. */
  readonly samples?: SampleCache;
  /** Series that are known. */
  readonly catalog?: SeriesCatalog;
}

/** What `/-/reload` and `/-/quit` set off. */
export interface Lifecycle {
  /** Resolves with '' or why the new configuration is refused; the old one stays in force then. */
  reload(): Promise<string>;
  quit(): void;
}
