import type { LineFilter, Stage } from '../../syntax/index.js';

/**
 * Puts line filters as far in front as Loki does (pkg/logql/syntax/ast.go, `reorderStages`): before all stages but
 * label filters and those that write the line, `line_format` and `unpack`. That `decolorize` writes it too makes no
 * difference to Loki: `| decolorize |= "x"` filters the coloured line.
 */
export function hoistLineFilters(stages: readonly Stage[]): Stage[] {
  const done: Stage[] = [];
  let filters: LineFilter[] = [];
  let others: Stage[] = [];
  for (const stage of stages) {
    if (stage.kind === 'line-filter') {
      filters.push(stage);
      continue;
    }
    others.push(stage);
    if (stage.kind === 'label-filter' || stage.kind === 'line-format' || stage.kind === 'unpack') {
      done.push(...filters, ...others);
      filters = [];
      others = [];
    }
  }
  return [...done, ...filters, ...others];
}
