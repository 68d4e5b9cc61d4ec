/** Texts with what the parser and the check make of them. */
export interface Corpus {
  /** A text and its canonical form. */
  readonly valid: readonly Row[];
  /** A text that is no LogQL, and the message. */
  readonly parseFails: readonly Row[];
  /** A text that is LogQL without meaning, and the message. */
  readonly checkFails: readonly Row[];
}

export type Row = readonly [text: string, expected: string];

/** For selectors that would select everything. */
export const EMPTY_COMPATIBLE =
  'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. ' +
  'For instance, app=~".*" does not meet this requirement, but app=~".+" will';
