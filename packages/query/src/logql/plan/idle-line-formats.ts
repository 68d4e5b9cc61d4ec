import type { RangeAggregation, Stage } from '../syntax/index.js';

/**
 * Leaves out each `line_format` of a metric query that nothing behind it reads, as Loki does (pkg/logql/optimize.go): a
 * template that fails there is no error, and the labels that it names are not needed of parsers.
 */
export function withoutIdleLineFormats(expr: RangeAggregation): RangeAggregation {
  const { op, logs } = expr;
  const { stages } = logs.query;
  // Bytes are those of the line that the stages leave.
  if (op === 'bytes_over_time' || op === 'bytes_rate') return expr;
  const used = stages.filter((stage, i) => stage.kind !== 'line-format' || stages.slice(i + 1).some(readsLine));
  if (used.length === stages.length) return expr;
  return { ...expr, logs: { ...logs, query: { ...logs.query, stages: used } } };
}

/** Another `line_format` reads it only for a stage behind that does. */
function readsLine(stage: Stage): boolean {
  switch (stage.kind) {
    case 'line-filter':
    case 'json':
    case 'logfmt':
    case 'regexp':
    case 'pattern':
    case 'unpack':
      return true;
    case 'label-format':
      return stage.items.some((item) => item.kind === 'template' && item.template.includes('__line__'));
    case 'line-format':
    case 'label-filter':
    case 'decolorize':
    case 'drop':
    case 'keep':
      return false;
  }
}
