import { ok, type Result, type Tenant } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '../lang/index.js';
import { and, call, col, infix, METRIC_SERIES, param, RESOURCES, type Expr, type Select } from '../sql/index.js';

/**
 * `telemetry.sdk.language` of everything that is stored: which OpenTelemetry SDKs have sent anything, in alphabetical order.
 * https://opentelemetry.io/docs/specs/semconv/resource/#telemetry-sdk
 */
export async function sdkLanguages(
  tenant: Tenant,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly string[], QueryFailure>> {
  const ofTenant = infix(col('tenant'), '=', param('String', tenant));
  // Logs and spans keep their resource as it came, metrics as the labels of target_info.
  const resources = distinct(RESOURCES.name, entry('attributes', 'telemetry.sdk.language'), [ofTenant]);
  const targets = distinct(METRIC_SERIES.name, entry('labels', 'telemetry_sdk_language'), [
    ofTenant,
    infix(col('metric'), '=', param('String', 'target_info')),
  ]);
  const answers = await Promise.all([runner.rows(resources, signal), runner.rows(targets, signal)]);
  const found = new Set<string>();
  for (const answer of answers) {
    if (!answer.ok) return answer;
    for (const [language] of answer.value as [string][]) if (language !== '') found.add(language);
  }
  return ok([...found].sort());
}

const entry = (map: string, key: string): Expr => call('arrayElement', col(map), param('String', key));

const distinct = (table: string, value: Expr, conditions: readonly Expr[]): Select => ({
  columns: [{ expr: value }],
  from: { kind: 'table', name: table },
  where: and(conditions)!,
  groupBy: [value],
});
