import { asRecord, asText, type JsonRecord } from '../../../../api/json.js';

/** The heatmap of Grafana before 9.1. Its queries either give buckets by `le` or raw series to be counted in buckets. */
export function migrateOldHeatmap(json: JsonRecord): JsonRecord {
  const axis = asRecord(json['yAxis']);
  return {
    ...json,
    options: {
      calculate: json['dataFormat'] !== 'tsbuckets',
      yAxis: { unit: asText(axis['format']), decimals: axis['decimals'] },
    },
    fieldConfig: { defaults: {}, overrides: [] },
  };
}
