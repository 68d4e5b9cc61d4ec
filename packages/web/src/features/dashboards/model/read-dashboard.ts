import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../api/json.js';
import { type Annotation, type Dashboard, type DashboardLink, type Panel, type Row } from './dashboard.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { placeOldRows } from './old-rows.js';
import { readPanel, readSource } from './read-panel.js';
import { withSharedTargets } from './shared-targets.js';
import { readVariable } from './read-variable.js';

/**
 * Reads a Grafana dashboard of any classic schema version. What is missing takes Grafana's default; what is not known stays
 * in the JSON of its panel, and the panel says that it cannot show it.
 */
export function readDashboard(json: JsonRecord, compile: CompilePattern): Dashboard {
  const templating = asArray(asRecord(json['templating'])['list']);
  const annotations = asArray(asRecord(json['annotations'])['list']);
  const time = asRecord(json['time']);
  const from = asText(time['from']);
  const refresh = json['refresh'];
  return {
    uid: asText(json['uid']) ?? '',
    title: asText(json['title']) ?? '',
    description: asText(json['description']) ?? '',
    tags: asArray(json['tags']).filter((tag): tag is string => typeof tag === 'string'),
    rows: withSharedTargets(readRows(json, compile)),
    variables: templating.map((item) => readVariable(asRecord(item))).filter(({ name }) => name !== ''),
    annotations: annotations.map((item) => readAnnotation(asRecord(item))),
    time: from === undefined ? undefined : { from, to: asText(time['to']) ?? 'now' },
    refresh: typeof refresh === 'string' ? refresh : '',
    links: asArray(json['links']).flatMap((item) => readLink(asRecord(item))),
    compile,
    inputs: readInputs(json),
  };
}

function readRows(json: JsonRecord, compile: CompilePattern): readonly Row[] {
  const old = asArray(json['rows']);
  const panels = old.length > 0 ? placeOldRows(old.map(asRecord)) : asArray(json['panels']).map(asRecord);
  const rows: { -readonly [K in keyof Row]: Row[K] }[] = [];
  let open: Panel[] = [];
  const start = (row: Omit<Row, 'panels'>, first: readonly Panel[]): void => {
    open = [...first];
    rows.push({ ...row, panels: open });
  };
  start({ key: 'top', title: undefined, collapsed: false, repeat: undefined, scoped: {} }, []);
  for (const [at, panel] of inOrder(panels).entries()) {
    if (panel['type'] !== 'row') {
      open.push(readPanel(panel, at, compile));
      continue;
    }
    const inside = asArray(panel['panels']).map(asRecord);
    start(
      {
        key: `row-${asText(panel['id']) ?? at}`,
        title: asText(panel['title']) ?? '',
        collapsed: panel['collapsed'] === true,
        repeat: asText(panel['repeat']),
        scoped: {},
      },
      inOrder(inside).map((child, index) => readPanel(child, at * 1_000 + index, compile)),
    );
  }
  return rows.filter((row) => row.title !== undefined || row.panels.length > 0).map(unique);
}

/** From top to bottom: a row heading holds what lies below it. */
function inOrder(panels: readonly JsonRecord[]): readonly JsonRecord[] {
  const at = (panel: JsonRecord): readonly [number, number] => {
    const pos = asRecord(panel['gridPos']);
    return [asNumber(pos['y']) ?? 0, panel['type'] === 'row' ? -1 : (asNumber(pos['x']) ?? 0)];
  };
  return panels.toSorted((a, b) => {
    const [[ay, ax], [by, bx]] = [at(a), at(b)];
    return ay - by || ax - bx;
  });
}

/** Ids are often missing or doubled in hand-written files. */
function unique(row: Row): Row {
  const seen = new Set<string>();
  return {
    ...row,
    panels: row.panels.map((panel) => {
      let key = panel.key;
      for (let n = 2; seen.has(key); n++) key = `${panel.key}.${n}`;
      seen.add(key);
      return key === panel.key ? panel : { ...panel, key };
    }),
  };
}

function readAnnotation(json: JsonRecord): Annotation {
  const target = asRecord(json['target']);
  return {
    name: asText(json['name']) ?? '',
    enabled: json['enable'] !== false,
    hidden: json['hide'] === true,
    colour: asText(json['iconColor']) ?? 'red',
    source: readSource(json['datasource']),
    expr: asText(json['expr']) ?? asText(target['expr']) ?? '',
    titleFormat: asText(json['titleFormat']) ?? '',
    textFormat: asText(json['textFormat']) ?? '',
    step: asText(json['step']),
    builtIn: json['builtIn'] === 1 || json['type'] === 'dashboard',
  };
}

function readLink(json: JsonRecord): readonly DashboardLink[] {
  const url = asText(json['url']) ?? '';
  const kind = json['type'] === 'dashboards' ? 'dashboards' : 'link';
  if (kind === 'link' && url === '') return [];
  return [
    {
      kind,
      title: asText(json['title']) || url,
      url,
      tags: asArray(json['tags']).flatMap((tag) => asText(tag) ?? []),
      includeVars: json['includeVars'] === true,
      keepTime: json['keepTime'] === true,
      newTab: json['targetBlank'] === true,
    },
  ];
}

function readInputs(json: JsonRecord): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const item of asArray(json['__inputs'])) {
    const { name, pluginId } = asRecord(item);
    if (typeof name === 'string' && typeof pluginId === 'string') found[name] = pluginId;
  }
  return found;
}
