import type { StatementRoom } from '../../lang/index.js';
import type { LabelFilter, QuantityLabelFilter, Stage } from '../syntax/index.js';
import { isPlainName, plainLogfmt } from './grouping.js';
import type { Executor, PrefilterNode, QuantityPrefilter } from './nodes.js';
import { RECORD_LABELS } from './record-labels.js';

/**
 * What every line that passes the stages has, for the engine to leave out most of the others: a label that equals a
 * text has it from the line, its metadata or its stream; a number, a duration or a
 * size that a parser finds stands in the line. Stages that
 * make new texts end the search.
 */
export function planPrefilters(stages: readonly Stage[], executor: Executor, room: StatementRoom): PrefilterNode[] {
  if (executor === 'memory') return [];
  const found: PrefilterNode[] = [];
  const parsers: Stage[] = [];
  // A line with an error passes every filter but those of texts.
  let faultless = true;
  for (const stage of stages) {
    switch (stage.kind) {
      case 'json':
        // A path may give the text of an object, which need not stand in the line like that.
        if (stage.extractions.length > 0) return found;
        parsers.push(stage);
        break;
      case 'logfmt':
      case 'regexp':
      case 'pattern':
        parsers.push(stage);
        break;
      case 'label-filter': {
        for (const { texts, names } of necessaryTexts(stage.filter)) {
          if (!room.take(texts)) return found;
          const why = 'a label that equals a text has it from somewhere; the pipeline decides';
          const parsed = parsers.length > 0;
          const placed = { placement: 'clickhouse', why } as const;
          found.push({
            node: 'prefilter',
            kind: 'text',
            texts,
            names,
            parsed,
            attributes: true,
            shared: true,
            ...placed,
          });
        }
        const quantity = faultless ? necessaryQuantity(stage.filter, parsers) : undefined;
        if (quantity && room.take(quantity.names)) found.push(quantity);
        faultless &&= onlyTexts(stage.filter);
        break;
      }
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

interface NecessaryTexts {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

/** Sets of texts of which a line that passes has at least one each. */
function necessaryTexts(filter: LabelFilter): readonly NecessaryTexts[] {
  switch (filter.kind) {
    case 'and':
      return [...necessaryTexts(filter.left), ...necessaryTexts(filter.right)];
    case 'or': {
      const [left, right] = [necessaryTexts(filter.left), necessaryTexts(filter.right)];
      if (left.length !== 1 || right.length !== 1) return [];
      const [one, other] = [left[0]!, right[0]!];
      return [{ texts: [...one.texts, ...other.texts], names: [...one.names, ...other.names] }];
    }
    case 'string': {
      const { op, value, name } = filter;
      // Errors are the pipeline's own words; what is no UTF-8 becomes U+FFFD on its way here.
      return op === '=' && value !== '' && !name.startsWith('__') && !value.includes('\ufffd')
        ? [{ texts: [value], names: [name] }]
        : [];
    }
    default:
      return [];
  }
}

/** The comparison that a line must pass before another filter could leave an error on it, where one parser gives its label. */
function necessaryQuantity(filter: LabelFilter, parsers: readonly Stage[]): QuantityPrefilter | undefined {
  const first = firstQuantity(filter);
  const [parser, another] = parsers;
  if (first === undefined || first.op === '!=' || another !== undefined) return undefined;
  const plain = parser?.kind === 'json' || (parser?.kind === 'logfmt' && plainLogfmt(parser));
  if (!plain || !isPlainName(first.name) || RECORD_LABELS.has(first.name) || !Number.isFinite(first.value)) {
    return undefined;
  }
  return {
    node: 'prefilter',
    kind: 'quantity',
    parser: parser.kind,
    quantity: first.kind,
    names: [first.name],
    attributes: true,
    shared: true,
    op: first.op,
    value: first.value,
    text: first.text,
    placement: 'clickhouse',
    why: `a ${NOUN[first.kind]} of a line of simple form stands in it; the pipeline decides`,
  };
}

const NOUN = { number: 'number', duration: 'duration', bytes: 'size' } as const;

/** The filter of a quantity that every line must pass and that none comes before. */
function firstQuantity(filter: LabelFilter): QuantityLabelFilter | undefined {
  switch (filter.kind) {
    case 'and':
      return onlyTexts(filter.left) ? firstQuantity(filter.right) : firstQuantity(filter.left);
    case 'number':
    case 'duration':
    case 'bytes':
      return filter;
    case 'or':
    case 'string':
    case 'ip':
      return undefined;
  }
}

const onlyTexts = (filter: LabelFilter): boolean =>
  'left' in filter ? onlyTexts(filter.left) && onlyTexts(filter.right) : filter.kind === 'string';
