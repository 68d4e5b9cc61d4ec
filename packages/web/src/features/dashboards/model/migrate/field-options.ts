import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../../api/json.js';

/** Stat, gauge and bar gauge of Grafana 6 keep in `options.fieldOptions` what `fieldConfig` and `reduceOptions` hold since 7. */
export function migrateFieldOptions(json: JsonRecord): JsonRecord {
  const options = asRecord(json['options']);
  if (options['fieldOptions'] === undefined) return json;
  const old = asRecord(options['fieldOptions']);
  const defaults = asRecord(old['defaults']);
  const steps = asArray(defaults['thresholds'] ?? old['thresholds']).map(asRecord);
  const given = asRecord(defaults['thresholds']);
  return {
    ...json,
    options: {
      ...options,
      reduceOptions: { calcs: old['calcs'] ?? ['mean'], values: old['values'] === true, limit: old['limit'] },
    },
    fieldConfig: {
      defaults: {
        ...defaults,
        displayName: asText(defaults['title']) ?? asText(defaults['displayName']),
        decimals: asNumber(defaults['decimals']),
        ...(Array.isArray(given['steps']) || steps.length === 0
          ? {}
          : {
              thresholds: {
                mode: 'absolute',
                steps: steps.map((step, at) => ({ ...step, value: at === 0 ? null : step['value'] })),
              },
            }),
      },
      overrides: asArray(old['overrides']),
    },
  };
}
