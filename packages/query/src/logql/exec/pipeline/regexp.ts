import { err, ok, type Result } from '@bongsu/model';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { isLabelName } from './label-name.js';
import type { RunStage } from './stage.js';

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
    // RE2 refuses a name that stands twice, which Go does not; the words are Loki's then.
    return err(
      error.getDescription() === 'duplicate capture group name'
        ? `duplicate extracted label name '${error.getPattern() ?? ''}'`
        : error.message,
    );
  }
  const captures = Object.entries(re.namedGroups())
    .map(([name, group]) => ({ name, group }))
    .sort((a, b) => a.group - b.group);
  if (captures.length === 0) return err('at least one named capture must be supplied');
  const foreign = captures.find(({ name }) => !isLabelName(name));
  return foreign ? err(`invalid extracted label name '${foreign.name}'`) : ok({ re, captures });
}

/**
 * `| regexp "(?P<name>...)"`: each named group of the first match becomes a label, empty for one that took no part.
 * A line that does not match stays as it is.
 */
export function regexpParser(pattern: string): RunStage {
  const compiled = compileCapturingRegex(pattern);
  if (!compiled.ok) throw new Error(`BUG: pattern not checked: ${compiled.error}`);
  const { re, captures } = compiled.value;
  return ({ line, labels }) => {
    if (labels.satisfied) return true;
    const matcher = re.matcher(line);
    if (matcher.find()) {
      for (const { name, group } of captures) labels.extract(name, matcher.group(group) ?? '');
    }
    return true;
  };
}
