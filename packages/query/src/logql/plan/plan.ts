import { StatementRoom, whyNotEngineRegex, type Matcher } from '../../lang/index.js';
import { hoistLineFilters, PIPELINE_LIMITS, type PipelineLimits } from '../exec/pipeline/index.js';
import type { LineFilter, LogQuery, Selector, Stage } from '../syntax/index.js';
import { planPrefilters } from './prefilter.js';
import type { Executor, IdMatch, LabelMatch, LineFilterNode, LogPlan, Placed, StageNode } from './nodes.js';

/** Plans the lines of a checked query. */
export function planLogs(query: LogQuery, executor: Executor, limits: PipelineLimits = PIPELINE_LIMITS): LogPlan {
  const room = new StatementRoom();
  const selected = planSelector(query.selector, executor, room);
  const stages = hoistLineFilters(query.stages);
  const written = stages.findIndex(writesLine);
  const stored = written < 0 ? stages.length : written;
  // What looks at the stored line drops the same lines wherever it stands.
  const filters = stages.slice(0, stored).filter((stage) => stage.kind === 'line-filter');
  const others = stages.filter((stage, i) => i >= stored || stage.kind !== 'line-filter');
  return {
    ...selected,
    filters: filters.map((filter) => planLineFilter(filter, executor, room)),
    prefilters: planPrefilters(stages, executor, room),
    stages: others.map((stage) => planStage(stage, executor)),
    limits,
  };
}

const writesLine = ({ kind }: Stage): boolean => kind === 'line-format' || kind === 'unpack' || kind === 'decolorize';

/** Ids never are stream labels, so matchers on them read the stored columns. */
export function planSelector(
  selector: Selector,
  executor: Executor,
  room = new StatementRoom(),
): Pick<LogPlan, 'labels' | 'ids'> {
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

export const ASKED: Placed = { placement: 'memory', why: 'the memory executor was asked for' };
const CROWDED: Placed = { placement: 'memory', why: 'one statement has no room for so many conditions' };

function within(room: StatementRoom, texts: readonly string[], placed: Placed): Placed {
  return placed.placement === 'clickhouse' && !room.take(texts) ? CROWDED : placed;
}

function placeMatcher({ op, value }: Matcher, executor: Executor): Placed {
  if (executor === 'memory') return ASKED;
  if (op === '=' || op === '!=') return { placement: 'clickhouse', why: 'equality of text' };
  return placeRegex([value], 'anchored RE2');
}

function planLineFilter(filter: LineFilter, executor: Executor, room: StatementRoom): LineFilterNode {
  const texts = filter.values.map(({ value }) => value);
  return { node: 'line-filter', filter, ...within(room, texts, placeLineFilter(filter, executor)) };
}

function placeLineFilter({ op, values }: LineFilter, executor: Executor): Placed {
  if (executor === 'memory') return ASKED;
  if (values.some(({ kind }) => kind === 'ip')) return { placement: 'memory', why: 'addresses are found by a scanner' };
  switch (op) {
    case '|=':
    case '!=':
      return { placement: 'clickhouse', why: 'search for bytes' };
    case '|>':
    case '!>':
      return { placement: 'memory', why: 'line patterns are matched by our own scanner' };
    case '|~':
    case '!~': {
      const patterns = values.map(({ value }) => value);
      return placeRegex(patterns, 'RE2 without dot-all');
    }
  }
}

function placeRegex(patterns: readonly string[], why: string): Placed {
  const obstacle = patterns.map(whyNotEngineRegex).find((reason) => reason !== undefined);
  return obstacle === undefined ? { placement: 'clickhouse', why } : { placement: 'memory', why: obstacle };
}

function planStage(stage: Stage, executor: Executor): StageNode {
  const placed: Placed = executor === 'memory' ? ASKED : { placement: 'memory', why: 'only the pipeline defines it' };
  return { node: 'stage', stage, ...placed };
}
