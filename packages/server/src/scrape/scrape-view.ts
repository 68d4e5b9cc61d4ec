import { formatDuration } from '@bongsu/query/lang';
import type { ActiveTarget, ScrapeView } from '../http/prometheus/targets/scrape-view.js';
import { relabelSteps } from './relabel-steps.js';
import type { Scraping } from './scraping.js';
import type { TargetScraper } from './target-scraper.js';

/** How Prometheus writes a time that never was. */
const NEVER = '0001-01-01T00:00:00Z';

/** What the Prometheus API shows of the scrapes of this process. */
export function scrapeView(scraping: Scraping): ScrapeView {
  const pools = (name?: string) =>
    scraping.manager.pools.filter(({ config }) => name === undefined || config.jobName === name);
  /** Which scraper a target that was handed out belongs to. */
  const scrapers = new WeakMap<ActiveTarget, TargetScraper>();
  return {
    pools: () => pools().map(({ config }) => config.jobName),
    active: (name) =>
      pools(name).flatMap((pool) =>
        pool.active.map((scraper) => {
          const target = activeTarget(scraper);
          scrapers.set(target, scraper);
          return target;
        }),
      ),
    dropped: (name) =>
      pools(name).flatMap((pool) =>
        pool.dropped.map(({ discovered }) => ({ discoveredLabels: discovered, scrapePool: pool.config.jobName })),
      ),
    droppedCounts: () => Object.fromEntries(pools().map((pool) => [pool.config.jobName, pool.droppedCount])),
    metadata: (target) =>
      Array.from(scrapers.get(target)?.families ?? [], ([metric, { type, help, unit }]) => ({
        metric,
        type,
        help,
        unit,
      })),
    relabelSteps: (name, discovered) => {
      const [pool] = pools(name);
      return pool && relabelSteps(discovered, pool.config);
    },
    externalLabels: () => scraping.file?.externalLabels ?? {},
    configYaml: () => scraping.file?.source ?? 'scrape_configs: []\n',
    lastReload: () => scraping.lastReload,
  };
}

function activeTarget({ target, discovered, config, state }: TargetScraper): ActiveTarget {
  return {
    discoveredLabels: discovered,
    labels: target.labels,
    scrapePool: config.jobName,
    scrapeUrl: target.url.href,
    globalUrl: target.url.href,
    lastError: state.lastError,
    lastScrape: state.lastScrape === 0 ? NEVER : new Date(state.lastScrape).toISOString(),
    lastScrapeDuration: state.lastDuration / 1000,
    health: state.health,
    scrapeInterval: formatDuration(target.interval),
    scrapeTimeout: formatDuration(target.timeout),
  };
}
