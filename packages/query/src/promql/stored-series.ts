import { err, millis, ok, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, SqlRunner } from '../lang/index.js';
import { Budget } from './exec/budget.js';
import { EvalError, type PromError } from './exec/eval-error.js';
import { fetchSamples, fetchSeries } from './exec/fetch.js';
import type { StoredSeries } from './series-catalog/series-catalog.js';
import type { RawSeries } from './exec/series.js';
import type { Fetch } from './plan/index.js';
import type { PromLimits } from './query.js';
import { PRODUCTION_FEATURES } from './syntax/index.js';

/** Series by their matchers, and the time of the samples wanted of them. */
export interface StoredRequest {
  readonly tenant: Tenant;
  readonly matchers: readonly Matcher[];
  /** Inclusive. */
  readonly start: Millis;
  /** Inclusive. */
  readonly end: Millis;
  readonly limits: PromLimits;
}

const PLACEMENT = { where: 'clickhouse', why: 'nothing is computed' } as const;

function fetchOf({ matchers, start, end }: StoredRequest): Fetch {
  return { id: 0, matchers, after: millis(start - 1), until: end, placement: PLACEMENT };
}

/** Samples as they are stored, series sorted by labels; series without samples are left out. */
export function storedSamples(
  request: StoredRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly RawSeries[], PromError>> {
  return caught(request, signal, (budget) =>
    fetchSamples(fetchOf(request), { tenant: request.tenant, runner, budget, features: PRODUCTION_FEATURES }),
  );
}

/** Series that have samples on a day of the range, sorted by labels. */
export function storedSeries(
  request: StoredRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly StoredSeries[], PromError>> {
  return caught(request, signal, (budget) =>
    fetchSeries(fetchOf(request), { tenant: request.tenant, runner, budget, features: PRODUCTION_FEATURES }),
  );
}

async function caught<T>(
  { limits }: StoredRequest,
  signal: AbortSignal | undefined,
  work: (budget: Budget) => Promise<T>,
): Promise<Result<T, PromError>> {
  try {
    return ok(await work(new Budget(limits.maxSamples, signal)));
  } catch (error) {
    if (error instanceof EvalError) return err(error.error);
    throw error;
  }
}
