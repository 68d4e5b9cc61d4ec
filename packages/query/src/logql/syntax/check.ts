import { compileAnchored, type SourceRange } from '../../lang/index.js';
import type {
  LogQuery,
  LogRange,
  MetricQuery,
  Query,
  RangeAggregation,
  RangeOp,
  Selector,
  SelectorMatcher,
  SyntaxFault,
  VectorAggregation,
} from './ast.js';
import { checkLabelFilter, checkStage } from './check-stage.js';

const EMPTY_COMPATIBLE =
  'queries require at least one regexp or equality matcher that does not have an empty-compatible value. ' +
  'For instance, app=~".*" does not meet this requirement, but app=~".+" will';

/** What is wrong with the meaning of a parsed query, in Loki's words; `undefined` when nothing is. */
export const checkQuery = (query: Query): SyntaxFault | undefined =>
  query.kind === 'log-query' ? checkLogQuery(query) : checkMetric(query);

function checkLogQuery({ selector, stages }: LogQuery): SyntaxFault | undefined {
  const inSelector = checkSelector(selector);
  if (inSelector) return inSelector;
  if (selector.matchers.every(matchesEmpty)) return fault(EMPTY_COMPATIBLE, selector.range);
  return firstOf(stages, checkStage);
}

/** As `checkQuery`, for a selector that may select everything. */
export function checkSelector(selector: Selector): SyntaxFault | undefined {
  return firstOf(selector.matchers, checkMatcher);
}

function checkMatcher({ op, value, range }: SelectorMatcher): SyntaxFault | undefined {
  if (op !== '=~' && op !== '!~') return undefined;
  const re = compileAnchored(value);
  return re.ok ? undefined : fault(re.error, range);
}

/** Whether a series without the label passes. The patterns must have been checked. */
export function matchesEmpty(matcher: Pick<SelectorMatcher, 'op' | 'value'>): boolean {
  if (matcher.op === '=' || matcher.op === '!=') return (matcher.op === '=') === (matcher.value === '');
  const re = compileAnchored(matcher.value);
  if (!re.ok) throw new Error(`BUG: pattern not checked: ${re.error}`);
  return re.value.matches('') === (matcher.op === '=~');
}

function checkMetric(query: MetricQuery): SyntaxFault | undefined {
  switch (query.kind) {
    case 'number':
    case 'vector':
      return undefined;
    case 'range-aggregation':
      return checkRangeAggregation(query);
    case 'vector-aggregation':
      return checkGrouping(query) ?? checkMetric(query.inner);
    case 'label-replace': {
      const re = compileAnchored(query.pattern);
      if (!re.ok) return fault(`invalid regex in label_replace: ${ofAnchored(re.error, query.pattern)}`, query.range);
      return checkMetric(query.inner);
    }
    case 'binary':
      return checkMetric(query.left) ?? checkMetric(query.right);
  }
}

/** The error about a pattern as it stands between the anchors, where it names all of it. */
const ofAnchored = (error: string, pattern: string): string =>
  error.endsWith(`\`${pattern}\``) ? `${error.slice(0, -pattern.length - 2)}\`^(?:${pattern})$\`` : error;

function checkGrouping({ op, grouping, range }: VectorAggregation): SyntaxFault | undefined {
  if (grouping === undefined) return undefined;
  if (op === 'approx_topk') return fault(`grouping not allowed for ${op} aggregation`, range);
  if ((op === 'sort' || op === 'sort_desc') && grouping.labels.length > 0) {
    return fault("sort and sort_desc doesn't allow grouping by ", range);
  }
  return undefined;
}

/** Which range aggregations want an unwrapped number, may have one, and may group. */
interface RangeRule {
  readonly unwrap: 'always' | 'never' | 'either';
  readonly groups: boolean;
}

const RANGE_RULES: Readonly<Record<RangeOp, RangeRule>> = {
  count_over_time: { unwrap: 'never', groups: false },
  bytes_over_time: { unwrap: 'never', groups: false },
  bytes_rate: { unwrap: 'never', groups: false },
  count_distinct: { unwrap: 'never', groups: true },
  rate: { unwrap: 'either', groups: false },
  absent_over_time: { unwrap: 'either', groups: false },
  rate_counter: { unwrap: 'always', groups: false },
  sum_over_time: { unwrap: 'always', groups: false },
  avg_over_time: { unwrap: 'always', groups: true },
  min_over_time: { unwrap: 'always', groups: true },
  max_over_time: { unwrap: 'always', groups: true },
  stddev_over_time: { unwrap: 'always', groups: true },
  stdvar_over_time: { unwrap: 'always', groups: true },
  quantile_over_time: { unwrap: 'always', groups: true },
  first_over_time: { unwrap: 'always', groups: true },
  last_over_time: { unwrap: 'always', groups: true },
};

function checkRangeAggregation({ op, logs, grouping, range }: RangeAggregation): SyntaxFault | undefined {
  const rule = RANGE_RULES[op];
  if (grouping && !rule.groups) return fault(`grouping not allowed for ${op} aggregation`, range);
  if (logs.unwrap && rule.unwrap === 'never') return fault(`invalid aggregation ${op} with unwrap`, range);
  if (!logs.unwrap && rule.unwrap === 'always') return fault(`invalid aggregation ${op} without unwrap`, range);
  return checkLogRange(logs);
}

function checkLogRange({ query, unwrap, interval, range }: LogRange): SyntaxFault | undefined {
  if (interval <= 0n) return fault('the range must be greater than 0', range);
  return checkLogQuery(query) ?? (unwrap && firstOf(unwrap.filters, checkLabelFilter));
}

const fault = (message: string, range: SourceRange): SyntaxFault => ({ kind: 'check', message, range });

function firstOf<T>(items: readonly T[], check: (item: T) => SyntaxFault | undefined): SyntaxFault | undefined {
  for (const item of items) {
    const found = check(item);
    if (found) return found;
  }
  return undefined;
}
