import { compileAnchored, type Matcher } from '../../lang/index.js';
import type { Query, Selector, SyntaxFault } from './ast.js';
import { compileLineRegex } from './line-regex.js';

const EMPTY_COMPATIBLE =
  'queries require at least one regexp or equality matcher that does not have an empty-compatible value. ' +
  'For instance, app=~".*" does not meet this requirement, but app=~".+" will';

/** What is wrong with the meaning of a parsed query; `undefined` when nothing is. */
export function checkQuery(query: Query): SyntaxFault | undefined {
  if (query.kind !== 'log-query') return undefined;
  const inSelector = checkSelector(query.selector);
  if (inSelector) return inSelector;
  if (query.selector.matchers.every(matchesEmpty)) {
    return { kind: 'check', message: EMPTY_COMPATIBLE, range: query.selector.range };
  }
  for (const stage of query.stages) {
    if (stage.kind !== 'line-filter' || (stage.op !== '|~' && stage.op !== '!~')) continue;
    for (const { value } of stage.values) {
      const re = compileLineRegex(value);
      if (!re.ok) return { kind: 'check', message: re.error, range: stage.range };
    }
  }
  return undefined;
}

/** As `checkQuery`, for a selector that may select everything. */
export function checkSelector(selector: Selector): SyntaxFault | undefined {
  for (const { op, value, range } of selector.matchers) {
    if (op !== '=~' && op !== '!~') continue;
    const re = compileAnchored(value);
    if (!re.ok) return { kind: 'check', message: re.error, range };
  }
  return undefined;
}

/** Whether a series without the label passes. The patterns must have been checked. */
export function matchesEmpty(matcher: Matcher): boolean {
  if (matcher.op === '=' || matcher.op === '!=') return (matcher.op === '=') === (matcher.value === '');
  const re = compileAnchored(matcher.value);
  if (!re.ok) throw new Error(`BUG: pattern not checked: ${re.error}`);
  return re.value.matches('') === (matcher.op === '=~');
}

/** Things an answer should say about a query that has a meaning all the same. */
export function warningsOf(query: Query): string[] {
  if (query.kind !== 'log-query') return [];
  return query.selector.matchers.flatMap(({ dotted, name }) =>
    dotted === undefined ? [] : [`label name ${dotted} was read as ${name}: Loki label names have no dots`],
  );
}
