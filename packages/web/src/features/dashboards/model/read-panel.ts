import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../api/json.js';
import { type FieldOverride, type Panel, type SourceRef, type Target } from './dashboard.js';
import { readLinks } from '../links/read-link.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { migratePanel } from './migrate/migrate-panel.js';

/** @param index tells panels without an id apart. */
export function readPanel(written: JsonRecord, index: number, compile: CompilePattern): Panel {
  const json = migratePanel(written);
  const pos = asRecord(json['gridPos']);
  const id = asNumber(json['id']) ?? -1 - index;
  const fieldConfig = asRecord(json['fieldConfig']);
  const repeat = asText(json['repeat']);
  return {
    key: `panel-${id}`,
    id,
    type: asText(json['type']) ?? '',
    title: asText(json['title']) ?? '',
    description: asText(json['description']) ?? '',
    gridPos: {
      x: clamp(asNumber(pos['x']) ?? 0, 0, 23),
      y: Math.max(0, asNumber(pos['y']) ?? 0),
      w: clamp(asNumber(pos['w']) ?? 12, 1, 24),
      h: clamp(asNumber(pos['h']) ?? 8, 1, 60),
    },
    source: readSource(json['datasource']),
    targets: asArray(json['targets']).map((item, at) => readTarget(asRecord(item), at)),
    options: asRecord(json['options']),
    fieldDefaults: asRecord(fieldConfig['defaults']),
    overrides: asArray(fieldConfig['overrides']).map((item) => readOverride(asRecord(item))),
    transformations: asArray(json['transformations'])
      .map(asRecord)
      .filter((each) => each['disabled'] !== true),
    links: readLinks(json['links']),
    transparent: json['transparent'] === true,
    interval: asText(json['interval']),
    maxDataPoints: asNumber(json['maxDataPoints']),
    timeFrom: asText(json['timeFrom']),
    timeShift: asText(json['timeShift']),
    repeat: repeat === '' ? undefined : repeat,
    repeatDirection: json['repeatDirection'] === 'v' ? 'v' : 'h',
    maxPerRow: asNumber(json['maxPerRow']),
    scoped: {},
    compile,
    json: written,
  };
}

/** A name (old dashboards), or type and uid; null and the word `default` leave the choice open. */
export function readSource(value: unknown): SourceRef | undefined {
  if (typeof value === 'string') return value === '' || value === 'default' ? undefined : { uid: value };
  const { type, uid } = asRecord(value);
  if (typeof type !== 'string' && typeof uid !== 'string') return undefined;
  return { ...(typeof type === 'string' ? { type } : {}), ...(typeof uid === 'string' ? { uid } : {}) };
}

function readTarget(json: JsonRecord, at: number): Target {
  return {
    refId: asText(json['refId']) ?? String.fromCharCode(65 + (at % 26)),
    source: readSource(json['datasource']),
    hidden: json['hide'] === true,
    json,
  };
}

function readOverride(json: JsonRecord): FieldOverride {
  const matcher = asRecord(json['matcher']);
  return {
    matcher: { id: asText(matcher['id']) ?? '', options: matcher['options'] },
    properties: asArray(json['properties']).map((item) => {
      const { id, value } = asRecord(item);
      return { id: asText(id) ?? '', value };
    }),
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}
