import type { Millis, Result, Tenant } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import type { PromLanguage } from './prometheus-options.js';
import { queryInstant, type Answer, type PromError } from '@bongsu/query/promql';

/** Evaluates an expression at one moment: what rules are evaluated with. */
export type QueryFn = (
  query: string,
  time: Millis,
  tenant: Tenant,
  signal?: AbortSignal,
) => Promise<Result<Answer, PromError>>;

export function createQueryFn(runner: SqlRunner, maxSamples: number, language: PromLanguage): QueryFn {
  return (query, time, tenant, signal) =>
    queryInstant({ query, time, tenant, limits: { maxSamples }, ...language }, runner, signal);
}
