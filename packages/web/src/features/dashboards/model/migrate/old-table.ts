import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../../api/json.js';

/** The table panel of Grafana before 7: styles by column become overrides, its transform the transformation of that kind. */
export function migrateOldTable(json: JsonRecord): JsonRecord {
  const transform = asText(json['transform']);
  const renames: Record<string, string> = {};
  const hidden: Record<string, boolean> = {};
  const overrides: JsonRecord[] = [];
  for (const style of asArray(json['styles']).map(asRecord)) {
    const pattern = asText(style['pattern']) ?? '';
    const alias = asText(style['alias']) ?? '';
    const isPattern = /^\/.*\/$/.test(pattern);
    if (style['type'] === 'hidden') {
      if (isPattern) overrides.push(one('byRegexp', pattern, [{ id: 'custom.hidden', value: true }]));
      else hidden[pattern] = true;
      continue;
    }
    const properties: { id: string; value: unknown }[] = [];
    if (alias !== '') {
      if (isPattern) properties.push({ id: 'displayName', value: alias });
      else renames[pattern] = alias;
    }
    if (style['type'] === 'number') {
      if (style['unit'] !== undefined) properties.push({ id: 'unit', value: style['unit'] });
      if (asNumber(style['decimals']) !== undefined) properties.push({ id: 'decimals', value: style['decimals'] });
      properties.push(...colouring(style));
    }
    if (style['type'] === 'date') properties.push({ id: 'unit', value: 'dateTimeAsLocal' });
    const id = isPattern ? 'byRegexp' : 'byName';
    if (properties.length > 0) overrides.push(one(id, isPattern ? pattern : alias || pattern, properties));
  }
  return {
    ...json,
    type: 'table',
    options: {},
    fieldConfig: { defaults: {}, overrides },
    transformations: [
      ...(transform === 'timeseries_aggregations'
        ? [
            {
              id: 'reduce',
              options: { reducers: asArray(json['columns']).map((column) => reducer(asRecord(column)['value'])) },
            },
          ]
        : [{ id: 'merge', options: {} }]),
      { id: 'organize', options: { excludeByName: hidden, renameByName: renames } },
    ],
  };
}

function one(id: string, options: string, properties: readonly { id: string; value: unknown }[]): JsonRecord {
  return { matcher: { id, options }, properties };
}

function reducer(value: unknown): string {
  const known: Readonly<Record<string, string>> = {
    avg: 'mean',
    current: 'lastNotNull',
    total: 'sum',
    min: 'min',
    max: 'max',
  };
  return known[asText(value) ?? ''] ?? 'lastNotNull';
}

function colouring(style: JsonRecord): readonly { id: string; value: unknown }[] {
  const mode = style['colorMode'];
  const limits = asArray(style['thresholds']).flatMap((limit) => asNumber(limit) ?? []);
  const colours = asArray(style['colors']).flatMap((colour) => asText(colour) ?? []);
  if ((mode !== 'cell' && mode !== 'value' && mode !== 'row') || limits.length === 0) return [];
  const steps = [null, ...limits].map((value, at) => ({ value, color: colours[at] ?? colours.at(-1) ?? 'green' }));
  return [
    { id: 'thresholds', value: { mode: 'absolute', steps } },
    { id: 'custom.cellOptions', value: { type: mode === 'value' ? 'color-text' : 'color-background' } },
  ];
}
