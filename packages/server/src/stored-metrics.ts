import { ok, type Clock, type Result } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '@bongsu/query/lang';
import { newestSample, newestSeriesDay, SampleCache, SeriesCatalog } from '@bongsu/query/promql';
import { METRIC_SERIES, NATIVE_HISTOGRAMS, SAMPLES } from '@bongsu/query/sql';
import type { AnnouncedWrite } from '@bongsu/store';
import type { Config } from './config/schema.js';

/** What PromQL holds in memory of the stored metrics. It is told of every write before the sender is. */
export class StoredMetrics {
  readonly #samples: SampleCache | undefined;
  readonly #catalog: SeriesCatalog;

  constructor({ sampleCache, seriesCatalog }: Config['prometheus'], clock: Clock) {
    this.#samples = sampleCache === 'off' ? undefined : new SampleCache({ maxBytes: sampleCache, clock });
    this.#catalog = new SeriesCatalog(seriesCatalog);
  }

  /** What queries are given. */
  get parts(): { readonly catalog: SeriesCatalog; readonly samples?: SampleCache } {
    return { catalog: this.#catalog, ...(this.#samples ? { samples: this.#samples } : {}) };
  }

  /** To be called once, before anything is written. After a failure nothing is taken for new. */
  async begin(runner: SqlRunner): Promise<Result<void, QueryFailure>> {
    const day = await newestSeriesDay(runner);
    if (!day.ok) return day;
    this.#catalog.begin(day.value);
    if (this.#samples === undefined) return ok(undefined);
    const sample = await newestSample(runner);
    if (!sample.ok) return sample;
    this.#samples.begin(sample.value);
    return ok(undefined);
  }

  tell(write: AnnouncedWrite): void {
    if (write.kind === 'command') {
      this.#samples?.clear();
      this.#catalog.clear();
      return;
    }
    const { table, chunks } = write.insert;
    // More series or histograms than there are do no harm: their samples are not found.
    if (table === METRIC_SERIES.name) this.#catalog.written(chunks);
    else if (table === NATIVE_HISTOGRAMS.name) this.#catalog.wroteHistograms(chunks);
    else if (table === SAMPLES.name && write.stored) this.#samples?.written(chunks);
    else if (table === SAMPLES.name) this.#samples?.doubted(chunks);
  }
}
