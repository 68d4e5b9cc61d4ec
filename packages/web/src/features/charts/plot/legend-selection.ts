/** Series that the legend has switched off, by key. */
export type Hidden = ReadonlySet<string>;

export function toggled(hidden: Hidden, key: string): Hidden {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Shows one series alone; once more shows all again. */
export function isolated(hidden: Hidden, key: string, all: readonly string[]): Hidden {
  const alone = all.every((other) => hidden.has(other) === (other !== key));
  return alone ? new Set() : new Set(all.filter((other) => other !== key));
}
