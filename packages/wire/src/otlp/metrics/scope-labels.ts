import type { ResourceDef } from '@bongsu/model';
import type { Translation } from './translation.js';

/** `otel_scope_name`, `otel_scope_version`, `otel_scope_schema_url` and `otel_scope_<attribute>`; none for a scope without a name. */
export function scopeLabels(scope: ResourceDef, translation: Translation): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  if (scope.scopeName === '') return labels;
  for (const { key, value } of scope.scopeAttributes) labels.set(translation.labelName(`otel_scope_${key}`), value);
  labels.set('otel_scope_name', scope.scopeName);
  labels.set('otel_scope_version', scope.scopeVersion);
  labels.set('otel_scope_schema_url', scope.scopeSchemaUrl);
  return labels;
}
