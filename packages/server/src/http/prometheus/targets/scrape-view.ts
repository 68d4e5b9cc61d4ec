import type { Millis } from '@bongsu/model';

/** A target that is scraped, in the words of Prometheus' API. */
export interface ActiveTarget {
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly globalUrl: string;
  /** '' when the last scrape was good. */
  readonly lastError: string;
  /** RFC 3339; `0001-01-01T00:00:00Z` before the first. */
  readonly lastScrape: string;
  /** Seconds. */
  readonly lastScrapeDuration: number;
  readonly health: 'up' | 'down' | 'unknown';
  /** As in the configuration, e.g. `15s`. */
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
}

export interface DroppedTarget {
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly scrapePool: string;
}

export interface TargetMetadata {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** What one rule of `relabel_configs` made of a target's labels. */
export interface RelabelStep {
  /** As in the configuration, what is not set left out. */
  readonly rule: Readonly<Record<string, unknown>>;
  /** Empty for a target that this rule, or one before it, drops. */
  readonly output: Readonly<Record<string, string>>;
  readonly keep: boolean;
}

/** How reading the configuration went. */
export interface LastReload {
  /** When the one in force was read. */
  readonly succeeded: Millis;
  /** When it could not be read since then. */
  readonly failed?: Millis;
}

/** What the API shows of scraping. */
export interface ScrapeView {
  /** Names of all pools, in any order. */
  pools(): readonly string[];
  /** Of one pool, or of all. */
  active(pool?: string): readonly ActiveTarget[];
  dropped(pool?: string): readonly DroppedTarget[];
  /** Targets dropped by each pool, also those that are no longer kept. */
  droppedCounts(): Readonly<Record<string, number>>;
  /** What an active target said of its metrics. */
  metadata(target: ActiveTarget): readonly TargetMetadata[];
  /** How the rules of a pool change these discovered labels, a step a rule; undefined when there is no such pool. */
  relabelSteps(pool: string, discovered: Readonly<Record<string, string>>): readonly RelabelStep[] | undefined;
  /** Labels of this server that those who federate it shall see. */
  externalLabels(): Readonly<Record<string, string>>;
  /** The configuration in force, as `status/config` shows it. */
  configYaml(): string;
  lastReload(): LastReload;
}
