import { nanos, type Labels } from '@bongsu/model';
import type { MatchOp } from '../../../lang/index.js';
import type {
  CompareOp,
  Extraction,
  LabelFilter,
  LabelFormatItem,
  LineFilterOp,
  LineFilterValue,
  NamedLabel,
  Stage,
} from '../../syntax/index.js';
import type { ParserHints } from './line-labels.js';
import { compilePipeline } from './pipeline.js';

/** Stages without their place in a text. */
const range = { start: 0, end: 0 };

const extraction = ([name, expression]: [string, string]): Extraction => ({ name, expression, range });
const extractions = (of: Record<string, string>): Extraction[] => Object.entries(of).map(extraction);

export const line = (op: LineFilterOp, ...values: (string | LineFilterValue)[]): Stage => ({
  kind: 'line-filter',
  op,
  values: values.map((value) => (typeof value === 'string' ? { kind: 'text', value } : value)),
  range,
});
export const ip = (value: string): LineFilterValue => ({ kind: 'ip', value });

export const json = (of: Record<string, string> = {}): Stage => ({ kind: 'json', extractions: extractions(of), range });
export const logfmt = (
  of: Record<string, string> = {},
  { strict = false, keepEmpty = false }: { strict?: boolean; keepEmpty?: boolean } = {},
): Stage => ({ kind: 'logfmt', strict, keepEmpty, extractions: extractions(of), range });
export const regexp = (pattern: string): Stage => ({ kind: 'regexp', pattern, range });
export const pattern = (text: string): Stage => ({ kind: 'pattern', pattern: text, range });
export const unpack: Stage = { kind: 'unpack', range };
export const decolorize: Stage = { kind: 'decolorize', range };
export const lineFormat = (template: string): Stage => ({ kind: 'line-format', template, range });

/** `{ a: '{{.b}}', c: { from: 'd' } }` */
export const labelFormat = (of: Record<string, string | { from: string }>): Stage => ({
  kind: 'label-format',
  items: Object.entries(of).map(([name, value]): LabelFormatItem =>
    typeof value === 'string'
      ? { kind: 'template', name, template: value, range }
      : { kind: 'rename', name, from: value.from, range },
  ),
  range,
});

type Named = string | readonly [name: string, op: MatchOp, value: string];
const named = (label: Named): NamedLabel =>
  typeof label === 'string'
    ? { name: label, range }
    : { name: label[0], matcher: { op: label[1], value: label[2] }, range };
export const drop = (...labels: Named[]): Stage => ({ kind: 'drop', labels: labels.map(named), range });
export const keep = (...labels: Named[]): Stage => ({ kind: 'keep', labels: labels.map(named), range });

export const is = (name: string, op: MatchOp, value: string): LabelFilter => ({
  kind: 'string',
  name,
  op,
  value,
  range,
});
const quantity =
  (kind: 'number' | 'duration' | 'bytes') =>
  (name: string, op: CompareOp, value: number): LabelFilter => ({ kind, name, op, value, text: String(value), range });
export const number = quantity('number');
/** In nanoseconds. */
export const duration = quantity('duration');
export const bytes = quantity('bytes');
export const address = (name: string, op: '=' | '!=', value: string): LabelFilter => ({
  kind: 'ip',
  name,
  op,
  value,
  range,
});
export const and = (left: LabelFilter, right: LabelFilter): LabelFilter => ({ kind: 'and', left, right, range });
export const or = (left: LabelFilter, right: LabelFilter): LabelFilter => ({ kind: 'or', left, right, range });
export const where = (filter: LabelFilter): Stage => ({ kind: 'label-filter', filter, range });

export interface Given {
  readonly stream?: Labels;
  readonly metadata?: Labels;
  readonly hints?: ParserHints;
  /** Nanoseconds since the epoch. */
  readonly ts?: bigint;
}

/** What the stages make of a line; `undefined` when they drop it. */
export interface Outcome {
  readonly line: string;
  readonly labels: Labels;
}

export function outcome(stages: readonly Stage[], text: string, given: Given = {}): Outcome | undefined {
  const pipeline = compilePipeline(stages, given.hints);
  const { ts = 0n, stream = {}, metadata = {} } = given;
  return pipeline.run({ ts: nanos(ts), line: text, stream, metadata })
    ? { line: pipeline.line, labels: pipeline.labels.merged() }
    : undefined;
}

/** Only the labels; `undefined` when the line is dropped. */
export const labelsOf = (stages: readonly Stage[], text: string, given?: Given): Labels | undefined =>
  outcome(stages, text, given)?.labels;

/** Whether the stages keep the line. */
export const keeps = (stages: readonly Stage[], text: string, given?: Given): boolean =>
  outcome(stages, text, given) !== undefined;
