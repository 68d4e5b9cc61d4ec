import { type InstantSample } from '../../api/prom-query.js';

/** Requests that a service took in over a range: its spans of servers and consumers. */
export interface ServiceRed {
  /** Requests per second along the range, in even steps; 0 where nothing was called. */
  readonly rates: readonly number[];
  /** All of the range. */
  readonly calls: number;
  /** Those of them that ended in an error. */
  readonly failed: number;
  /** Seconds. */
  readonly p95?: number;
}

type Sample = Pick<InstantSample, 'labels' | 'value'>;

/** Three answers by `service` as one; without requests in the range a service has no entry. */
export function serviceRed(
  rates: readonly { readonly labels: Sample['labels']; readonly along: readonly number[] }[],
  calls: readonly Sample[],
  p95: readonly Sample[],
): ReadonlyMap<string, ServiceRed> {
  const found = new Map<string, ServiceRed>();
  const put = ({ labels }: Pick<Sample, 'labels'>, change: (before: ServiceRed) => Partial<ServiceRed>): void => {
    const name = labels['service'] ?? '';
    const before = found.get(name) ?? { rates: [], calls: 0, failed: 0 };
    found.set(name, { ...before, ...change(before) });
  };
  for (const { labels, along } of rates) put({ labels }, () => ({ rates: along }));
  for (const one of calls) {
    const failed = one.labels['status_code'] === 'STATUS_CODE_ERROR' ? one.value : 0;
    put(one, (before) => ({ calls: before.calls + one.value, failed: before.failed + failed }));
  }
  for (const one of p95) if (Number.isFinite(one.value)) put(one, () => ({ p95: one.value }));
  return found;
}
