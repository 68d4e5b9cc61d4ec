import type { StatementRoom } from '../../lang/index.js';
import type { LabelFilter, Stage } from '../syntax/index.js';
import type { Executor, PrefilterNode } from './nodes.js';

/**
 * What every line that passes the stages has, for the engine to leave out most of the others: a label that equals a
 * text has it from the line, its metadata or its stream. Stages that make new texts end the search.
 */
export function planPrefilters(stages: readonly Stage[], executor: Executor, room: StatementRoom): PrefilterNode[] {
  if (executor === 'memory') return [];
  const found: PrefilterNode[] = [];
  let parsed = false;
  for (const stage of stages) {
    switch (stage.kind) {
      case 'json':
        // A path may give the text of an object, which need not stand in the line like that.
        if (stage.extractions.length > 0) return found;
        parsed = true;
        break;
      case 'logfmt':
      case 'regexp':
      case 'pattern':
        parsed = true;
        break;
      case 'label-filter':
        for (const texts of necessaryTexts(stage.filter)) {
          if (!room.take(texts)) return found;
          const why = 'a label that equals a text has it from somewhere; the pipeline decides';
          found.push({ node: 'prefilter', texts, parsed, placement: 'clickhouse', why });
        }
        break;
      case 'line-filter':
      case 'drop':
      case 'keep':
        break;
      case 'decolorize':
      case 'unpack':
      case 'line-format':
      case 'label-format':
        return found;
    }
  }
  return found;
}

/** Sets of texts of which a line that passes has at least one each. */
function necessaryTexts(filter: LabelFilter): readonly (readonly string[])[] {
  switch (filter.kind) {
    case 'and':
      return [...necessaryTexts(filter.left), ...necessaryTexts(filter.right)];
    case 'or': {
      const [left, right] = [necessaryTexts(filter.left), necessaryTexts(filter.right)];
      return left.length === 1 && right.length === 1 ? [[...left[0]!, ...right[0]!]] : [];
    }
    case 'string': {
      const { op, value, name } = filter;
      // Errors are the pipeline's own words; what is no UTF-8 becomes U+FFFD on its way here.
      return op === '=' && value !== '' && !name.startsWith('__') && !value.includes('\ufffd') ? [[value]] : [];
    }
    default:
      return [];
  }
}
