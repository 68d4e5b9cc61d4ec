import { compileCapturingRegex } from '../../syntax/index.js';
import type { RunStage } from './stage.js';

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
