import {
  durationMs,
  millis,
  type AcceptWindow,
  type Clock,
  type DurationMs,
  type Labels,
  type MetricBatch,
  type Millis,
  type TelemetrySink,
  type Tenant,
} from '@bongsu/model';
import { acceptHeader, expositionFormat } from '@bongsu/wire/exposition';
import type { FamilyText, SeriesTable } from '@bongsu/wire/prometheus';
import type { RejectionLog } from '../ingest/rejection-log.js';
import type { Logger } from '../self/logger.js';
import { VERSION } from '../version.js';
import { scrapeProtocols, type ScrapeConfig } from './config/scrape-config.js';
import { httpGet } from './http/http-get.js';
import type { ScrapeReport } from './body-handler.js';
import { TargetSeries, type ScrapedBody } from './target-series.js';
import type { ResolvedTarget } from './target-labels.js';

export interface ScraperDeps {
  readonly sink: TelemetrySink;
  readonly table: SeriesTable;
  readonly tenant: Tenant;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read anew for every scrape. */
  readonly window: () => AcceptWindow;
  readonly rejections: RejectionLog;
}

/** What the targets page shows. */
export interface TargetState {
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  /** 0 for never. */
  readonly lastScrape: Millis;
  readonly lastDuration: DurationMs;
}

/** Why there is no body. */
interface NoBody {
  readonly problem: string;
  /** What `scrape_body_size_bytes` says: -1 for one that is too large. */
  readonly size: number;
  /** Whether the target sent one, which is refused: then samples are missing although it is well. */
  readonly refused?: true;
}

/** Largest share of the interval by which a scrape may be late and still carries its scheduled time. */
const ALIGNMENT = 0.01;
/** Report series every scrape writes, whatever happens to the target. */
const REPORT = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
] as const;
/** Of a job with `extra_scrape_metrics`. */
const EXTRA_REPORT = ['scrape_timeout_seconds', 'scrape_sample_limit', 'scrape_body_size_bytes'] as const;

