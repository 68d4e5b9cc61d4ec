import { quoteGoString, type Matcher } from '../../lang/index.js';
import type { LogQuery, Selector } from './ast.js';
import { printStage } from './print-stage.js';
import { KEYWORDS } from './tokens.js';

export function printLogQuery({ selector, stages }: LogQuery): string {
  return [printSelector(selector), ...stages.map(printStage)].join(' ');
}

export function printSelector(selector: Selector): string {
  return `{${selector.matchers.map(printMatcher).join(', ')}}`;
}

export function printMatcher({ name, op, value }: Matcher): string {
  // Only a quoted name can be a keyword.
  const written = KEYWORDS.has(name.toLowerCase()) ? quoteGoString(name) : name;
  return `${written}${op}${quoteGoString(value)}`;
}
