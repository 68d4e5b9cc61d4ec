import type { Clock, Limit, Tenant } from '@bongsu/model';

interface Bucket {
  tokens: number;
  /** Monotonic ms. */
  refilled: number;
}

/** Tenants remembered; one that is forgotten starts anew with a full bucket. */
const MAX_TENANTS = 10_000;

/** A token bucket for each tenant: `rate` bytes a second on average, `burst` bytes at once. */
export class TenantRates {
  readonly #buckets = new Map<Tenant, Bucket>();

  constructor(
    readonly rate: Limit,
    private readonly burst: Limit,
    private readonly clock: Clock,
  ) {}

  /** Takes `bytes` from the tenant's bucket; false, and nothing taken, when it holds less. */
  take(tenant: Tenant, bytes: number): boolean {
    const now = this.clock.monotonic();
    const bucket = this.#buckets.get(tenant) ?? { tokens: this.burst.value, refilled: now };
    bucket.tokens = Math.min(this.burst.value, bucket.tokens + ((now - bucket.refilled) / 1000) * this.rate.value);
    bucket.refilled = now;
    this.#buckets.delete(tenant);
    this.#buckets.set(tenant, bucket);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= MAX_TENANTS) break;
      this.#buckets.delete(oldest);
    }
    if (bytes > bucket.tokens) return false;
    bucket.tokens -= bytes;
    return true;
  }
}
