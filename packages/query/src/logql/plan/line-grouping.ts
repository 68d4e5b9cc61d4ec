/** Fields of a line that a parser finds, as the engine reads them from lines of a simple form. */
export type FieldRead =
  | {
      readonly kind: 'json' | 'logfmt';
      readonly names: readonly string[];
      /** Whether a field that is named like the label of an error counts as well. */
      readonly errors: boolean;
    }
  | { readonly kind: 'regexp'; readonly pattern: string };

/**
 * What the sample of a line depends on but for its time: lines equal in all of it are counted together by the engine,
 * and one of them goes through the pipeline for all.
 */
export interface LineGrouping {
  /** Names of labels that matter; absent: every label of stream and metadata does. */
  readonly names?: readonly string[];
  /** Lines of a form that the engine cannot read are equal only when their whole text is. */
  readonly fields?: FieldRead;
}
