import { quoteGoString, type Matcher } from '../../lang/index.js';
import type { LogQuery, Selector } from './ast.js';
import { printStage } from './print-stage.js';

export function printLogQuery({ selector, stages }: LogQuery): string {
  return [printSelector(selector), ...stages.map(printStage)].join(' ');
}

export function printSelector(selector: Selector): string {
  return `{${selector.matchers.map(printMatcher).join(', ')}}`;
}

export const printMatcher = (matcher: Matcher): string => `${matcher.name}${matcher.op}${quoteGoString(matcher.value)}`;
