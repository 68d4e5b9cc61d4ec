import { durationMs, fingerprintOf, labelsKey, type DurationMs, type Labels } from '@bongsu/model';
import type { ScrapeConfig } from './config/scrape-config.js';
import type { Discovery, TargetGroup } from './discovery/discovery.js';
import { resolveTarget, withDefaults, type ResolvedTarget } from './target-labels.js';
import { TargetScraper, type ScraperDeps } from './target-scraper.js';

/** A target that a rule dropped, or whose labels make none. */
export interface DroppedTarget {
  readonly discovered: Labels;
}

/** The targets of one job: follows its discoveries and scrapes what they find. */
export class ScrapePool {
  readonly #deps: ScraperDeps;
  readonly #stop = new AbortController();
  readonly #groups = new Map<Discovery, readonly TargetGroup[]>();
  readonly #scrapers = new Map<string, TargetScraper>();
  #dropped: DroppedTarget[] = [];
  #droppedCount = 0;
  /** Why the last look at targets found less than it should. */
  problem = '';

  constructor(
    readonly config: ScrapeConfig,
    discoveries: readonly Discovery[],
    deps: ScraperDeps,
  ) {
    this.#deps = deps;
    for (const discovery of discoveries) {
      discovery.run(
        (groups) => {
          this.#groups.set(discovery, groups);
          this.#sync();
        },
        (reason) => this.#failed(reason),
        this.#stop.signal,
      );
    }
  }

  get active(): readonly TargetScraper[] {
    return [...this.#scrapers.values()];
  }

  get dropped(): readonly DroppedTarget[] {
    return this.#dropped;
  }

  /** Also those that `keep_dropped_targets` does not keep. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  /** With `ends` the series of its targets end; without, they go on elsewhere. */
  async stop(ends: boolean): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.active.map((scraper) => scraper.stop(ends)));
    this.#scrapers.clear();
  }

  #failed(reason: string): void {
    this.problem = reason;
    this.#deps.logger.warn({ job: this.config.jobName, reason }, 'service discovery');
  }

  #sync(): void {
    const wanted = new Map<string, { target: ResolvedTarget; discovered: Labels }>();
    this.#dropped = [];
    this.#droppedCount = 0;
    for (const discovered of this.#discovered()) {
      const resolved = resolveTarget(discovered, this.config);
      if (!resolved.ok) this.#failed(`creating target: ${resolved.error}`);
      else if (resolved.value === undefined) this.#drop(discovered);
      else {
        const target = resolved.value;
        wanted.set(`${labelsKey(target.labels)} ${target.url.href}`, { target, discovered });
      }
    }
    const limit = this.config.limits.targets;
    const barred =
      limit > 0 && wanted.size > limit
        ? `target_limit exceeded (number of targets: ${wanted.size}, limit: ${limit})`
        : '';
    if (barred !== '') this.#failed(barred);
    for (const [key, scraper] of this.#scrapers) {
      if (wanted.has(key)) continue;
      this.#scrapers.delete(key);
      void scraper.stop(true);
    }
    for (const [key, { target, discovered }] of wanted) {
      if (this.#scrapers.has(key)) continue;
      const scraper = new TargetScraper(target, withDefaults(discovered, this.config), this.config, this.#deps);
      this.#scrapers.set(key, scraper);
      scraper.start(spread(key, target.interval));
    }
    // As Prometheus: with too many targets all of them are down.
    for (const scraper of this.#scrapers.values()) scraper.barred = barred;
  }

  *#discovered(): Iterable<Labels> {
    for (const groups of this.#groups.values()) {
      for (const { targets, labels } of groups) for (const target of targets) yield { ...labels, ...target };
    }
  }

  #drop(discovered: Labels): void {
    this.#droppedCount++;
    const keep = this.config.keepDroppedTargets;
    if (keep > 0 && this.#dropped.length >= keep) return;
    this.#dropped.push({ discovered: withDefaults(discovered, this.config) });
  }
}

/** The same place in the interval for a target every time, as Prometheus spreads its load. */
const spread = (key: string, interval: DurationMs): DurationMs => durationMs(fingerprintOf(key).lo % interval);
