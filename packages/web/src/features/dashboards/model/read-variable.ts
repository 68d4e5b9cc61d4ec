import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../api/json.js';
import { type Variable, type VariableKind } from './dashboard.js';
import { readSource } from './read-panel.js';

const kinds: readonly VariableKind[] = ['query', 'custom', 'interval', 'datasource', 'constant', 'textbox', 'adhoc'];

export function readVariable(json: JsonRecord): Variable {
  const type = asText(json['type']) ?? 'query';
  const name = asText(json['name']) ?? '';
  const label = asText(json['label']);
  const kind = kinds.find((each) => each === type) ?? 'unsupported';
  const allValue = asText(json['allValue']);
  return {
    name,
    kind,
    type,
    label: label === undefined || label === '' ? name : label,
    hide: json['hide'] === 2 ? 'variable' : json['hide'] === 1 ? 'label' : kind === 'constant' ? 'variable' : 'no',
    source: readSource(json['datasource']),
    query: json['query'] ?? json['definition'],
    regex: asText(json['regex']) ?? '',
    sort: asNumber(json['sort']) ?? 0,
    multi: json['multi'] === true,
    includeAll: json['includeAll'] === true,
    allValue: allValue === undefined || allValue === '' ? undefined : allValue,
    current: kind === 'adhoc' ? savedFilters(json) : currentValues(json, kind),
    followsRange: json['refresh'] === 2,
    auto:
      kind === 'interval' && json['auto'] === true
        ? { count: asNumber(json['auto_count']) ?? 30, min: asText(json['auto_min']) ?? '10s' }
        : undefined,
  };
}

/** Ad hoc filters as addresses have them. */
function savedFilters(json: JsonRecord): readonly string[] {
  return asArray(json['filters']).map((item) => {
    const { key, operator, value } = asRecord(item);
    return [key, operator, value].map((part) => (asText(part) ?? '').replaceAll('|', '__gfp__')).join('|');
  });
}

/** The value saved; for a text box or constant also its query, which is where old dashboards keep it. */
function currentValues(json: JsonRecord, kind: VariableKind): readonly string[] {
  const { value, text } = asRecord(json['current']);
  const given = value ?? text;
  const values = (Array.isArray(given) ? asArray(given) : [given]).flatMap((item) => asText(item) ?? []);
  if (values.length > 0 && values.some((item) => item !== ''))
    return values.map((item) => (item === 'All' ? '$__all' : item));
  return kind === 'textbox' || kind === 'constant' ? [asText(json['query']) ?? ''] : [];
}