/** Scrapes one target every interval until it is stopped. */
export class TargetScraper {
  state: TargetState = { health: 'unknown', lastError: '', lastScrape: millis(0), lastDuration: durationMs(0) };
  /** Why the target is not asked although it is there; '' for none. */
  barred = '';
  readonly #series: TargetSeries;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    readonly target: ResolvedTarget,
    readonly discovered: Labels,
    readonly config: ScrapeConfig,
    private readonly deps: ScraperDeps,
  ) {
    const { labels, histograms } = target;
    this.#series = new TargetSeries({ config, labels, histograms, table: deps.table, tenant: deps.tenant });
  }

  get families(): ReadonlyMap<string, FamilyText> {
    return this.#series.families;
  }

  /** `offset` spreads targets over the interval, so that not all are asked at once. */
  start(offset: DurationMs): void {
    const { interval } = this.target;
    const now = this.deps.clock.now();
    const phase = (now - offset) % interval;
    this.#schedule(millis(now + (phase === 0 ? 0 : interval - phase)));
  }

  #schedule(at: Millis): void {
    const wait = Math.max(0, at - this.deps.clock.now());
    this.#timer = setTimeout(() => {
      this.#running = this.#scrape(at);
      void this.#running.then(() => {
        if (this.#stop.signal.aborted) return;
        const { interval } = this.target;
        const missed = Math.floor(Math.max(0, this.deps.clock.now() - at) / interval);
        this.#schedule(millis(at + (missed + 1) * interval));
      });
    }, wait);
  }

  /** Ends the scrapes and, with `ends`, the series of a target that is gone. */
  async stop(ends: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#stop.abort();
    await this.#running;
    if (!ends) return;
    const reported = this.config.extraScrapeMetrics ? [...REPORT, ...EXTRA_REPORT] : REPORT;
    const decoded = this.#series.end(this.deps.clock.now(), this.deps.window(), reported);
    await this.#store(decoded.batch, this.target.interval);
  }

  async #scrape(scheduled: Millis): Promise<void> {
    const { clock } = this.deps;
    const { interval, timeout } = this.target;
    const started = clock.now();
    const at = started - scheduled <= interval * ALIGNMENT ? scheduled : started;
    const before = clock.monotonic();
    const body = this.barred === '' ? await this.#fetch(timeout) : { problem: this.barred, size: 0 };
    if (this.#stop.signal.aborted) return;
    const lastDuration = durationMs(clock.monotonic() - before);
    const fetched = 'problem' in body ? undefined : body;
    const size = 'problem' in body ? body.size : body.bytes.length;
    const { batch, problem } = this.#series.rows(at, this.deps.window(), fetched, (failed, found) =>
      this.#report(failed === '' && fetched !== undefined, found, lastDuration, size),
    );
    let lastError = 'problem' in body ? body.problem : problem;
    const health = lastError === '' ? 'up' : 'down';
    const lost = await this.#store(batch.batch, interval);
    const unread = 'problem' in body && body.refused !== true ? '' : lastError;
    if (unread !== '') this.#note(unread, 0);
    for (const { count, reason } of batch.rejected) this.#note(reason, count);
    // What a limit on series keeps out: the target is up, and its page says what is missing.
    const keptOut = batch.rejected.map(({ count, reason }) => `${count} samples are not stored: ${reason}`);
    lastError = [lastError, ...keptOut, lost].filter((text) => text !== '').join('; ');
    if (lastError !== '' && lastError !== this.state.lastError) {
      this.deps.logger.warn({ job: this.config.jobName, target: this.target.url.href, reason: lastError }, 'scrape');
    }
    this.state = { health, lastError, lastScrape: at, lastDuration };
  }

  /** Nobody hears an answer here: who misses samples finds why beside what senders were refused. */
  #note(reason: string, records: number): void {
    const { rejections, tenant, clock } = this.deps;
    const of = `${this.config.jobName}, ${this.target.url.href}: `;
    rejections.note(tenant, { signal: 'metrics', protocol: 'scrape', reason: `${of}${reason}`, records }, clock.now());
  }

  /** The body and its format, or why there is none. */
  async #fetch(timeout: DurationMs): Promise<ScrapedBody | NoBody> {
    const { config } = this;
    const got = await httpGet(this.target.url, {
      client: config.http,
      headers: {
        accept: acceptHeader(scrapeProtocols(config, this.target.histograms), config.escaping),
        'accept-encoding': config.enableCompression ? 'gzip' : 'identity',
        'user-agent': `Bongsu/${VERSION}`,
        'x-prometheus-scrape-timeout-seconds': String(timeout / 1000),
      },
      timeout,
      maxBytes: config.limits.bodySizeBytes === 0 ? DEFAULT_BODY_LIMIT : config.limits.bodySizeBytes,
      signal: this.#stop.signal,
    });
    if (!got.ok) {
      const { kind, message } = got.error;
      if (kind === 'too-large') return { problem: `body size limit exceeded: ${message}`, size: -1, refused: true };
      return { problem: message, size: 0 };
    }
    const { status, statusText, contentType, body } = got.value;
    if (status !== 200) return { problem: `server returned HTTP status ${status} ${statusText}`, size: 0 };
    if (body.length === 0) return { bytes: body, format: 'text' };
    const format = expositionFormat(contentType, config.fallbackProtocol);
    if (!format.ok) return { problem: format.error, size: body.length, refused: true };
    return { bytes: body, format: format.value };
  }

  #report(up: boolean, found: ScrapeReport, duration: DurationMs, size: number): [string, number][] {
    const { config, target } = this;
    const values = [up ? 1 : 0, duration / 1000, found.scraped, found.postRelabeling, found.added];
    const report = REPORT.map((metric, i): [string, number] => [metric, values[i]!]);
    if (!config.extraScrapeMetrics) return report;
    const extra = [target.timeout / 1000, config.limits.samples, size];
    return [...report, ...EXTRA_REPORT.map((metric, i): [string, number] => [metric, extra[i]!])];
  }

  /** '' or why the samples are lost. A full queue is waited for until the next scrape is due. */
  async #store(batch: MetricBatch, patience: DurationMs): Promise<string> {
    const until = this.deps.clock.monotonic() + patience;
    for (;;) {
      const stored = await this.deps.sink.append(batch);
      if (stored.ok) return '';
      const { kind, message, retryAfter } = stored.error;
      if (kind === 'stopping' || this.deps.clock.monotonic() + retryAfter > until) {
        return `the samples could not be stored: ${message}`;
      }
      await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
  }
}

/** A target that sends without end must not fill the memory: `body_size_limit` of a job that has none. */
const DEFAULT_BODY_LIMIT = 256 * 1024 * 1024;
