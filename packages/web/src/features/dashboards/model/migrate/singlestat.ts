import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../../api/json.js';
import { oldMappings } from './old-mappings.js';

/** Names of reductions in Grafana before 7. */
const reductions: Readonly<Record<string, string>> = {
  avg: 'mean',
  min: 'min',
  max: 'max',
  total: 'sum',
  current: 'lastNotNull',
  first: 'firstNotNull',
  delta: 'delta',
  diff: 'diff',
  range: 'range',
  name: 'lastNotNull',
};

/** The single stat panel of Grafana before 7 as a stat, or as a gauge when it shows one. */
export function migrateSinglestat(json: JsonRecord): JsonRecord {
  const gauge = asRecord(json['gauge']);
  const isGauge = gauge['show'] === true;
  const limits = (asText(json['thresholds']) ?? '').split(',').flatMap((part) => asNumber(part.trim()) ?? []);
  const colours = asArray(json['colors']).flatMap((colour) => asText(colour) ?? []);
  const prefix = asText(json['prefix']) ?? '';
  const postfix = asText(json['postfix']) ?? '';
  const coloured = json['colorBackground'] === true || json['colorValue'] === true || isGauge;
  return {
    ...json,
    type: isGauge ? 'gauge' : 'stat',
    options: {
      reduceOptions: { calcs: [reductions[asText(json['valueName']) ?? 'avg'] ?? 'mean'], values: false },
      colorMode: json['colorBackground'] === true ? 'background' : json['colorValue'] === true ? 'value' : 'none',
      graphMode: asRecord(json['sparkline'])['show'] === true ? 'area' : 'none',
      textMode: json['valueName'] === 'name' ? 'name' : 'auto',
      valuePrefix: prefix,
      valueSuffix: postfix,
      showThresholdMarkers: gauge['thresholdMarkers'] !== false,
      showThresholdLabels: gauge['thresholdLabels'] === true,
    },
    fieldConfig: {
      defaults: {
        unit: asText(json['format']),
        decimals: asNumber(json['decimals']),
        min: isGauge ? (asNumber(gauge['minValue']) ?? 0) : undefined,
        max: isGauge ? (asNumber(gauge['maxValue']) ?? 100) : undefined,
        noValue: asText(json['nullText']) ?? textOfNothing(json),
        mappings: oldMappings(json),
        ...(coloured && limits.length > 0
          ? {
              thresholds: {
                mode: 'absolute',
                steps: [null, ...limits].map((value, at) => ({
                  value,
                  color: colours[at] ?? colours.at(-1) ?? 'green',
                })),
              },
            }
          : {}),
      },
      overrides: [],
    },
  };
}

/** A single stat without a value showed what the value `null` stood for, most often `N/A`. */
function textOfNothing(json: JsonRecord): string | undefined {
  const maps = asArray(json[json['mappingType'] === 2 ? 'rangeMaps' : 'valueMaps']).map(asRecord);
  return asText(maps.find(({ value, from }) => value === 'null' || from === 'null')?.['text']);
}
