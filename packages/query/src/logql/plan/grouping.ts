import { whyNotEngineRegex } from '../../lang/index.js';
import { compileLineRegex, type LogfmtParser, type RangeAggregation, type Stage } from '../syntax/index.js';
import { parserHints, whatParsersMustFind } from '../exec/pipeline/index.js';
import type { FieldRead, LineGrouping } from './line-grouping.js';
import type { LogPlan, SampleLabels } from './nodes.js';

/** Names that the lines of simple forms give no values: they have no errors, and no field of such a name. */
const ERRORS: ReadonlySet<string> = new Set(['__error__', '__error_details__', '__preserve_error__']);

/** What lines may be counted by, or why they must be looked at one by one. */
export function lineGrouping(expr: RangeAggregation, labels: SampleLabels, plan: LogPlan): LineGrouping | string {
  const { op } = expr;
  if (op === 'first_over_time' || op === 'last_over_time' || op === 'rate_counter') {
    return 'it asks for the order of lines';
  }
  const undecided = [...plan.labels, ...plan.ids, ...plan.filters].find(({ placement }) => placement === 'memory');
  if (undecided) return `${undecided.node} is in memory: ${undecided.why}`;
  const { noLabels, required } = parserHints(whatParsersMustFind(expr), labels.kind === 'all' ? undefined : labels);
  let fields: FieldRead | undefined;
  for (const { stage } of plan.stages) {
    const read = stageReads(stage, required, noLabels);
    if (typeof read === 'string') return read;
    if (read === undefined) continue;
    if (fields !== undefined) return 'two parsers look at one line';
    fields = read;
  }
  const names = noLabels ? [] : required;
  return { ...(names === undefined ? {} : { names }), ...(fields === undefined ? {} : { fields }) };
}

/** What a stage reads of the line, nothing, or why it cannot be known. */
function stageReads(
  stage: Stage,
  required: readonly string[] | undefined,
  noLabels: boolean,
): FieldRead | string | undefined {
  switch (stage.kind) {
    case 'label-filter':
    case 'drop':
    case 'keep':
      return undefined;
    case 'json':
      if (noLabels && stage.extractions.length === 0) return undefined;
      return stage.extractions.length > 0 ? 'json with expressions' : namedFields('json', required);
    case 'logfmt':
      if (noLabels && stage.extractions.length === 0) return undefined;
      return plainLogfmt(stage) ? namedFields('logfmt', required) : 'logfmt with flags or fields of its own';
    case 'regexp': {
      const compiled = compileLineRegex(stage.pattern);
      if (!compiled.ok) throw new Error(`BUG: pattern not checked: ${compiled.error}`);
      return whyNotEngineRegex(stage.pattern) ?? { kind: 'regexp', pattern: stage.pattern };
    }
    case 'line-filter':
      return 'a line filter after a label filter';
    case 'pattern':
    case 'unpack':
    case 'line-format':
    case 'label-format':
    case 'decolorize':
      return `${stage.kind} may use all of the line`;
  }
}

export const plainLogfmt = ({ strict, keepEmpty, extractions }: LogfmtParser): boolean =>
  !strict && !keepEmpty && extractions.length === 0;

/** A name that only one key can give: it does not begin as sanitising makes names begin, nor end as renaming does. */
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
export const isPlainName = (name: string): boolean => PLAIN_NAME.test(name) && !name.endsWith('_extracted');

function namedFields(kind: 'json' | 'logfmt', required: readonly string[] | undefined): FieldRead | string {
  if (required === undefined) return 'every label of the line counts';
  const names = required.filter((name) => !ERRORS.has(name) && !name.endsWith('_extracted'));
  const odd = names.find((name) => !PLAIN_NAME.test(name));
  return odd === undefined
    ? { kind, names, errors: required.some((name) => ERRORS.has(name)) }
    : `several keys may become the label ${odd}`;
}
