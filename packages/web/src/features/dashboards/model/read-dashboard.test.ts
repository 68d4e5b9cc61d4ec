import { describe, expect, it } from 'vitest';
import { asRecord, type JsonRecord } from '../../../api/json.js';
import { type Field } from '../data/frame.js';
import { displayFields, shownText } from '../fields/field-display.js';
import { panelOfType } from '../panels/registry.js';
import { re2Patterns } from '../patterns/re2-pattern.js';
import { applyTransformations } from '../transformations/apply.js';
import { type Panel } from './dashboard.js';
import { readDashboard } from './read-dashboard.js';
import { ofReference, sourceOf } from './source-kind.js';

const files = import.meta.glob<unknown>('../../../../../../examples/dashboards/*.json', {
  eager: true,
  import: 'default',
});
const examples = Object.entries(files).map(([path, json]) => [path.split('/').at(-1) ?? '', asRecord(json)] as const);
const compile = re2Patterns();

/** The dashboard itself; one of the examples stands in the envelope of Grafana's API. */
function example(file: string): JsonRecord {
  const json = examples.find(([name]) => name === file)?.[1] ?? {};
  return json['dashboard'] === undefined ? json : asRecord(json['dashboard']);
}

function only(panel: Record<string, unknown>): Panel {
  const [first] = readDashboard({ panels: [panel] }, compile).rows.flatMap(({ panels }) => panels);
  if (!first) throw new Error('the dashboard has a panel');
  return first;
}

/** Panels of examples that are a box which says that they are not shown. */
const BOXES: Readonly<Record<string, readonly string[]>> = {
  'logs-and-traces.json': ['geomap'],
  'services-states.json': ['alertlist'],
};

describe('examples', () => {
  it('are seven', () => expect(examples).toHaveLength(7));

  it.each(examples.map(([file]) => file))('%s: panels are of kinds that are shown, but for known ones', (file) => {
    const dashboard = readDashboard(example(file), compile);
    const types = dashboard.rows.flatMap(({ panels }) => panels.map(({ type }) => type));
    expect(types.filter((type) => panelOfType(type) === undefined)).toEqual(BOXES[file] ?? []);
  });

  it('FastAPI Application Dashboard: twelve panels, a variable, an annotation', () => {
    const dashboard = readDashboard(example('fastapi-application.json'), compile);
    const types = dashboard.rows.flatMap(({ panels }) => panels.map(({ type }) => type));
    const count = (type: string): number => types.filter((each) => each === type).length;
    expect([types.length, ...['timeseries', 'gauge', 'stat', 'table', 'piechart'].map(count)]).toEqual([
      12, 6, 2, 2, 1, 1,
    ]);
    expect(dashboard.variables.map(({ name }) => name)).toEqual(['environment']);
    expect(dashboard.annotations.map(({ name, expr }) => [name, expr])).toEqual([
      ['Deployments', 'changes(app_info[5m]) > 0'],
    ]);
    expect(dashboard.refresh).toBe('30s');
  });

  it('rows of Grafana 4 get places on the grid', () => {
    const dashboard = readDashboard(example('self-metrics-classic.json'), compile);
    expect(
      dashboard.rows.map(({ title, panels }) => [title, panels.map(({ type, gridPos: { x, w } }) => [type, x, w])]),
    ).toEqual([
      [
        'Now',
        [
          ['stat', 0, 6],
          ['stat', 6, 6],
          ['gauge', 12, 6],
          ['text', 18, 6],
        ],
      ],
      [
        'Course',
        [
          ['timeseries', 0, 12],
          ['timeseries', 12, 12],
        ],
      ],
      ['Table', [['table', 0, 24]]],
    ]);
  });
});

it('gives a panel that shows the answer of another its queries', () => {
  const json = {
    panels: [
      { id: 1, type: 'table', datasource: { type: 'loki', uid: 'x' }, targets: [{ refId: 'A', expr: '{a="b"}' }] },
      {
        id: 2,
        type: 'stat',
        datasource: { type: 'datasource', uid: '-- Dashboard --' },
        targets: [{ refId: 'B', panelId: 1 }],
      },
    ],
  };
  const [, second] = readDashboard(json, compile).rows.flatMap(({ panels }) => panels);
  expect(second?.targets).toMatchObject([{ refId: 'A', json: { expr: '{a="b"}' } }]);
  expect(second && sourceOf(second.targets[0], second, names).kind).toBe('loki');
});

