export interface PatternMatch {
  readonly whole: string;
  /** The first group, when there is one and it took part. */
  readonly group: string | undefined;
  readonly named: Readonly<Record<string, string>>;
}

/** A regular expression out of a dashboard. */
export interface Pattern {
  readonly test: (text: string) => boolean;
  readonly matches: (text: string) => readonly PatternMatch[];
  /** Of the first match, or of all with the flag `g`; `$1` is a group. */
  readonly replace: (text: string, replacement: string) => string;
}

/**
 * Reads a pattern, with its flags when it stands between slashes, else as it is.
 * @param whole one without slashes must match from its start to its end.
 * @returns undefined for one that RE2 cannot run: a dashboard must not be able to hang the page of who opens it.
 */
export type CompilePattern = (text: string, whole?: boolean) => Pattern | undefined;
