import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { Layer, Setting } from './layer.js';
import { isKnownKey, RETENTION } from './layer.js';
import { configKeys } from './schema.js';

export interface YamlLayer {
  readonly layer: Layer;
  /** Whole sentences with file and line. */
  readonly errors: readonly string[];
}

/** `name` is how messages call the file. */
export function yamlLayer(name: string, source: string): YamlLayer {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const layer = new Map<string, Setting>();
  const errors: string[] = [];
  const at = (offset: number | undefined): string => `${name}:${lines.linePos(offset ?? 0).line}`;
  for (const problem of document.errors) errors.push(`${at(problem.pos[0])}: not valid YAML: ${problem.message}`);
  if (errors.length > 0) return { layer, errors };

  const groups = new Set(
    configKeys().flatMap(({ path }) => {
      const parts = path.split('.');
      return parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('.'));
    }),
  );

  const visit = (node: Node | null, path: string, offset: number | undefined): void => {
    if (isMap(node) && (path === '' || groups.has(path))) {
      for (const pair of node.items) {
        const keyNode = pair.key as Node;
        const part = isScalar(keyNode) ? String(keyNode.value) : '?';
        visit(pair.value as Node | null, path === '' ? part : `${path}.${part}`, keyNode.range?.[0]);
      }
      return;
    }
    const from = at(offset);
    if (groups.has(path) && path !== RETENTION) {
      // `limits:` with nothing under it is how a commented-out group looks.
      if (node === null || (isScalar(node) && node.value === null)) return;
      errors.push(`${from}: ${path} is a group of keys, not a value`);
    } else if (!isKnownKey(path)) {
      errors.push(`${from}: unknown key ${path}${suggestion(path)}`);
    } else {
      const value: unknown = isScalar(node) ? node.value : isSeq(node) ? node.toJSON() : (node?.toJSON() ?? null);
      layer.set(path, { value, from });
    }
  };
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return { layer, errors };
  if (!isMap(root)) return { layer, errors: [`${at(root.range?.[0])}: the file must be a map of keys to values`] };
  visit(root, '', 0);
  return { layer, errors };
}

/** ` (did you mean port?)` when a known key is at most two edits away, else the list of keys. */
export function suggestion(path: string): string {
  const keys = [RETENTION, ...configKeys().map((key) => key.path)];
  const near = keys.filter((key) => editDistance(key.toLowerCase(), path.toLowerCase()) <= 2);
  if (near.length > 0) return ` (did you mean ${near.join(' or ')}?)`;
  return `; known keys are ${keys.join(', ')}`;
}

/** Levenshtein's distance by one row of the matrix at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
