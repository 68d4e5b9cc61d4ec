import { asText, asRecord, type JsonRecord } from '../../../../api/json.js';

/** The pie chart plugin of Grafana before 8. */
export function migratePiechart(json: JsonRecord): JsonRecord {
  const known: Readonly<Record<string, string>> = {
    avg: 'mean',
    current: 'lastNotNull',
    total: 'sum',
    min: 'min',
    max: 'max',
  };
  return {
    ...json,
    type: 'piechart',
    options: {
      pieType: json['pieType'] === 'donut' ? 'donut' : 'pie',
      reduceOptions: { calcs: [known[asText(json['valueName']) ?? 'current'] ?? 'lastNotNull'], values: false },
      legend: {
        showLegend: asRecord(json['legend'])['show'] !== false,
        placement: json['legendType'] === 'Right side' ? 'right' : 'bottom',
      },
    },
    fieldConfig: { defaults: { unit: asText(json['format']) }, overrides: [] },
  };
}
