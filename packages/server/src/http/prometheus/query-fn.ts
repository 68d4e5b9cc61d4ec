import type { Millis, Result, Tenant } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import { queryInstant, type Answer, type PromError } from '@bongsu/query/promql';

/** Evaluates an expression at one moment: what rules are evaluated with. */
export type QueryFn = (
  query: string,
  time: Millis,
  tenant: Tenant,
  signal?: AbortSignal,
) => Promise<Result<Answer, PromError>>;

export function createQueryFn(runner: SqlRunner, maxSamples: number): QueryFn {
  return (query, time, tenant, signal) => queryInstant({ query, time, tenant, limits: { maxSamples } }, runner, signal);
}
