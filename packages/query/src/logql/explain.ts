import { ok, type Result } from '@bongsu/model';
import type { LogqlError } from './error.js';
import { explainLogs, explainMetric } from './plan/explain.js';
import { planMetric } from './plan/metric.js';
import type { Executor } from './plan/nodes.js';
import { planLogs } from './plan/plan.js';
import { understand } from './understand.js';

/** Where each part of a query is evaluated, and why. */
export function explainQuery(text: string, executor: Executor = 'auto'): Result<string, LogqlError> {
  const understood = understand(text);
  if (!understood.ok) return understood;
  const { query } = understood.value;
  return ok(
    query.kind === 'log-query' ? explainLogs(planLogs(query, executor)) : explainMetric(planMetric(query, executor)),
  );
}

/** Whether a query gives log lines or numbers. */
export function queryKind(text: string): Result<'logs' | 'metric', LogqlError> {
  const understood = understand(text);
  return understood.ok ? ok(understood.value.query.kind === 'log-query' ? 'logs' : 'metric') : understood;
}
