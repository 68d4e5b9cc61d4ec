import type { Matcher } from '../../lang/index.js';
import { METRIC_NAME, type Expr } from '../syntax/index.js';

const TARGET_INFO: Matcher = { name: METRIC_NAME, op: '=', value: 'target_info' };
/** What is an info metric when the query only says which are not wanted. */
const ANY_INFO: Matcher = { name: METRIC_NAME, op: '=~', value: '.+_info' };

/** Matchers of the metrics that `info()` takes labels from: `target_info` unless its second argument names others. */
export function infoMatchers(labels: Expr | undefined): readonly Matcher[] {
  const matchers = labels?.kind === 'vector' ? labels.matchers : [];
  const names = matchers.filter(({ name }) => name === METRIC_NAME);
  if (names.length === 0) return [...matchers, TARGET_INFO];
  const onlyNegative = names.every(({ op }) => op === '!=' || op === '!~');
  return onlyNegative ? [...matchers, ANY_INFO] : matchers;
}
