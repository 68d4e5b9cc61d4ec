import type { TelemetrySink } from '@bongsu/model';
import { TraceExtents, type SqlRunner } from '@bongsu/query/lang';
import { loadTraceExtents } from '@bongsu/query/traceql';
import type { Logger } from '../self/logger.js';

/** Where traces lie, loaded from what is stored and told of what comes; see `TraceExtents`. */
export class KnownTraces {
  readonly extents: TraceExtents;
  readonly #stopped = new AbortController();
  #load: () => void = () => undefined;

  /** @param most `limits.query.knownTraces`. */
  constructor(
    most: number,
    private readonly logger: Logger,
  ) {
    this.extents = new TraceExtents(most, () => this.#load());
  }

  /** Spans are told before they are stored, and after for an extent that was begun anew meanwhile. */
  append(sink: TelemetrySink): TelemetrySink['append'] {
    return async (batch) => {
      if (batch.signal !== 'traces') return sink.append(batch);
      this.extents.tell(batch.tenant, batch.places);
      try {
        return await sink.append(batch);
      } finally {
        this.extents.tell(batch.tenant, batch.places);
      }
    };
  }

  /** Begins to load what is stored; until then, and where it fails, lookups ask the engine. Once. */
  begin(runner: SqlRunner): void {
    this.#load = () => void this.#loadFrom(runner);
    if (this.extents.state === 'loading') this.#load();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #loadFrom(runner: SqlRunner): Promise<void> {
    const loaded = await loadTraceExtents(this.extents, runner, this.#stopped.signal);
    if (this.#stopped.signal.aborted) return;
    if (!loaded.ok) {
      this.logger.warn(
        { reason: loaded.error.message },
        'it is not known where traces lie: each lookup asks the engine',
      );
    } else if (this.extents.state === 'off') {
      this.logger.info(
        `more traces are stored than the ${this.extents.most} whose place is held in memory: each lookup asks the engine (limits.query.knownTraces)`,
      );
    }
  }
}
