import type { Labels, ResourceDef, TypedAttribute } from '@bongsu/model';
import type { LogRow } from './log-row.js';

/** What a line's metadata takes from its resource and scope. */
export type LogResource = Pick<
  ResourceDef,
  'attributes' | 'droppedAttributes' | 'scopeName' | 'scopeVersion' | 'scopeAttributes' | 'scopeDroppedAttributes'
>;

/** Names that systems keep for themselves: their outer underscores stay. */
const RESERVED = /^__(.+)__$/s;

/**
 * A label name from an attribute key: what is not [A-Za-z0-9_] becomes one `_`, a leading digit gets `key_`
 * (github.com/prometheus/otlptranslator, `LabelNamer`).
 */
export function labelNameOf(key: string): string {
  const reserved = RESERVED.exec(key);
  if (reserved) return `__${collapsed(reserved[1]!)}__`;
  const name = collapsed(key);
  return /^[0-9]/.test(name) ? `key_${name}` : name;
}

const collapsed = (text: string): string => text.replace(/[^A-Za-z0-9_]+/g, '_').replace(/_{2,}/g, '_');

/** As `labelNameOf`, for the lines of one read: they have few keys among them. */
export function rememberedLabelNames(): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    let name = known.get(key);
    if (name === undefined) known.set(key, (name = labelNameOf(key)));
    return name;
  };
}

/**
 * Structured metadata of a line as Loki derives it from OTLP, with the `detected_level` that was stored, which wins over all. Fields of the record win over
 * its attributes, those over the scope's, those over the resource's; names the stream has as labels are left out
 * of the resource's. Sorted by name; empty values are left out.
 */
export function structuredMetadata(
  row: LogRow,
  labels: Labels,
  resource: LogResource | undefined,
  nameOf: (key: string) => string = labelNameOf,
): Labels {
  // In order as they come in: a line has few names, and sorting them afterwards took longer.
  const names: string[] = [];
  const values: string[] = [];
  const put = (name: string, value: string): void => {
    if (value === '') return;
    let at = names.length;
    while (at > 0 && names[at - 1]! > name) at--;
    if (at > 0 && names[at - 1] === name) return;
    names.push(name);
    values.push(value);
    for (let i = names.length - 1; i > at; i--) {
      names[i] = names[i - 1]!;
      values[i] = values[i - 1]!;
    }
    names[at] = name;
    values[at] = value;
  };
  const putCount = (name: string, count: number | bigint): void => put(name, count > 0 ? String(count) : '');
  put('detected_level', row.detectedLevel);
  if (!row.idsFound) {
    put('trace_id', row.traceId);
    put('span_id', row.spanId);
  }
  putCount('flags', row.flags);
  putCount('severity_number', row.severityNumber);
  put('severity_text', row.severityText);
  putCount('observed_timestamp', row.observed);
  put('event_name', row.eventName);
  putCount('dropped_attributes_count', row.droppedAttributes);
  for (const attribute of row.attributes) flatten(attribute, nameOf, put);
  if (resource) {
    put('scope_name', resource.scopeName);
    put('scope_version', resource.scopeVersion);
    putCount('scope_dropped_attributes_count', resource.scopeDroppedAttributes);
    putCount('resource_dropped_attributes_count', resource.droppedAttributes);
    for (const attribute of resource.scopeAttributes) flatten(attribute, nameOf, put);
    for (const attribute of resource.attributes) {
      flatten(attribute, nameOf, (name, value) => {
        if (!Object.hasOwn(labels, name)) put(name, value);
      });
    }
  }
  const sorted: Record<string, string> = {};
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    // Assigned, this one would be no label. For all others assigning is several times faster than `fromEntries`.
    if (name === '__proto__') Object.defineProperty(sorted, name, { value: values[i], enumerable: true });
    else sorted[name] = values[i]!;
  }
  return sorted;
}

/** A key-value list becomes a name per leaf, `a_b`; other values keep their text. */
function flatten(
  { key, value, type }: TypedAttribute,
  nameOf: (key: string) => string,
  put: (name: string, value: string) => void,
): void {
  if (type !== 'k') {
    put(nameOf(key), value);
    return;
  }
  const walk = (path: string, node: unknown): void => {
    if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
      for (const [name, child] of Object.entries(node)) walk(`${path}_${name}`, child);
    } else if (node !== null) {
      put(nameOf(path), typeof node === 'string' ? node : JSON.stringify(node));
    }
  };
  walk(key, JSON.parse(value) as unknown);
}
