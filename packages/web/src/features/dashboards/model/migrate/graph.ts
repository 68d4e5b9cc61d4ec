import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../../api/json.js';

/** The graph panel of Grafana before 8 as a time series panel; one whose x axis is not time as a bar chart. */
export function migrateGraph(json: JsonRecord): JsonRecord {
  const [left, right] = asArray(json['yaxes']).map(asRecord);
  const legend = asRecord(json['legend']);
  const overrides = asArray(json['seriesOverrides']).flatMap((item) => override(asRecord(item), right));
  const aliasColors = Object.entries(asRecord(json['aliasColors'])).map(([name, colour]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }],
  }));
  const bars = json['bars'] === true;
  const lines = json['lines'] !== false;
  const steps = asArray(json['thresholds']).map(asRecord);
  const axis = asRecord(json['xaxis']);
  return {
    ...json,
    type: axis['mode'] === 'series' ? 'barchart' : axis['mode'] === 'histogram' ? 'histogram' : 'timeseries',
    options: {
      // A histogram of a graph was one of all its series.
      ...(axis['mode'] === 'histogram' ? { combine: true, bucketCount: asNumber(axis['buckets']) } : {}),
      legend: {
        showLegend: legend['show'] !== false,
        displayMode: legend['alignAsTable'] === true || legend['values'] === true ? 'table' : 'list',
        placement: legend['rightSide'] === true ? 'right' : 'bottom',
        calcs: [
          ...(legend['min'] === true ? ['min'] : []),
          ...(legend['max'] === true ? ['max'] : []),
          ...(legend['avg'] === true ? ['mean'] : []),
          ...(legend['current'] === true ? ['lastNotNull'] : []),
          ...(legend['total'] === true ? ['sum'] : []),
        ],
        ...order(legend),
      },
    },
    fieldConfig: {
      defaults: {
        unit: asText(left?.['format']),
        decimals: asNumber(json['decimals']) ?? asNumber(left?.['decimals']),
        min: asNumber(left?.['min']),
        max: asNumber(left?.['max']),
        custom: {
          drawStyle: bars && !lines ? 'bars' : json['points'] === true && !lines ? 'points' : 'line',
          fillOpacity: (asNumber(json['fill']) ?? 1) * 10,
          lineWidth: asNumber(json['linewidth']) ?? 1,
          lineInterpolation: json['steppedLine'] === true ? 'stepAfter' : 'linear',
          spanNulls: json['nullPointMode'] === 'connected',
          axisLabel: asText(left?.['label']) ?? '',
          scaleDistribution:
            (asNumber(left?.['logBase']) ?? 1) > 1 ? { type: 'log', log: left?.['logBase'] } : { type: 'linear' },
          stacking: { mode: json['stack'] === true ? (json['percentage'] === true ? 'percent' : 'normal') : 'none' },
          ...(steps.length > 0 ? { thresholdsStyle: { mode: 'line' } } : {}),
        },
        ...(steps.length > 0 ? { thresholds: thresholds(steps) } : {}),
      },
      overrides: [...aliasColors, ...overrides, ...unlisted(legend)],
    },
  };
}

/** Names of columns by what the legend of a graph called its values. */
const columns: Readonly<Record<string, string>> = {
  min: 'Min',
  max: 'Max',
  avg: 'Mean',
  current: 'Last *',
  total: 'Total',
};

function order(legend: JsonRecord): JsonRecord {
  const sortBy = columns[asText(legend['sort']) ?? ''];
  return sortBy === undefined ? {} : { sortBy, sortDesc: legend['sortDesc'] === true };
}

/** Series without values, or with nothing but zeros, that a graph kept out of its legend. */
function unlisted(legend: JsonRecord): readonly JsonRecord[] {
  const reducers = [
    ...(legend['hideEmpty'] === true ? ['allIsNull'] : []),
    ...(legend['hideZero'] === true ? ['allIsZero'] : []),
  ];
  return reducers.map((reducer) => ({
    matcher: { id: 'byValue', options: { reducer, op: 'gte', value: 1 } },
    properties: [{ id: 'custom.hideFrom', value: { legend: true, tooltip: true, viz: false } }],
  }));
}

function thresholds(steps: readonly JsonRecord[]): JsonRecord {
  const colours: Readonly<Record<string, string>> = { critical: 'red', warning: 'orange', ok: 'green' };
  return {
    mode: 'absolute',
    steps: [
      { color: 'transparent', value: null },
      ...steps.map((step) => ({
        value: asNumber(step['value']) ?? 0,
        color: colours[asText(step['colorMode']) ?? ''] ?? asText(step['lineColor']) ?? 'red',
      })),
    ],
  };
}

/** `alias` is a name, or a pattern between slashes. */
function override(json: JsonRecord, right: JsonRecord | undefined): readonly JsonRecord[] {
  const alias = asText(json['alias']);
  if (alias === undefined) return [];
  const properties: { id: string; value: unknown }[] = [];
  const add = (id: string, value: unknown): void => void properties.push({ id, value });
  if (json['yaxis'] === 2) {
    add('custom.axisPlacement', 'right');
    if (right?.['format'] !== undefined) add('unit', right['format']);
    // The bounds of the left axis are not its own.
    add('min', asNumber(right?.['min']));
    add('max', asNumber(right?.['max']));
  }
  if (json['fillBelowTo'] !== undefined) add('custom.fillBelowTo', json['fillBelowTo']);
  if (json['transform'] === 'negative-Y') add('custom.transform', 'negative-Y');
  if (json['color'] !== undefined) add('color', { mode: 'fixed', fixedColor: json['color'] });
  if (json['fill'] !== undefined) add('custom.fillOpacity', (asNumber(json['fill']) ?? 0) * 10);
  if (json['linewidth'] !== undefined) add('custom.lineWidth', json['linewidth']);
  if (json['bars'] === true) add('custom.drawStyle', 'bars');
  if (json['lines'] === false && json['bars'] !== true) add('custom.drawStyle', 'points');
  if (json['stack'] === false) add('custom.stacking', { mode: 'none' });
  if (json['dashes'] === true) add('custom.lineStyle', { fill: 'dash' });
  if (json['legend'] === false) add('custom.hideFrom', { legend: true, tooltip: false, viz: false });
  const pattern = /^\/.*\/[a-z]*$/.test(alias);
  return [{ matcher: { id: pattern ? 'byRegexp' : 'byName', options: alias }, properties }];
}
