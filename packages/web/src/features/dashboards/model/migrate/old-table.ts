import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../../api/json.js';
import { reducerName } from '../../fields/reduce.js';
import { oldMappings } from './old-mappings.js';

/**
 * The table panel of Grafana before 7: its styles become overrides, its transform the transformation of that kind. A column has the first
 * style that names it, while the last override of several holds: so they stand in reverse, and each says all that another could.
 */
export function migrateOldTable(json: JsonRecord): JsonRecord {
  const overrides = asArray(json['styles'])
    .map((style) => styled(asRecord(style)))
    .toReversed();
  return {
    ...json,
    type: 'table',
    options: {},
    fieldConfig: { defaults: {}, overrides },
    transformations: transformed(json),
  };
}

function styled(style: JsonRecord): JsonRecord {
  const pattern = asText(style['pattern']) ?? '';
  const id = /^\/.*\/[a-z]*$/.test(pattern) ? 'byRegexp' : 'byName';
  if (style['type'] === 'hidden') return one(id, pattern, [{ id: 'custom.hidden', value: true }]);
  const alias = asText(style['alias']) ?? '';
  const properties: { id: string; value: unknown }[] = [{ id: 'custom.hidden', value: false }];
  if (alias !== '') properties.push({ id: 'displayName', value: alias });
  if (style['type'] === 'number') {
    properties.push({ id: 'unit', value: style['unit'] }, { id: 'decimals', value: style['decimals'] });
  }
  if (style['type'] === 'date') properties.push({ id: 'unit', value: 'dateTimeAsLocal' });
  const mappings = style['type'] === 'string' ? oldMappings(style) : [];
  if (mappings.length > 0) properties.push({ id: 'mappings', value: mappings });
  return one(id, pattern, [...properties, ...colouring(style)]);
}

function transformed(json: JsonRecord): readonly JsonRecord[] {
  switch (json['transform']) {
    case 'timeseries_aggregations': {
      const columns = asArray(json['columns']).map(asRecord);
      const reducers = columns.map(({ value }) => reducer(value));
      // Styles name the columns by what the old panel called them.
      const renameByName = Object.fromEntries<string>([
        ['Field', 'Metric'],
        ...columns.map(({ text }, at) => [reducerName(reducers[at] ?? ''), asText(text) ?? ''] as const),
      ]);
      return [
        { id: 'reduce', options: { reducers: reducers.length === 0 ? ['mean'] : reducers } },
        { id: 'organize', options: { renameByName } },
      ];
    }
    case 'timeseries_to_columns':
      return [{ id: 'joinByField', options: {} }];
    default:
      return [{ id: 'merge', options: {} }];
  }
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
  if ((mode !== 'cell' && mode !== 'value' && mode !== 'row') || limits.length === 0)
    return [{ id: 'custom.cellOptions', value: { type: 'auto' } }];
  const steps = [null, ...limits].map((value, at) => ({ value, color: colours[at] ?? colours.at(-1) ?? 'green' }));
  return [
    { id: 'thresholds', value: { mode: 'absolute', steps } },
    { id: 'custom.cellOptions', value: { type: mode === 'value' ? 'color-text' : 'color-background' } },
  ];
}
