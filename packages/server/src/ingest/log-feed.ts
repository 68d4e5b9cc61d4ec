import type { Batch, LogBatch, TelemetrySink, Tenant } from '@bongsu/model';

export type LogFollower = (batch: LogBatch) => void;

/** A sink that tells followers of a tenant about log lines once they are stored, in the order of the commits. */
export class LogFeed implements TelemetrySink {
  readonly #followers = new Map<Tenant, Set<LogFollower>>();

  constructor(private readonly sink: TelemetrySink) {}

  async append(batch: Batch): ReturnType<TelemetrySink['append']> {
    const outcome = await this.sink.append(batch);
    if (outcome.ok && batch.signal === 'logs') this.#followers.get(batch.tenant)?.forEach((tell) => tell(batch));
    return outcome;
  }

  /** @returns what ends it. */
  follow(tenant: Tenant, follower: LogFollower): () => void {
    let followers = this.#followers.get(tenant);
    if (followers === undefined) this.#followers.set(tenant, (followers = new Set()));
    const all = followers.add(follower);
    return () => {
      all.delete(follower);
      if (all.size === 0) this.#followers.delete(tenant);
    };
  }
}
