import type { SourceRange } from '../../lang/index.js';
import { compileAnchored } from '../../lang/index.js';
import type { LabelFilter, LabelFormat, LineFilter, LineFilterOp, LineFilterValue, Stage, SyntaxFault } from './ast.js';
import { parseTemplateText } from '../../lang/go-template/parse.js';
import { compileCapturingRegex } from './capturing-regex.js';
import { parseIpPattern } from './ip-pattern.js';
import { parseJsonPath } from './json-path.js';
import { compileLineRegex } from './line-regex.js';
import { parseLogfmtKey } from './logfmt-key.js';
import { parsePattern, parsePatternFilter } from './pattern-text.js';
import { LINE_TEMPLATE_FUNCTIONS } from './line-template-functions.js';
import { printLabelFilter, printStage } from './print-stage.js';

const fault = (message: string, range: SourceRange): SyntaxFault => ({ kind: 'check', message, range });

/** What is wrong with a stage, in Loki's words: it names the stage where only running it would show the fault. */
export function checkStage(stage: Stage): SyntaxFault | undefined {
  const inStage = (why: string | undefined): SyntaxFault | undefined =>
    why === undefined ? undefined : fault(`stage '${printStage(stage)}' : ${why}`, stage.range);
  switch (stage.kind) {
    case 'line-filter':
      return inStage(lineFilterFault(stage));
    case 'json':
      return inStage(expressionFault(stage.extractions, parseJsonPath));
    case 'logfmt':
      return inStage(expressionFault(stage.extractions, parseLogfmtKey));
    case 'regexp': {
      const regex = compileCapturingRegex(stage.pattern);
      return regex.ok ? undefined : fault(`invalid regexp parser: ${regex.error}`, stage.range);
    }
    case 'pattern': {
      const pattern = parsePattern(stage.pattern);
      return pattern.ok ? undefined : fault(`invalid pattern parser: ${pattern.error}`, stage.range);
    }
    case 'label-filter':
      return checkLabelFilter(stage.filter);
    case 'label-format':
      return inStage(labelFormatFault(stage));
    case 'drop':
    case 'keep': {
      for (const { matcher, range } of stage.labels) {
        const why = matcher && anchoredFault(matcher.op, matcher.value);
        if (why !== undefined) return fault(why, range);
      }
      return undefined;
    }
    case 'line-format': {
      const why = templateFault('line', stage.template);
      return inStage(why === undefined ? undefined : `invalid line template: ${why}`);
    }
    case 'unpack':
    case 'decolorize':
      return undefined;
  }
}

function lineFilterFault({ op, values }: LineFilter): string | undefined {
  for (const value of values) {
    const why = filterValueFault(op, value);
    if (why !== undefined) return why;
  }
  return undefined;
}

function filterValueFault(op: LineFilterOp, { kind, value }: LineFilterValue): string | undefined {
  if (kind === 'ip') {
    if (op !== '|=' && op !== '!=') return 'ip: invalid operation';
    return errorOf(parseIpPattern(value));
  }
  if (op === '|~' || op === '!~') return errorOf(compileLineRegex(value));
  return op === '|>' || op === '!>' ? errorOf(parsePatternFilter(value)) : undefined;
}

type Checked = { readonly ok: true } | { readonly ok: false; readonly error: string };

const errorOf = (result: Checked): string | undefined => (result.ok ? undefined : result.error);

function expressionFault(
  extractions: readonly { readonly expression: string }[],
  parse: (expression: string) => Checked,
): string | undefined {
  for (const { expression } of extractions) {
    const why = errorOf(parse(expression));
    if (why !== undefined) return `cannot parse expression [${expression}]: ${why}`;
  }
  return undefined;
}

function labelFormatFault({ items }: LabelFormat): string | undefined {
  const names = new Set<string>();
  for (const { name } of items) {
    if (name === '__error__') return `${name} cannot be formatted`;
    if (names.has(name)) return `multiple label name '${name}' not allowed in a single format operation`;
    names.add(name);
  }
  for (const item of items) {
    const why = item.kind === 'template' ? templateFault('label', item.template) : undefined;
    if (why !== undefined) return `invalid template for label '${item.name}': ${why}`;
  }
  return undefined;
}

const templateFault = (name: 'line' | 'label', template: string): string | undefined =>
  errorOf(parseTemplateText(name, template, (fn) => LINE_TEMPLATE_FUNCTIONS.has(fn)));

/** As `checkStage`, for a filter that may stand behind `unwrap` too. */
export function checkLabelFilter(filter: LabelFilter): SyntaxFault | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return checkLabelFilter(filter.left) ?? checkLabelFilter(filter.right);
    case 'ip': {
      const why = errorOf(parseIpPattern(filter.value));
      return why === undefined ? undefined : fault(`stage '| ${printLabelFilter(filter)}' : ${why}`, filter.range);
    }
    case 'string': {
      const why = anchoredFault(filter.op, filter.value);
      return why === undefined ? undefined : fault(why, filter.range);
    }
    case 'number':
    case 'duration':
    case 'bytes':
      return undefined;
  }
}

function anchoredFault(op: string, value: string): string | undefined {
  return op === '=~' || op === '!~' ? errorOf(compileAnchored(value)) : undefined;
}
