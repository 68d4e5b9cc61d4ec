import { err, ok, type Result } from '@bongsu/model';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A pattern whose named groups become labels. */
export interface CapturingRegex {
  readonly re: RE2JS;
  readonly captures: readonly { readonly name: string; readonly group: number }[];
}

/** Compiles the pattern of `| regexp`. The error is Loki's (pkg/logql/log/parser.go, `NewRegexpParser`). */
export function compileCapturingRegex(pattern: string): Result<CapturingRegex, string> {
  let re: RE2JS;
  try {
    re = RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const twice = /duplicate capture group name: `([^`]*)`/.exec(error.message);
    return err(twice ? `duplicate extracted label name '${twice[1]!}'` : error.message);
  }
  const captures = Object.entries(re.namedGroups())
    .map(([name, group]) => ({ name, group }))
    .sort((a, b) => a.group - b.group);
  if (captures.length === 0) return err('at least one named capture must be supplied');
  const foreign = captures.find(({ name }) => /^[0-9]/.test(name));
  return foreign ? err(`invalid extracted label name '${foreign.name}'`) : ok({ re, captures });
}
