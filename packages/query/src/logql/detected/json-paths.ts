import { sanitizeLabelName, sanitizeNamePart } from '../exec/pipeline/label-name.js';

/** Where in an object each label of `| json` comes from: name to keys. Nothing for a line that is no object. */
export function jsonPaths(line: string): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  const walk = (node: object, prefix: string, path: readonly string[]): void => {
    for (const [key, value] of Object.entries(node)) {
      const name = prefix === '' ? sanitizeLabelName(key) : `${prefix}_${sanitizeNamePart(key)}`;
      const here = [...path, key];
      if (typeof value === 'object' && value !== null) {
        if (!Array.isArray(value)) walk(value as object, name, here);
      } else if (value !== null && !paths.has(name)) {
        paths.set(name, here);
      }
    }
  };
  const object = parsed(line);
  if (object !== undefined) walk(object, '', []);
  return paths;
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // No JSON has no paths.
    return undefined;
  }
}
