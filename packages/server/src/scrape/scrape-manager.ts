import type { Resolver } from 'node:dns/promises';
import type { PrometheusFile } from './config/prometheus-file.js';
import type { ScrapeConfig } from './config/scrape-config.js';
import type { Discovery } from './discovery/discovery.js';
import type { DiscoveryConfig } from './discovery/discovery-config.js';
import { dnsDiscovery } from './discovery/dns/dns-discovery.js';
import { dockerDiscovery } from './discovery/docker/docker-discovery.js';
import { fileDiscovery } from './discovery/file/file-discovery.js';
import { httpDiscovery } from './discovery/http/http-discovery.js';
import { kubernetesDiscovery } from './discovery/kubernetes/kubernetes-discovery.js';
import { staticDiscovery } from './discovery/static/static-config.js';
import { ScrapePool } from './scrape-pool.js';
import type { ScraperDeps } from './target-scraper.js';

export interface ScrapeManagerDeps extends ScraperDeps {
  readonly resolver: Resolver;
}

/** Scrapes what the configuration says, from `apply` on. */
export class ScrapeManager {
  readonly #deps: ScrapeManagerDeps;
  #pools = new Map<string, { readonly pool: ScrapePool; readonly text: string }>();

  constructor(deps: ScrapeManagerDeps) {
    this.#deps = deps;
  }

  get pools(): readonly ScrapePool[] {
    return [...this.#pools.values()].map(({ pool }) => pool);
  }

  /** Jobs that did not change go on undisturbed; those that are gone end their series. */
  async apply(file: Pick<PrometheusFile, 'scrapeConfigs'>): Promise<void> {
    const before = this.#pools;
    const after: typeof before = new Map();
    const ended: Promise<void>[] = [];
    const wanted = new Map(file.scrapeConfigs.map((config) => [config.jobName, config]));
    for (const [name, entry] of before) {
      const config = wanted.get(name);
      if (config !== undefined && comparable(config) === entry.text) after.set(name, entry);
      else ended.push(entry.pool.stop(config === undefined));
    }
    await Promise.all(ended);
    for (const [name, config] of wanted) {
      if (after.has(name)) continue;
      const discoveries = config.discoveries.map((one) => discoveryOf(one, this.#deps.resolver));
      after.set(name, { pool: new ScrapePool(config, discoveries, this.#deps), text: comparable(config) });
    }
    this.#pools = after;
  }

  /** At the end of the process: targets live on, so their series do not end. */
  async stop(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.stop(false)));
    this.#pools.clear();
  }
}

function discoveryOf(config: DiscoveryConfig, resolver: Resolver): Discovery {
  switch (config.kind) {
    case 'static':
      return staticDiscovery(config);
    case 'file':
      return fileDiscovery(config);
    case 'http':
      return httpDiscovery(config);
    case 'dns':
      return dnsDiscovery(config, resolver);
    case 'docker':
      return dockerDiscovery(config);
    case 'kubernetes':
      return kubernetesDiscovery(config);
  }
}

/** Equal for configurations that mean the same: patterns are compared by their text. */
const comparable = (config: ScrapeConfig): string =>
  JSON.stringify(config, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
