import { asNumber, asRecord, asText } from '../../../api/json.js';

/** What a query variable asks a data source for. */
export type VariableQuery =
  | { readonly ask: 'label_names'; readonly match?: string }
  | { readonly ask: 'label_values'; readonly label: string; readonly match?: string }
  | { readonly ask: 'metrics'; readonly pattern: string }
  | { readonly ask: 'query_result'; readonly query: string }
  | { readonly ask: 'series'; readonly match: string };

/**
 * Reads the query of a variable over Prometheus, Loki or Tempo, as text (`label_values(up, job)`) or as the object that newer
 * dashboards hold.
 */
export function readVariableQuery(query: unknown): VariableQuery | undefined {
  if (typeof query === 'string') return readText(query);
  const json = asRecord(query);
  const text = asText(json['query']);
  if (text !== undefined && /\S/.test(text) && asText(json['label']) === undefined) return readText(text);
  const label = asText(json['label']);
  // Loki: type 0 asks for names, 1 for values. Tempo: the same numbers. Prometheus (qryType): 0 names, 1 values, 2 metrics, 3 result.
  const kind = asNumber(json['qryType']) ?? asNumber(json['type']) ?? asText(json['type']);
  const stream = asText(json['stream']) ?? asText(json['metric']);
  if ((kind === 0 || kind === 'labelNames') && label === undefined)
    return { ask: 'label_names', ...(stream ? { match: stream } : {}) };
  if (label !== undefined && label !== '') return { ask: 'label_values', label, ...(stream ? { match: stream } : {}) };
  return undefined;
}

function readText(text: string): VariableQuery | undefined {
  const trimmed = text.trim();
  const call = /^(label_names|label_values|metrics|query_result)\s*\(([\s\S]*)\)\s*$/.exec(trimmed);
  if (!call) return trimmed === '' ? undefined : { ask: 'series', match: trimmed };
  const inside = (call[2] ?? '').trim();
  switch (call[1]) {
    case 'label_names':
      return inside === '' ? { ask: 'label_names' } : { ask: 'label_names', match: inside };
    case 'metrics':
      return { ask: 'metrics', pattern: inside };
    case 'query_result':
      return { ask: 'query_result', query: inside };
    default: {
      // The label is what follows the last comma outside of braces: `label_values(up{a="x,y"}, job)`.
      const split = /^([\s\S]*),\s*([^,{}()"]+?)\s*$/.exec(inside);
      const label = (split?.[2] ?? inside).replace(/^["']|["']$/g, '');
      const match = split?.[1]?.trim();
      return match ? { ask: 'label_values', label, match } : { ask: 'label_values', label };
    }
  }
}
