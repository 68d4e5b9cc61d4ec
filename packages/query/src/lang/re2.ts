import { err, ok, type Result } from '@bongsu/model';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A compiled pattern that matches whole values only; a dot matches line feeds too. */
export interface AnchoredPattern {
  /** The pattern in the form ClickHouse's `match` takes, anchored. */
  readonly anchored: string;
  matches(value: string): boolean;
  /** Groups of a full match with `undefined` for one that took no part; `undefined` when there is no match. */
  groups(value: string): readonly (string | undefined)[] | undefined;
  /** Named groups and their numbers. */
  readonly names: Readonly<Record<string, number>>;
}

/** The text around a label pattern. RE2's `$` without the `m` flag stands at the end of the text only. */
export const anchoredPattern = (pattern: string): string => `^(?s:${pattern})$`;

/**
 * Compiles a label pattern as Prometheus and Loki do: fully anchored, dot matching line feeds. The error is RE2's
 * text, about the pattern as the user wrote it.
 */
export function compileAnchored(pattern: string): Result<AnchoredPattern, string> {
  let re: RE2JS;
  try {
    // The bare pattern first: `)(` would be valid between the anchors' parentheses, and its error names itself.
    RE2JS.compile(pattern);
    re = RE2JS.compile(anchoredPattern(pattern));
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return err(error.message);
    throw error;
  }
  return ok({
    anchored: anchoredPattern(pattern),
    matches: (value) => re.matches(value),
    groups: (value) => {
      const matcher = re.matcher(value);
      if (!matcher.matches()) return undefined;
      return Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? undefined);
    },
    names: re.namedGroups(),
  });
}
