import { err, ok, type Result } from '@bongsu/model';
import { httpUrl } from '../http/listen-problem.js';
import type { LastReload } from '../http/prometheus/targets/scrape-view.js';
import type { Environment } from './config/expand-environment.js';
import { loadPrometheusFile, readPrometheusFile, type PrometheusFile } from './config/prometheus-file.js';
import { ScrapeManager, type ScrapeManagerDeps } from './scrape-manager.js';

export interface ScrapingOptions {
  /** A `prometheus.yml`, or `off`. */
  readonly configFile: string;
  /** Whether this server's own `/metrics` are scraped as job `bongsu`. */
  readonly self: boolean;
  readonly host: string;
  readonly port: number;
  /** Whose variables the file may name. */
  readonly environment: Environment;
}

const OWN_JOB = 'bongsu';
/** Where a listener on all addresses is reached from this machine. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What is scraped by this process, and the file that says so. */
export class Scraping {
  readonly manager: ScrapeManager;
  readonly #options: ScrapingOptions;
  readonly #deps: ScrapeManagerDeps;
  #file: PrometheusFile | undefined;
  #lastReload: LastReload;

  constructor(options: ScrapingOptions, deps: ScrapeManagerDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#lastReload = { succeeded: deps.clock.now() };
    this.manager = new ScrapeManager(deps);
  }

  /** The file that was read last without errors; undefined for none. */
  get file(): PrometheusFile | undefined {
    return this.#file;
  }

  /** As if it had gone well before the first one. */
  get lastReload(): LastReload {
    return this.#lastReload;
  }

  /**
   * Reads the file and follows it; the first time at the start, then whenever it is asked to. A file with errors changes
   * nothing. @returns the errors, a sentence each.
   */
  async reload(): Promise<Result<void, readonly string[]>> {
    const read = await this.#read();
    const now = this.#deps.clock.now();
    this.#lastReload = read.ok ? { succeeded: now } : { ...this.#lastReload, failed: now };
    return read;
  }

  async #read(): Promise<Result<void, readonly string[]>> {
    const { configFile } = this.#options;
    let file: PrometheusFile | undefined;
    if (configFile !== 'off') {
      const read = loadPrometheusFile(configFile, this.#options.environment);
      for (const warning of read.warnings) this.#deps.logger.warn(warning);
      if (read.file === undefined) return err(read.errors);
      file = read.file;
    }
    const scrapeConfigs = [...(file?.scrapeConfigs ?? [])];
    if (this.#options.self && !scrapeConfigs.some(({ jobName }) => jobName === OWN_JOB)) {
      scrapeConfigs.push(...this.#ownJob());
    }
    await this.manager.apply({ scrapeConfigs });
    this.#file = file;
    return ok(undefined);
  }

  #ownJob(): PrometheusFile['scrapeConfigs'] {
    const { host, port } = this.#options;
    const target = new URL(httpUrl(LOOPBACK[host] ?? host, port)).host;
    const source =
      `scrape_configs: [{job_name: ${OWN_JOB}, scrape_interval: 15s, ` +
      `static_configs: [{targets: [${JSON.stringify(target)}]}]}]`;
    const { file, errors } = readPrometheusFile('the job of this server', source);
    if (file === undefined) throw new Error(`BUG: ${errors.join('; ')}`);
    return file.scrapeConfigs;
  }

  stop(): Promise<void> {
    return this.manager.stop();
  }
}
