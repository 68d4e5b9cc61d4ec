/** By name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `${name}`, an opening brace that is not closed, or `$name`, where a sign or digit is a name by itself (Go's os.Expand). */
const REFERENCE = /\$(?:\{([^}]*)\}|\{|([*#$@!?\-0-9]|[A-Za-z_][A-Za-z0-9_]*))/g;

/**
 * Puts variables into a value of `external_labels`: `$$` is a dollar sign, a variable that is not set is '' and reported to
 * `missing`, and a dollar sign that begins no name stays.
 */
export function expandEnvironment(text: string, environment: Environment, missing: (name: string) => void): string {
  return text.replace(REFERENCE, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    if (name === '$') return '$';
    const value = environment[name] ?? '';
    if (value === '' && name !== '') missing(name);
    return value;
  });
}
