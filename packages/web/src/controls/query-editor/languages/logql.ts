import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Extension } from '@codemirror/state';
import { fetchDetectedFields, fetchDetectedFieldValues } from '../../../api/loki-detected-fields.js';
import { fetchLabelNames, fetchLabelValues } from '../../../api/loki-labels.js';
import { Answers, type Scope } from './answers.js';
import { logqlContext, type LogqlContext } from './logql-context.js';
import { functionOption, valueOptions } from './options.js';
import { streamMode } from './stream-mode.js';

/** Over a range of lines. */
const RANGE_FUNCTIONS = [
  'rate',
  'count_over_time',
  'bytes_rate',
  'bytes_over_time',
  'absent_over_time',
  'rate_counter',
  'sum_over_time',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'first_over_time',
  'last_over_time',
  'stddev_over_time',
  'stdvar_over_time',
  'quantile_over_time',
  'count_distinct',
] as const;
/** Over series. */
const VECTOR_FUNCTIONS = [
  ...['sum', 'avg', 'min', 'max', 'count', 'topk', 'bottomk', 'approx_topk', 'stddev', 'stdvar', 'sort', 'sort_desc'],
  ...['label_replace', 'vector'],
] as const;

/** Stages and what goes into the text for each; a stage that takes an argument ends where it begins. */
const STAGES: readonly (readonly [label: string, apply: string])[] = [
  ['json', 'json'],
  ['logfmt', 'logfmt'],
  ['pattern', 'pattern `'],
  ['regexp', 'regexp `'],
  ['unpack', 'unpack'],
  ['decolorize', 'decolorize'],
  ['line_format', 'line_format `'],
  ['label_format', 'label_format '],
  ['drop', 'drop '],
  ['keep', 'keep '],
  ['unwrap', 'unwrap '],
];

const RANGES = ['1m', '5m', '15m', '1h', '6h', '24h'];

const mode = streamMode({
  functions: new Set<string>([...RANGE_FUNCTIONS, ...VECTOR_FUNCTIONS, 'ip', 'duration', 'duration_seconds', 'bytes']),
  keywords: new Set([
    ...STAGES.map(([label]) => label),
    ...['by', 'without', 'bool', 'offset', 'on', 'ignoring', 'group_left', 'group_right', 'and', 'or', 'unless'],
  ]),
  atoms: new Set(),
  name: /[\p{L}_][\p{L}\p{Nd}_]*/u,
  comments: true,
});

/** LogQL: colours, and completion from the labels and fields that there are in the range. */
export function logql(scope: () => Scope): Extension {
  const answers = new Answers();
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const asked = logqlContext(context.state.doc.toString(), context.pos);
    if (!asked) return null;
    if (asked.kind === 'function' && asked.from === context.pos && !context.explicit) return null;
    const options = await optionsFor(asked, answers, scope());
    return options.length === 0 ? null : { from: asked.from, options, validFor: VALID[asked.kind] };
  };
  return [mode, autocompletion({ override: [source] })];
}

const WORD = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
const IN_STRING = /^[^"]*$/;
const VALID: Readonly<Record<LogqlContext['kind'], RegExp>> = {
  label: WORD,
  field: WORD,
  stage: WORD,
  function: WORD,
  range: /^\w*$/,
  'label-value': IN_STRING,
  'field-value': IN_STRING,
};

async function optionsFor(asked: LogqlContext, answers: Answers, range: Scope): Promise<readonly Completion[]> {
  const fields = async (query: string): Promise<readonly Completion[]> => {
    if (query === '') return [];
    const found = await answers.get(`fields ${query}`, () => fetchDetectedFields({ ...range, query }));
    return found.map(({ name, type, cardinality }) => ({
      label: name,
      type: 'property',
      detail: `${type} · ${cardinality}`,
    }));
  };
  switch (asked.kind) {
    case 'label': {
      const { selector } = asked;
      const names = await answers.get(`labels ${selector}`, () => fetchLabelNames({ ...range, query: selector }));
      // The label that every sender has comes first.
      return names.map((label) => ({ label, apply: `${label}=`, boost: label === 'service_name' ? 10 : 0 }));
    }
    case 'label-value': {
      const { label, selector, quoted } = asked;
      const key = `values ${label} ${selector}`;
      const values = await answers.get(key, () => fetchLabelValues(label, { ...range, query: selector }));
      return valueOptions(values, quoted);
    }
    case 'field':
      return [...(await fields(asked.query)), ...(await labelFields(asked.query, answers, range))];
    case 'field-value': {
      const { field, query, quoted } = asked;
      const key = `field ${field} ${query}`;
      const values = await answers.get(key, () => fetchDetectedFieldValues(field, { ...range, query }));
      return valueOptions(values, quoted);
    }
    case 'stage': {
      const stages = STAGES.map(([label, apply], i) => ({ label, apply, type: 'keyword', boost: 20 - i }));
      return [...stages, ...(await fields(asked.query))];
    }
    case 'function':
      return [
        ...RANGE_FUNCTIONS.map((name) => functionOption(name, '({…} [5m])')),
        ...VECTOR_FUNCTIONS.map((name) => functionOption(name, '(…)')),
        { label: '{', type: 'text', boost: 50 },
      ];
    case 'range':
      return RANGES.map((label, i) => ({ label, type: 'constant', boost: -i }));
  }
}

/** Labels of the streams of a query, for `by (…)`. */
async function labelFields(query: string, answers: Answers, range: Scope): Promise<readonly Completion[]> {
  const selector = /^\{[^}]*\}/.exec(query)?.[0] ?? '';
  const names = await answers.get(`labels ${selector}`, () => fetchLabelNames({ ...range, query: selector }));
  return names.map((label) => ({ label, type: 'property', boost: 5 }));
}
