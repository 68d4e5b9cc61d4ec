import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Extension } from '@codemirror/state';
import { fetchTags, fetchTagValues } from '../../../api/tempo-tags.js';
import { quoted } from '../../../features/charts/promql.js';
import { Answers, type Scope } from './answers.js';
import { functionOption, valueOptions } from './options.js';
import { streamMode } from './stream-mode.js';
import { traceqlContext, type TraceqlContext } from './traceql-context.js';

const METRICS_FUNCTIONS = [
  ...['rate', 'count_over_time', 'quantile_over_time', 'histogram_over_time', 'compare'],
  ...['min_over_time', 'max_over_time', 'avg_over_time', 'sum_over_time'],
] as const;
const SPANSET_FUNCTIONS = ['count', 'avg', 'min', 'max', 'sum', 'by', 'select', 'coalesce', 'topk', 'bottomk'] as const;
const STATUSES = ['error', 'ok', 'unset'] as const;
const KINDS = ['server', 'client', 'producer', 'consumer', 'internal', 'unspecified'] as const;

const mode = streamMode({
  functions: new Set<string>([...METRICS_FUNCTIONS, ...SPANSET_FUNCTIONS]),
  keywords: new Set(['by', 'with']),
  atoms: new Set<string>(['true', 'false', 'nil', ...STATUSES, ...KINDS]),
  name: /\.?[\p{L}_][\p{L}\p{Nd}_.\-/:]*/u,
  comments: false,
});

/** TraceQL: colours, and completion from the attributes and values that there are in the range. */
export function traceql(scope: () => Scope): Extension {
  const answers = new Answers();
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const asked = traceqlContext(context.state.doc.toString(), context.pos);
    if (!asked) return null;
    if ((asked.kind === 'start' || asked.kind === 'join') && asked.from === context.pos && !context.explicit)
      return null;
    const options = await optionsFor(asked, answers, scope());
    if (options.length === 0) return null;
    return {
      from: asked.from,
      options,
      validFor: asked.kind === 'field-value' ? /^[^"]*$/ : /^[.\p{L}\p{Nd}_\-/:]*$/u,
    };
  };
  return [mode, autocompletion({ override: [source] })];
}

async function optionsFor(asked: TraceqlContext, answers: Answers, range: Scope): Promise<readonly Completion[]> {
  switch (asked.kind) {
    case 'field': {
      const scopes = await answers.get('tags', () => fetchTags(range));
      return scopes.flatMap(({ name, tags }) =>
        tags.map((tag) => {
          const label = name === 'intrinsic' ? tag : `${name}.${attribute(tag)}`;
          return { label, type: 'property', detail: name, boost: name === 'intrinsic' ? 5 : 0 };
        }),
      );
    }
    case 'field-value': {
      if (asked.field === 'status' || asked.field === 'span:status') return STATUSES.map(word);
      if (asked.field === 'kind' || asked.field === 'span:kind') return KINDS.map(word);
      const values = await answers.get(`values ${asked.field}`, () => fetchTagValues(asked.field, range));
      const texts = values.filter(({ type }) => type === 'string').map(({ value }) => value);
      const bare = values.filter(({ type }) => type !== 'string').map(({ value }) => word(value));
      return [...valueOptions(texts, asked.quoted), ...(asked.quoted ? [] : bare)];
    }
    case 'join':
      return ['&&', '||', '}'].map((label) => ({ label, type: 'keyword' }));
    case 'stage':
      return [
        ...METRICS_FUNCTIONS.map((name) => functionOption(name, '()')),
        ...SPANSET_FUNCTIONS.map((name) => functionOption(name, '()')),
      ];
    case 'start':
      return [
        { label: '{ }', apply: '{ ', type: 'text', detail: 'spans' },
        { label: '{ status = error }', type: 'text' },
        { label: '{ duration > 1s }', type: 'text' },
      ];
  }
}

const word = (label: string): Completion => ({ label, type: 'constant' });

/** A name that the language cannot read bare stands in quotes behind its scope. */
function attribute(name: string): string {
  return /^[\p{L}_][\p{L}\p{Nd}_.\-/]*$/u.test(name) ? name : quoted(name);
}
