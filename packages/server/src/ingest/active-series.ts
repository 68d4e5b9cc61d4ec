import {
  dayOfMillis,
  fingerprintOf,
  FingerprintTable,
  limitExceeded,
  startOfDay,
  type Clock,
  type EpochDay,
  type Fingerprint,
  type Limit,
  type MetricBatch,
  type SeriesAdmission,
  type SeriesDef,
  type Tenant,
} from '@bongsu/model';
import type { Config } from '../config/schema.js';

/** A value of 0 is no limit. */
export interface SeriesLimits {
  readonly perTenant: Limit;
  readonly perMetric: Limit;
}

export const seriesLimits = ({ limits: { series } }: Config): SeriesLimits => ({
  perTenant: { key: 'limits.series.perTenant', value: series.perTenant, unit: 'active series' },
  perMetric: { key: 'limits.series.perMetric', value: series.perMetric, unit: 'active series' },
});

/**
 * For how long after midnight (UTC) yesterday's series still count and are let in before new ones: senders that export
 * once an hour have come by then.
 */
const GRACE_MS = 3_600_000;

interface OneDay {
  readonly day: EpochDay;
  readonly table: FingerprintTable;
  /** Series by metric. */
  readonly counts: Map<string, number>;
  /** Series that were carried over into the next day. */
  carried: number;
}

interface TenantSeries {
  today: OneDay;
  yesterday: OneDay | undefined;
}

const emptyDay = (day: EpochDay): OneDay => ({ day, table: new FingerprintTable(), counts: new Map(), carried: 0 });

/**
 * The series that are active: those that were sent since midnight UTC, and during the first hour of a day those of the
 * day before. A new series is refused when its tenant or metric has as many as the limits allow; one that is active is
 * let in always, so that a limit that is reached never cuts off what was there before.
 */
export class ActiveSeries implements SeriesAdmission {
  readonly #tenants = new Map<Tenant, TenantSeries>();
  #refused = 0;

  constructor(
    private readonly limits: SeriesLimits,
    private readonly clock: Clock,
  ) {}

  /** Series refused since the start, every attempt counted. */
  get refused(): number {
    return this.#refused;
  }

  /** Active series of each tenant. */
  counts(): readonly (readonly [Tenant, number])[] {
    return [...this.#tenants.keys()].map((tenant) => [tenant, activeCount(this.#of(tenant))] as const);
  }

  admit(tenant: Tenant, series: readonly Pick<SeriesDef, 'metric' | 'fingerprint'>[]): string {
    const own = this.#of(tenant);
    const fresh = series.filter(({ fingerprint }) => !isActive(own, fingerprint));
    const problem = this.#problem(own, fresh);
    if (problem !== '') {
      this.#refused += series.length;
      return problem;
    }
    for (const { metric, fingerprint } of series) note(own, metric, fingerprint);
    return '';
  }

  storedDay(tenant: Tenant, series: SeriesDef): EpochDay | undefined {
    const { today } = this.#of(tenant);
    const index = today.table.find(series.fingerprint);
    return index >= 0 && today.table.mark(index) === markOf(series) ? today.day : undefined;
  }

  /** To be called when a batch is on disk. */
  stored({ tenant, series }: MetricBatch): void {
    const own = this.#of(tenant);
    for (const { def, days } of series) {
      const index = note(own, def.metric, def.fingerprint);
      if (days.has(own.today.day)) own.today.table.setMark(index, markOf(def));
    }
  }

  #problem(own: TenantSeries, fresh: readonly Pick<SeriesDef, 'metric'>[]): string {
    if (fresh.length === 0) return '';
    const { perTenant, perMetric } = this.limits;
    const all = activeCount(own) + fresh.length;
    if (perTenant.value > 0 && all > perTenant.value) return limitExceeded(perTenant, all);
    if (perMetric.value === 0) return '';
    const added = new Map<string, number>();
    for (const { metric } of fresh) added.set(metric, (added.get(metric) ?? 0) + 1);
    for (const [metric, count] of added) {
      const known = countOf(own.today, metric) + countOf(own.yesterday, metric);
      if (known + count > perMetric.value) {
        return `metric ${JSON.stringify(metric)}: ${limitExceeded(perMetric, known + count)}`;
      }
    }
    return '';
  }

  /** The tenant's series, moved on to the present day. */
  #of(tenant: Tenant): TenantSeries {
    const now = this.clock.now();
    const day = dayOfMillis(now);
    let own = this.#tenants.get(tenant);
    if (own === undefined) {
      own = { today: emptyDay(day), yesterday: undefined };
      this.#tenants.set(tenant, own);
    }
    if (own.today.day !== day) {
      own.yesterday = own.today;
      own.today = emptyDay(day);
    }
    if (own.yesterday !== undefined && now - startOfDay(day) >= GRACE_MS) own.yesterday = undefined;
    return own;
  }
}

const isActive = ({ today, yesterday }: TenantSeries, fingerprint: Fingerprint): boolean =>
  today.table.find(fingerprint) >= 0 || (yesterday !== undefined && yesterday.table.find(fingerprint) >= 0);

const activeCount = ({ today, yesterday }: TenantSeries): number =>
  today.table.size + (yesterday === undefined ? 0 : yesterday.table.size - yesterday.carried);

const countOf = (day: OneDay | undefined, metric: string): number => day?.counts.get(metric) ?? 0;

/** Counts a series as active today, once. Returns its index in today's table. */
function note(own: TenantSeries, metric: string, fingerprint: Fingerprint): number {
  const { today, yesterday } = own;
  const known = today.table.find(fingerprint);
  if (known >= 0) return known;
  today.counts.set(metric, countOf(today, metric) + 1);
  if (yesterday !== undefined && yesterday.table.find(fingerprint) >= 0) {
    yesterday.carried++;
    yesterday.counts.set(metric, countOf(yesterday, metric) - 1);
  }
  return today.table.add(fingerprint);
}

/** Tells definitions of one series apart (another help, say), in a byte that is not 0. */
const markOf = ({ type, unit, help }: SeriesDef): number => (fingerprintOf(`${type} ${unit} ${help}`).lo % 255) + 1;
