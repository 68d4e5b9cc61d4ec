import type { Labels } from '@bongsu/model';
import type { RangeNode } from '../../plan/nodes.js';
import {
  compilePipeline,
  compileUnwrap,
  parserHints,
  whatParsersMustFind,
  type Pipeline,
  type PipelineInput,
} from '../pipeline/index.js';
import { type groupedLabels } from './aggregate/aggregate.js';
import { LabelSet } from './label-set.js';

/** What one line gives a range aggregation. */
export interface Sample {
  readonly labels: LabelSet;
  readonly value: number;
}

/** Compiles the way from a line to its sample; `undefined` for a line that gives none. */
export function compileExtraction({ expr, lines, labels }: RangeNode): (input: PipelineInput) => Sample | undefined {
  const { logs, op, distinct } = expr;
  const grouping = labels.kind === 'all' ? undefined : labels;
  const filters = lines.filters.filter(({ placement }) => placement === 'memory').map(({ filter }) => filter);
  const stages = [...filters, ...lines.stages.map(({ stage }) => stage)];
  const hints = parserHints(whatParsersMustFind(expr), grouping);
  const pipeline = compilePipeline(stages, hints, lines.limits);
  const labelsOf = compileLabels(grouping, distinct);
  const valueOf = compileValue();
  return (input) => {
    if (!pipeline.run(input)) return undefined;
    const value = valueOf(pipeline);
    if (value === undefined) return undefined;
    // Grouping would lose the error.
    const labels = pipeline.labels.error === '' ? labelsOf(pipeline) : LabelSet.of(pipeline.labels.merged());
    return { labels, value };
  };

  function compileValue(): (pipeline: Pipeline) => number | undefined {
    if (logs.unwrap !== undefined) return compileUnwrap(logs.unwrap, grouping);
    if (op === 'bytes_over_time' || op === 'bytes_rate') return ({ line }) => Buffer.byteLength(line);
    if (distinct === undefined) return () => 1;
    const numbers = new TextNumbers();
    return ({ labels: found }) => {
      const text = found.get(distinct);
      return text === undefined || text === '' ? undefined : numbers.of(text);
    };
  }
}

/** Numbers for texts, so that distinct texts can stand where samples have values. */
class TextNumbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.#numbers.size));
    return number;
  }
}

type Grouped = Parameters<typeof groupedLabels>[0];

/** The label set of a line, made once for lines that have the same. `consumed` became the sample's value. */
function compileLabels(grouping: Grouped, consumed: string | undefined): (pipeline: Pipeline) => LabelSet {
  const known = new Map<string, LabelSet>();
  const remembered = (key: string, make: () => LabelSet): LabelSet => {
    let labels = known.get(key);
    if (labels === undefined) known.set(key, (labels = make()));
    return labels;
  };
  if (grouping?.kind === 'by') {
    const names = [...new Set(grouping.labels)].sort();
    if (names.length === 0) return () => LabelSet.EMPTY;
    return ({ labels }) => {
      const values = names.map((name) => labels.get(name));
      return remembered(JSON.stringify(values), () => LabelSet.of(present(names, values)));
    };
  }
  const dropped = new Set([...(grouping?.labels ?? []), ...(consumed === undefined ? [] : [consumed])]);
  return ({ labels }) => {
    const merged = labels.merged();
    return remembered(JSON.stringify(merged), () => LabelSet.of(merged).drop(dropped));
  };
}

function present(names: readonly string[], values: readonly (string | undefined)[]): Labels {
  return Object.fromEntries(names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]]])));
}
