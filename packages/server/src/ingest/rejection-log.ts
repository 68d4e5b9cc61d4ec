import type { Millis, Tenant } from '@bongsu/model';
import type { Protocol, Signal } from '../self/self-metrics.js';

/** What was refused of one kind of input, and why. */
export interface RejectionEntry {
  readonly signal: Signal;
  readonly protocol: Protocol;
  readonly reason: string;
  /** Records that were left out; 0 when whole requests were refused before their records were counted. */
  readonly records: number;
  /** Requests that it happened to. */
  readonly requests: number;
  readonly first: Millis;
  readonly last: Millis;
}

/** Reasons kept of one tenant: they name what was sent, so there may be any number of them. */
const REASONS = 50;
/** Tenants kept; the one that was quiet for longest goes first. */
const TENANTS = 200;
/** Longer ones quote what was sent. */
const REASON_CHARS = 500;

/**
 * The newest reasons for which input was refused since the start, for who looks why data is missing. A sender hears of
 * each one in its answer, but senders seldom write down what they hear.
 */
export class RejectionLog {
  readonly #tenants = new Map<Tenant, Map<string, RejectionEntry>>();

  note(
    tenant: Tenant,
    what: { readonly signal: Signal; readonly protocol: Protocol; readonly reason: string; readonly records: number },
    now: Millis,
  ): void {
    const entries = this.#tenants.get(tenant) ?? new Map<string, RejectionEntry>();
    const reason = what.reason.slice(0, REASON_CHARS);
    // Times, sizes and counts differ from one to the next; it is one reason all the same, shown as it was last given.
    const key = `${what.signal} ${what.protocol} ${reason.replace(/\d+/g, '0')}`;
    const before = entries.get(key);
    // Taken out and put in again, so that the map stays in the order of the last time.
    entries.delete(key);
    entries.set(key, {
      ...what,
      reason,
      records: (before?.records ?? 0) + what.records,
      requests: (before?.requests ?? 0) + 1,
      first: before?.first ?? now,
      last: now,
    });
    dropOldest(entries, REASONS);
    this.#tenants.delete(tenant);
    this.#tenants.set(tenant, entries);
    dropOldest(this.#tenants, TENANTS);
  }

  /** Newest first. */
  of(tenant: Tenant): readonly RejectionEntry[] {
    return [...(this.#tenants.get(tenant)?.values() ?? [])].reverse();
  }
}

function dropOldest<K>(map: Map<K, unknown>, keep: number): void {
  if (map.size <= keep) return;
  const [oldest] = map.keys();
  map.delete(oldest!);
}
