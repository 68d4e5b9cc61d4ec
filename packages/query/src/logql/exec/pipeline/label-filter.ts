import type { Result } from '@bongsu/model';
import { parseGoDuration, parseGoFloat } from '../../../lang/index.js';
import type { CompareOp, LabelFilter } from '../../syntax/index.js';
import { labelPredicate } from '../label-match.js';
import { parseByteSize } from './byte-size.js';
import { ipPredicate } from './ip-filter.js';
import { ERROR_LABEL, type LineLabels } from './line-labels.js';

/** Whether the line stays. May leave an error on the labels. */
export type TakesLabels = (labels: LineLabels) => boolean;

const READ: Readonly<Record<'number' | 'duration' | 'bytes', (text: string) => Result<number, string>>> = {
  number: parseGoFloat,
  duration: parseGoDuration,
  bytes: parseByteSize,
};

/**
 * A label filter (pkg/logql/log/label_filter.go). A missing label is '' to a string filter and drops the line at all
 * others; a value that cannot be read keeps the line, with LabelFilterErr unless it has an error already. Only string
 * filters see `__error__`.
 */
export function labelFilter(filter: LabelFilter): TakesLabels {
  switch (filter.kind) {
    case 'and': {
      const left = labelFilter(filter.left);
      const right = labelFilter(filter.right);
      // Loki asks the right side even when the left has refused; the line is dropped either way.
      return (labels) => left(labels) && right(labels);
    }
    case 'or': {
      const left = labelFilter(filter.left);
      const right = labelFilter(filter.right);
      return (labels) => left(labels) || right(labels);
    }
    case 'string': {
      const { name } = filter;
      const takes = labelPredicate(filter);
      return name === ERROR_LABEL ? (labels) => takes(labels.error) : (labels) => takes(labels.get(name) ?? '');
    }
    case 'ip': {
      const { name, op, value } = filter;
      const takes = ipPredicate(value);
      return (labels) => {
        if (labels.error !== '') return true;
        const text = labels.get(name);
        return text !== undefined && takes(text) === (op === '=');
      };
    }
    case 'number':
    case 'duration':
    case 'bytes': {
      const { name, kind, op, value } = filter;
      const read = READ[kind];
      return (labels) => {
        const text = labels.get(name);
        if (text === undefined) return false;
        const found = read(text);
        if (found.ok) return compare(op, found.value, value);
        // Nothing hides an error that may say more.
        if (labels.error === '') labels.setError('LabelFilterErr', found.error);
        return true;
      };
    }
  }
}

function compare(op: CompareOp, left: number, right: number): boolean {
  switch (op) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}

/** The labels that a filter looks at: none for `a=~".*"`, which every line passes whatever the parsers find. */
export function labelsOfFilter(filter: LabelFilter): string[] {
  if ('left' in filter) return [...labelsOfFilter(filter.left), ...labelsOfFilter(filter.right)];
  return filter.kind === 'string' && filter.op === '=~' && takesAnything(filter.value) ? [] : [filter.name];
}

const ANYTHING = /^((?:\((?:\?:)?)*)\.\*\??(\)*)$/;

/** Whether a pattern is `.*` and nothing else, be it in groups. */
function takesAnything(pattern: string): boolean {
  const [, open, close] = ANYTHING.exec(pattern) ?? [];
  return open !== undefined && open.replaceAll('?:', '').length === close!.length;
}
