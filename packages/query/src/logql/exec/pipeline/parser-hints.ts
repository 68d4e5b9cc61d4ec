import type { Grouping, LogQuery, LogRange, RangeAggregation, Stage, Unwrap } from '../../syntax/index.js';
import { labelsOfLabelFormat } from './label-format.js';
import { labelsOfFilter } from './label-filter.js';
import { labelsOfLineFormat } from './line-format.js';
import { DUPLICATE_SUFFIX, ERROR_LABEL, NO_HINTS, type ParserHints } from './line-labels.js';

/**
 * What the parsers of a metric query must extract (pkg/logql/log/parser_hints.go). `grouping` is the range
 * aggregation's own, or that of a `sum` directly around it; `undefined` when neither has one. With `sum(...)`, which
 * is `by ()`, and no stage that looks at labels, parsers do not run, so broken lines raise no error.
 */
export function parserHints(
  logs: { readonly query: Pick<LogQuery, 'stages'>; readonly unwrap?: Unwrap },
  grouping: Grouping | undefined,
): ParserHints {
  // Every label but those named may matter.
  if (grouping?.kind !== 'by') return NO_HINTS;
  const { unwrap } = logs;
  const names = [
    ...logs.query.stages.flatMap(labelsOfStage),
    ...(unwrap ? [...unwrap.filters.flatMap(labelsOfFilter), unwrap.label] : []),
    ...grouping.labels,
  ];
  if (names.length === 0) return { noLabels: true, preserveError: false };
  // A name with the suffix may be what a parser finds under the name without it.
  const required = names.flatMap((name) =>
    name.endsWith(DUPLICATE_SUFFIX) ? [name, name.slice(0, -DUPLICATE_SUFFIX.length)] : [name],
  );
  return { noLabels: false, required: [...new Set(required)], preserveError: required.includes(ERROR_LABEL) };
}

/** The labels that a stage looks at. */
function labelsOfStage(stage: Stage): readonly string[] {
  switch (stage.kind) {
    case 'label-filter':
      return labelsOfFilter(stage.filter);
    case 'line-format':
      return labelsOfLineFormat(stage.template);
    case 'label-format':
      return labelsOfLabelFormat(stage.items);
    default:
      return [];
  }
}

/** Parsers must find the label that `count_distinct` counts, as they must find one that is unwrapped. */
export function whatParsersMustFind({ logs, distinct }: RangeAggregation): LogRange {
  return distinct === undefined ? logs : { ...logs, unwrap: { label: distinct, filters: [], range: logs.range } };
}