it('reads links of dashboards: to addresses, and to dashboards by their tags', () => {
  const links = [
    { type: 'link', title: 'Docs', url: 'https://example.com', targetBlank: true },
    { type: 'dashboards', title: 'Others', tags: ['loki'], includeVars: true, keepTime: true },
    { type: 'link', title: 'nothing' },
  ];
  expect(readDashboard({ links }, compile).links).toMatchObject([
    { kind: 'link', url: 'https://example.com', newTab: true },
    { kind: 'dashboards', tags: ['loki'], includeVars: true, keepTime: true },
  ]);
});

/** Names of the columns that a table shows of these. */
function shownColumns(panel: Panel, names: readonly string[]): readonly string[] {
  const fields = names.map((name): Field => ({ name, type: 'string', values: [] }));
  return displayFields([{ refId: 'A', fields }], panel).flatMap(({ display }) =>
    display.custom['hidden'] === true ? [] : [display.name],
  );
}

describe('migration', () => {
  it('turns a graph into a time series', () => {
    const panel = only({
      type: 'graph',
      fill: 3,
      stack: true,
      yaxes: [{ format: 'bytes', min: '0', logBase: 10 }, { format: 's' }],
      seriesOverrides: [
        { alias: '/tx/', transform: 'negative-Y' },
        { alias: 'p95', yaxis: 2 },
      ],
      aliasColors: { a: '#fff' },
      legend: { show: true, avg: true, alignAsTable: true },
      thresholds: [{ value: 9, colorMode: 'critical' }],
    });
    expect(panel.type).toBe('timeseries');
    expect(panel.fieldDefaults).toMatchObject({
      unit: 'bytes',
      min: 0,
      custom: {
        fillOpacity: 30,
        stacking: { mode: 'normal' },
        scaleDistribution: { type: 'log' },
        thresholdsStyle: { mode: 'line' },
      },
      thresholds: { steps: [{ value: null }, { value: 9, color: 'red' }] },
    });
    expect(panel.options['legend']).toMatchObject({ displayMode: 'table', calcs: ['mean'] });
    expect(panel.overrides.map(({ matcher }) => matcher)).toEqual([
      { id: 'byName', options: 'a' },
      { id: 'byRegexp', options: '/tx/' },
      { id: 'byName', options: 'p95' },
    ]);
  });

  it.each([
    [{ gauge: { show: true, maxValue: 10 } }, 'gauge', { max: 10, min: 0 }],
    [{ format: 'percent', decimals: 1 }, 'stat', { unit: 'percent', decimals: 1 }],
    [
      { colorValue: true, thresholds: '1,2', colors: ['a', 'b', 'c'] },
      'stat',
      {
        thresholds: {
          steps: [
            { value: null, color: 'a' },
            { value: 1, color: 'b' },
            { value: 2, color: 'c' },
          ],
        },
      },
    ],
    [
      { valueMaps: [{ value: '1', text: 'UP' }] },
      'stat',
      { mappings: [{ type: 'value', options: { 1: { text: 'UP' } } }] },
    ],
    [{ valueMaps: [{ op: '=', value: 'null', text: 'N/A' }] }, 'stat', { noValue: 'N/A' }],
  ])('singlestat %j', (json, type, defaults) => {
    const panel = only({ type: 'singlestat', ...json });
    expect(panel.type).toBe(type);
    expect(panel.fieldDefaults).toMatchObject(defaults);
  });

  it('takes options of Grafana 6', () => {
    const panel = only({
      type: 'gauge',
      options: {
        fieldOptions: {
          calcs: ['last'],
          defaults: { unit: 's', max: 5 },
          thresholds: [
            { value: -1, color: 'green' },
            { value: 3, color: 'red' },
          ],
        },
      },
    });
    expect(panel.options['reduceOptions']).toMatchObject({ calcs: ['last'] });
    expect(panel.fieldDefaults).toMatchObject({
      unit: 's',
      max: 5,
      thresholds: { steps: [{ value: null }, { value: 3 }] },
    });
  });

  it('takes text, pie and table of old', () => {
    expect(only({ type: 'text', content: 'x', mode: 'html' }).options).toEqual({ mode: 'html', content: 'x' });
    expect(only({ type: 'grafana-piechart-panel', pieType: 'donut' })).toMatchObject({
      type: 'piechart',
      options: { pieType: 'donut' },
    });
    const table = only({
      type: 'table',
      styles: [
        { pattern: 'Value', alias: 'V', type: 'number', unit: 's' },
        { pattern: 'Time', type: 'hidden' },
      ],
    });
    expect(table.transformations).toEqual([{ id: 'merge', options: {} }]);
    expect(shownColumns(table, ['Time', 'Value', 'host'])).toEqual(['V', 'host']);
  });

  it('gives a column of an old table the first of its styles that names it', () => {
    const styles = [
      { pattern: 'ceph_daemon', alias: 'OSD', type: 'string' },
      { pattern: 'Value', alias: 'Latency', type: 'number', unit: 'ms' },
      { pattern: '/.*/', type: 'hidden' },
    ];
    const table = only({ type: 'table', styles });
    expect(shownColumns(table, ['Time', 'ceph_daemon', 'job', 'Value'])).toEqual(['OSD', 'Latency']);
  });

  it('calls the aggregations of an old table what its styles call them', () => {
    const table = only({
      type: 'table',
      transform: 'timeseries_aggregations',
      columns: [{ text: 'Current', value: 'current' }],
      styles: [{ pattern: 'Current', alias: 'TTL', type: 'number', unit: 's' }],
    });
    const frame = {
      refId: 'A',
      fields: [{ name: 'Value', type: 'number' as const, values: [1, 90], displayName: 'x' }],
    };
    const out = applyTransformations([frame], table.transformations, new Map(), compile);
    const shown = displayFields(out, table).map(({ field, display }) => [
      display.name,
      shownText(field.values[0], display),
    ]);
    expect(shown).toEqual([
      ['Metric', 'x'],
      ['TTL', '1.5 min'],
    ]);
  });

  it('turns a graph of how often values occur into a histogram', () => {
    const panel = only({ type: 'graph', xaxis: { mode: 'histogram', buckets: 12 } });
    expect(panel).toMatchObject({ type: 'histogram', options: { combine: true, bucketCount: 12 } });
  });

  it('sorts the legend of a graph, and keeps out of it what the graph kept out', () => {
    const panel = only({
      type: 'graph',
      legend: { show: true, values: true, avg: true, sort: 'avg', sortDesc: true, hideZero: true },
    });
    expect(panel.options['legend']).toMatchObject({ sortBy: 'Mean', sortDesc: true });
    const listed = (values: readonly number[]) =>
      displayFields([{ refId: 'A', fields: [{ name: 'v', type: 'number', values }] }], panel).map(
        ({ display }) => asRecord(display.custom['hideFrom'])['legend'],
      );
    expect(listed([0, 0])).toEqual([true]);
    expect(listed([0, 1])).toEqual([undefined]);
  });
});

