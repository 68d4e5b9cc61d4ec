import { type Variable } from '../model/dashboard.js';
import { referencesOf } from './interpolate.js';

/** Variables so that each stands after those its query mentions; members of a loop keep their order. */
export function inOrderOfUse(variables: readonly Variable[]): readonly Variable[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const done = new Set<string>();
  const out: Variable[] = [];
  const visit = (variable: Variable): void => {
    if (done.has(variable.name)) return;
    done.add(variable.name);
    for (const name of mentions(variable)) {
      const other = byName.get(name);
      if (other) visit(other);
    }
    out.push(variable);
  };
  variables.forEach(visit);
  return out;
}

/** Names that a variable needs before it can be asked for. */
export function mentions(variable: Variable): readonly string[] {
  const query = typeof variable.query === 'string' ? variable.query : JSON.stringify(variable.query ?? '');
  return referencesOf(`${query} ${variable.regex} ${variable.source?.uid ?? ''}`);
}
