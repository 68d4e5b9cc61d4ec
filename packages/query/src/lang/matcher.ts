/** `{name="value"}` and its kin, as LogQL and PromQL share them. */
export type MatchOp = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly name: string;
  readonly op: MatchOp;
  readonly value: string;
}
