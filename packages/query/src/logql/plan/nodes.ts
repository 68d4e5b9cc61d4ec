import type { Matcher } from '../../lang/index.js';
import type { PipelineLimits } from '../exec/pipeline/pipeline-limits.js';
import type { LineGrouping } from './line-grouping.js';
import type {
  Binary,
  CompareOp,
  Grouping,
  LabelReplace,
  LineFilter,
  NumberLiteral,
  QuantityLabelFilter,
  RangeAggregation,
  Stage,
  VectorAggregation,
  VectorLiteral,
} from '../syntax/index.js';

/** Who evaluates a node. `clickhouse` only where SQL provably gives what the TypeScript executor gives. */
export type Placement = 'clickhouse' | 'memory';

export interface Placed {
  readonly placement: Placement;
  readonly why: string;
}

/** Streams whose label passes the matcher. */
export interface LabelMatch extends Placed {
  readonly node: 'label-match';
  readonly matcher: Matcher;
}

/** Lines whose stored trace or span id, in lower-case hex and '' for none, passes the matcher. */
export interface IdMatch extends Placed {
  readonly node: 'id-match';
  readonly column: 'trace_id' | 'span_id';
  readonly matcher: Matcher;
}

/** Lines that pass the filter. */
export interface LineFilterNode extends Placed {
  readonly node: 'line-filter';
  readonly filter: LineFilter;
}

/** A stage of the pipeline after the leading line filters. */
export interface StageNode extends Placed {
  readonly node: 'stage';
  readonly stage: Stage;
}

/** Lines that may pass a label filter; more pass, none that the stages take is left out. */
export type PrefilterNode = TextPrefilter | QuantityPrefilter;

interface Prefilter extends Placed {
  readonly node: 'prefilter';
  /** Labels that the filter looks at. */
  readonly names: readonly string[];
  /** Whether attributes of lines may give one of the labels; true until it is known. */
  readonly attributes: boolean;
  /** Whether what lines share, their stream or resource, may give one of the labels; true until it is known. */
  readonly shared: boolean;
}

/** Lines that could have a label equal to one of the texts. */
export interface TextPrefilter extends Prefilter {
  readonly kind: 'text';
  readonly texts: readonly string[];
  /** A parser has looked at the line before. */
  readonly parsed: boolean;
}

/** Lines of which a parser could find a quantity that passes, or what is none. */
export interface QuantityPrefilter extends Prefilter {
  readonly kind: 'quantity';
  readonly parser: 'json' | 'logfmt';
  readonly quantity: QuantityLabelFilter['kind'];
  readonly op: Exclude<CompareOp, '!='>;
  /** The number itself, nanoseconds or bytes. */
  readonly value: number;
  /** The same as written, to be shown. */
  readonly text: string;
}

/** The streams of a selector, then their lines through every node in order. */
export interface LogPlan {
  readonly labels: readonly LabelMatch[];
  readonly ids: readonly IdMatch[];
  /** Conditions on the stored line itself, in any order. */
  readonly filters: readonly LineFilterNode[];
  readonly prefilters: readonly PrefilterNode[];
  readonly stages: readonly StageNode[];
  /** What a line may cost in the stages. */
  readonly limits: PipelineLimits;
}

/** Which labels the samples of a range aggregation keep. */
export type SampleLabels = { readonly kind: 'all' } | Grouping;

/** Windows over the lines of a plan. */
export interface RangeNode extends Placed {
  readonly node: 'range-aggregation';
  readonly expr: RangeAggregation;
  readonly lines: LogPlan;
  /** Its own grouping, or that of a `sum` around it, which may as well be applied to each line. */
  readonly labels: SampleLabels;
  /** How the engine counts lines together; absent where each goes through the pipeline. */
  readonly grouping?: LineGrouping;
}

export interface VectorAggregationNode extends Placed {
  readonly node: 'vector-aggregation';
  readonly expr: VectorAggregation;
  readonly inner: MetricNode;
}

export interface BinaryNode extends Placed {
  readonly node: 'binary';
  readonly expr: Binary;
  readonly left: MetricNode;
  readonly right: MetricNode;
}

export interface LabelReplaceNode extends Placed {
  readonly node: 'label-replace';
  readonly expr: LabelReplace;
  readonly inner: MetricNode;
}

export interface LiteralNode extends Placed {
  readonly node: 'number' | 'vector';
  readonly expr: NumberLiteral | VectorLiteral;
}

export type MetricNode = RangeNode | VectorAggregationNode | BinaryNode | LabelReplaceNode | LiteralNode;

/** `auto` pushes down what it can; `memory` evaluates everything in TypeScript, to compare. */
export type Executor = 'auto' | 'memory';