const names = { typeOf: (name: string) => ({ ds: 'prometheus', DS_LOKI: 'loki', db: 'mysql' })[name] };

it.each([
  [{ type: 'loki', uid: 'x' }, 'loki'],
  [{ uid: '$ds' }, 'prometheus'],
  [{ uid: '${DS_LOKI}' }, 'loki'],
  [{ uid: '${db}' }, 'unsupported'],
  [{ uid: 'Tempo-prod' }, 'tempo'],
  [{ uid: 'My Prometheus' }, 'prometheus'],
  [{ type: 'mysql', uid: 'x' }, 'unsupported'],
  [{ type: 'datasource', uid: '-- Mixed --' }, undefined],
  [{ uid: '-- Grafana --' }, 'unsupported'],
  [{ uid: 'P1809F7CD0C75ACF3' }, undefined],
])('data source %j is %s', (ref, kind) => {
  expect(ofReference(ref, names)?.kind).toBe(kind);
});

it.each([
  [{ expr: 'irate(pg_stat_database_tup_fetched[5m])' }, 'prometheus'],
  [{ rawSql: 'select 1' }, 'unsupported'],
])('a data source called Postgres with the query %j is %s', (json, kind) => {
  const target = { refId: 'A', source: { uid: 'Postgres Overview' }, hidden: false, json };
  expect(sourceOf(target, { source: undefined, type: 'timeseries' }, names).kind).toBe(kind);
});

it.each([
  [{ expr: 'rate(up[5m])' }, 'timeseries', 'prometheus'],
  [{ expr: '{app="x"} |= "y"' }, 'timeseries', 'loki'],
  [{ expr: '{app="x"}' }, 'logs', 'loki'],
  [{ query: '{}' }, 'traces', 'tempo'],
])('a query %j in %s without a data source goes to %s', (json, type, kind) => {
  const target = { refId: 'A', source: undefined, hidden: false, json };
  expect(sourceOf(target, { source: undefined, type }, names).kind).toBe(kind);
});
