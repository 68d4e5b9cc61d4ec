import { err, ok, type Result } from '@bongsu/model';
import { StatementRoom, whyNotEngineRegex, type Matcher, type ParseError } from '../../lang/index.js';
import type { LineFilter, Query, Selector, Stage } from '../syntax/index.js';
import type { Executor, IdMatch, LabelMatch, LogPlan, Placed } from './nodes.js';

/** Plans a checked query. The error says what of it is not answered yet. */
export function planLogs(query: Query, executor: Executor): Result<LogPlan, ParseError> {
  if (query.kind !== 'log-query') return err({ message: 'a metric query is not supported yet', range: query.range });
  const stages: LineFilter[] = [];
  for (const stage of query.stages) {
    if (!isPlainFilter(stage)) return err({ message: `${describe(stage)} is not supported yet`, range: stage.range });
    stages.push(stage);
  }
  const room = new StatementRoom();
  const { labels, ids } = planSelector(query.selector, executor, room);
  const filters = stages.map((filter) => ({
    node: 'line-filter' as const,
    filter,
    ...within(
      room,
      filter.values.map(({ value }) => value),
      placeLineFilter(filter, executor),
    ),
  }));
  return ok({ labels, ids, filters });
}

const isPlainFilter = (stage: Stage): stage is LineFilter =>
  stage.kind === 'line-filter' &&
  stage.op !== '|>' &&
  stage.op !== '!>' &&
  stage.values.every(({ kind }) => kind === 'text');

function describe(stage: Stage): string {
  if (stage.kind === 'line-filter') return stage.op === '|>' || stage.op === '!>' ? 'the pattern filter' : 'ip()';
  return stage.kind === 'label-filter' ? 'a label filter' : `the stage ${stage.kind.replace('-', '_')}`;
}

/** Ids never are stream labels, so matchers on them read the stored columns. */
export function planSelector(
  selector: Selector,
  executor: Executor,
  room = new StatementRoom(),
): Omit<LogPlan, 'filters'> {
  const labels: LabelMatch[] = [];
  const ids: IdMatch[] = [];
  for (const matcher of selector.matchers) {
    const placed = within(room, [matcher.value], placeMatcher(matcher, executor));
    if (matcher.name === 'trace_id' || matcher.name === 'span_id') {
      ids.push({ node: 'id-match', column: matcher.name, matcher, ...placed });
    } else {
      labels.push({ node: 'label-match', matcher, ...placed });
    }
  }
  return { labels, ids };
}

const ASKED: Placed = { placement: 'memory', why: 'the memory executor was asked for' };
const CROWDED: Placed = { placement: 'memory', why: 'one statement has no room for so many conditions' };

function within(room: StatementRoom, texts: readonly string[], placed: Placed): Placed {
  return placed.placement === 'clickhouse' && !room.take(texts) ? CROWDED : placed;
}

function placeMatcher({ op, value }: Matcher, executor: Executor): Placed {
  if (executor === 'memory') return ASKED;
  if (op === '=' || op === '!=') return { placement: 'clickhouse', why: 'equality of text' };
  return placeRegex([value], 'anchored RE2');
}

function placeLineFilter({ op, values }: LineFilter, executor: Executor): Placed {
  if (executor === 'memory') return ASKED;
  if (op === '|=' || op === '!=') return { placement: 'clickhouse', why: 'search for bytes' };
  return placeRegex(
    values.map(({ value }) => value),
    'RE2 without dot-all',
  );
}

function placeRegex(patterns: readonly string[], why: string): Placed {
  const obstacle = patterns.map(whyNotEngineRegex).find((reason) => reason !== undefined);
  return obstacle === undefined ? { placement: 'clickhouse', why } : { placement: 'memory', why: obstacle };
}
