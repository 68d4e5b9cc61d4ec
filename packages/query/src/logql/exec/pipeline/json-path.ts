import { err, ok, type Result } from '@bongsu/model';
import { unquoteGoString } from '../../../lang/index.js';

/** Steps from a JSON text's root: names of objects' entries and places in arrays. */
export type JsonPath = readonly (string | number)[];

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const INDEX = /\[\s*(\d+)\s*\]/y;
const QUOTED = /\[\s*("(?:[^"\\]|\\.)*")\s*\]/y;

/** Reads `a.b[0]["c d"]`, the expressions of `| json x="..."` (pkg/logql/log/jsonexpr). The error says what is wrong. */
export function parseJsonPath(expression: string): Result<JsonPath, string> {
  const path: (string | number)[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(expression);
    if (!found) return undefined;
    at = pattern.lastIndex;
    return found[1] ?? found[0];
  };
  while (at < expression.length) {
    const index = take(INDEX);
    if (index !== undefined) {
      path.push(Number(index));
      continue;
    }
    const quoted = take(QUOTED);
    if (quoted !== undefined) {
      const text = unquoteGoString(quoted);
      if (!text.ok) return err(text.error);
      path.push(text.value);
      continue;
    }
    if (path.length > 0) {
      if (expression[at] !== '.') return err(`unexpected ${expression[at]!} at position ${at + 1}`);
      at++;
    }
    const name = take(NAME);
    if (name === undefined) {
      return err(at < expression.length ? `unexpected ${expression[at]!} at position ${at + 1}` : 'unexpected end');
    }
    path.push(name);
  }
  return path.length === 0 ? err('empty expression') : ok(path);
}
