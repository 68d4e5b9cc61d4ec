import { type AdhocFilter } from '../adhoc/adhoc-filter.js';
import { type SourceKind } from '../model/dashboard.js';

/** What a variable stands for at this moment. */
export interface VariableValue {
  readonly values: readonly string[];
  /** What the person sees; by default the values. */
  readonly text?: string;
  /** Could be several: then it goes into queries as a pattern. */
  readonly several: boolean;
  /** Goes in as it is, whatever the format: a custom value for All, or an interval. */
  readonly verbatim?: boolean;
  /** Conditions that go into every query of this kind, which names no variable for them. */
  readonly adhoc?: { readonly kind: SourceKind; readonly filters: readonly AdhocFilter[] };
  /** Values of a format of their own: `${__from:date}`. */
  readonly format?: (format: string | undefined) => string;
}

export type Scope = ReadonlyMap<string, VariableValue>;

/** @returns a scope in which these hold before those of `scope`. */
export function within(scope: Scope, own: Readonly<Record<string, string>>): Scope {
  const entries = Object.entries(own);
  if (entries.length === 0) return scope;
  const merged = new Map(scope);
  for (const [name, value] of entries)
    merged.set(name, { values: [value], several: scope.get(name)?.several ?? false });
  return merged;
}
