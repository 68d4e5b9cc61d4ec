import { quoteGoString } from '../../lang/index.js';
import type {
  Extraction,
  LabelFilter,
  LabelFormatItem,
  LineFilter,
  LineFilterValue,
  NamedLabel,
  Stage,
} from './ast.js';

/** A stage as the parser reads it back, `| ` included. */
export function printStage(stage: Stage): string {
  switch (stage.kind) {
    case 'line-filter':
      return printLineFilter(stage);
    case 'json':
      return words('| json', printExtractions(stage.extractions));
    case 'logfmt': {
      const flags = words(stage.strict ? '--strict' : '', stage.keepEmpty ? '--keep-empty' : '');
      return words('| logfmt', flags, printExtractions(stage.extractions));
    }
    case 'regexp':
    case 'pattern':
      return `| ${stage.kind} ${quoteGoString(stage.pattern)}`;
    case 'unpack':
    case 'decolorize':
      return `| ${stage.kind}`;
    case 'label-filter':
      return `| ${printLabelFilter(stage.filter)}`;
    case 'line-format':
      return `| line_format ${quoteGoString(stage.template)}`;
    case 'label-format':
      return `| label_format ${stage.items.map(printLabelFormatItem).join(',')}`;
    case 'drop':
    case 'keep':
      return `| ${stage.kind} ${stage.labels.map(printNamedLabel).join(',')}`;
  }
}

const words = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

export const printLineFilter = ({ op, values }: LineFilter): string =>
  `${op} ${values.map(printFilterValue).join(' or ')}`;

const printFilterValue = ({ kind, value }: LineFilterValue): string =>
  kind === 'ip' ? `ip(${quoteGoString(value)})` : quoteGoString(value);

const printExtractions = (extractions: readonly Extraction[]): string =>
  extractions.map(({ name, expression }) => `${name}=${quoteGoString(expression)}`).join(',');

const printLabelFormatItem = (item: LabelFormatItem): string =>
  `${item.name}=${item.kind === 'rename' ? item.from : quoteGoString(item.template)}`;

const printNamedLabel = ({ name, matcher }: NamedLabel): string =>
  matcher ? `${name}${matcher.op}${quoteGoString(matcher.value)}` : name;

/** Conjunctions as `( a , b )` and disjunctions as `( a or b )`, as Loki writes them. */
export function printLabelFilter(filter: LabelFilter): string {
  switch (filter.kind) {
    case 'string':
      return `${filter.name}${filter.op}${quoteGoString(filter.value)}`;
    case 'number':
    case 'duration':
    case 'bytes':
      return `${filter.name}${filter.op}${filter.text}`;
    case 'ip':
      return `${filter.name}${filter.op}ip(${quoteGoString(filter.value)})`;
    case 'and':
    case 'or': {
      const parts = partsOf(filter.kind, filter).map(printLabelFilter);
      return `( ${parts.join(filter.kind === 'and' ? ' , ' : ' or ')} )`;
    }
  }
}

/** The filters that a chain of one kind joins, however its tree is balanced. */
function partsOf(kind: 'and' | 'or', filter: LabelFilter): LabelFilter[] {
  return filter.kind === kind ? [...partsOf(kind, filter.left), ...partsOf(kind, filter.right)] : [filter];
}
