import type { Tenant } from '@bongsu/model';

/** A way in that only its request tells apart: what is stored of it looks like anything else. */
export type SenderKind = 'loki-push' | 'collector';

/** Tenants kept; more are told nothing. */
const TENANTS = 10_000;

/** Which kinds of senders have had something stored since the start, for who waits for the first record of one. */
export class Senders {
  readonly #tenants = new Map<Tenant, Set<SenderKind>>();

  note(tenant: Tenant, kind: SenderKind): void {
    const kinds = this.#tenants.get(tenant);
    if (kinds !== undefined) kinds.add(kind);
    else if (this.#tenants.size < TENANTS) this.#tenants.set(tenant, new Set([kind]));
  }

  of(tenant: Tenant): readonly SenderKind[] {
    return [...(this.#tenants.get(tenant) ?? [])].sort();
  }
}

/** The name that all builds of the OpenTelemetry Collector send: `OpenTelemetry Collector Contrib/0.140.0 (linux/amd64)`. */
export function isCollector(userAgent: string | undefined): boolean {
  return userAgent?.startsWith('OpenTelemetry Collector') ?? false;
}
