/**
 * A replacement as Go's `Regexp.Expand` reads it: `$1`, `${1}`, `$name` and `${name}` become their groups, unknown ones
 * nothing, `$$` a dollar sign. `groups` and `names` are those of `AnchoredPattern`.
 */
export function expandGroups(
  template: string,
  groups: readonly (string | undefined)[],
  names: Readonly<Record<string, number>>,
): string {
  return template.replace(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
    (_, dollar: string | undefined, braced: string | undefined, bare: string | undefined) => {
      if (dollar !== undefined) return '$';
      const name = (braced ?? bare)!;
      const group = /^\d+$/.test(name) ? Number(name) : names[name];
      return (group === undefined ? undefined : groups[group]) ?? '';
    },
  );
}
