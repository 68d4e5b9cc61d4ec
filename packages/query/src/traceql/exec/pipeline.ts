import type { Relation, ScalarFilter, SpansetExpr, SpansetOp, Stage } from '../syntax/index.js';
import { printExpr, printScalar } from '../syntax/index.js';
import { aggregate } from './aggregate.js';
import { expressionReader, expressionTest, type SpanTest } from './expression.js';
import { CONVERSE, related } from './relation.js';
import type { Spanset } from './spanset.js';
import type { LoadedTrace, TraceSpan } from './trace-span.js';
import { compareValues, NIL, single, valueKey, type Value } from './value.js';

/** A query that cannot be answered for a trace; caught where traces are evaluated. */
export class EvalError extends Error {}

type Step = (input: readonly Spanset[]) => Spanset[];

/**
 * Compiles checked stages. A trace enters as one set of those of its spans that pass `enters` and leaves as the sets
 * that remain; none when it does not match. Throws `EvalError`.
 */
export function compilePipeline(stages: readonly Stage[], enters: SpanTest): (trace: LoadedTrace) => Spanset[] {
  const run = steps(stages);
  return (trace) => {
    const spans = trace.spans.filter(enters);
    return spans.length === 0 ? [] : run([{ spans, attributes: [], implicit: false }]);
  };
}

function steps(stages: readonly Stage[]): Step {
  const all = stages.map(stageStep);
  return (input) => all.reduce((sets, step) => step(sets), input as Spanset[]);
}

function stageStep(stage: Stage): Step {
  switch (stage.kind) {
    case 'by':
      return byStep(`by(${printExpr(stage.expr)})`, expressionReader(stage.expr));
    case 'coalesce':
      return coalesce;
    case 'select':
      return (input) => [...input];
    case 'scalar-filter':
      return scalarFilterStep(stage);
    default:
      return spansetStep(stage);
  }
}

function spansetStep(spanset: SpansetExpr): Step {
  switch (spanset.kind) {
    case 'filter': {
      const test = expressionTest(spanset.expr);
      return (input) =>
        input.flatMap((set) => {
          const spans = set.spans.filter(test);
          return spans.length === 0 ? [] : [{ ...set, spans }];
        });
    }
    case 'pipeline':
      return steps(spanset.stages);
    case 'without': {
      const inner = spansetStep(spanset.expr);
      return (input) => input.filter((set) => inner([set]).length === 0).map((set) => ({ ...set, implicit: true }));
    }
    case 'spanset-op': {
      const [left, right] = [spansetStep(spanset.left), spansetStep(spanset.right)];
      return (input) => input.flatMap((set) => combine(set, left([set]), spanset.op, right([set])));
    }
  }
}

function combine(set: Spanset, left: Spanset[], op: SpansetOp, right: Spanset[]): Spanset[] {
  if (op === '&&' || op === '||') {
    const holds = op === '&&' ? left.length > 0 && right.length > 0 : left.length > 0 || right.length > 0;
    if (!holds) return [];
    const both = [...left, ...right];
    const named = both.filter((each) => !each.implicit);
    return [union(set, named.length === 0 ? both : named, named.length === 0)];
  }
  if (left.length > 1 || right.length > 1) {
    throw new EvalError(
      'spanset operators are not supported for multiple spansets per trace. consider using coalesce()',
    );
  }
  return structural(set, left[0]?.spans ?? [], op, right[0]?.spans ?? []);
}

function union(set: Spanset, parts: readonly Spanset[], implicit: boolean): Spanset {
  const [only] = parts;
  if (parts.length === 1) return { ...set, spans: only!.spans, implicit };
  const chosen = new Set(parts.flatMap((part) => part.spans));
  return { ...set, spans: inOrder(chosen), implicit };
}

const inOrder = (spans: Iterable<TraceSpan>): TraceSpan[] => [...spans].sort((a, b) => a.index - b.index);

type Structural = Exclude<SpansetOp, '&&' | '||'>;

function structural(set: Spanset, left: readonly TraceSpan[], op: Structural, right: readonly TraceSpan[]): Spanset[] {
  const places = (spans: readonly TraceSpan[]): Set<number> => new Set(spans.map((span) => span.index));
  const { tree } = set.spans[0]!.trace;
  const relation = (op.length > 1 && /^[!&]/.test(op) ? op.slice(1) : op) as Relation;
  const [lefts, rights] = [places(left), places(right)];
  const found = related(tree, lefts, relation, rights);
  let spans: TraceSpan[];
  if (op.startsWith('!')) spans = right.filter((span) => !found.has(span.index));
  else if (op.startsWith('&')) {
    const others = related(tree, rights, CONVERSE[relation], lefts);
    spans = inOrder(
      new Set([...left.filter((span) => others.has(span.index)), ...right.filter((span) => found.has(span.index))]),
    );
  } else spans = right.filter((span) => found.has(span.index));
  return spans.length === 0 ? [] : [{ ...set, spans, implicit: false }];
}

/** Spans without the value are a group of their own. Groups stand in the order of their first span. */
function byStep(key: string, read: (span: TraceSpan) => Value): Step {
  return (input) =>
    input.flatMap((set) => {
      const groups = new Map<string, { value: Value; spans: TraceSpan[] }>();
      for (const span of set.spans) {
        const value = single(read(span));
        const group = groups.get(valueKey(value));
        if (group) group.spans.push(span);
        else groups.set(valueKey(value), { value, spans: [span] });
      }
      return [...groups.values()].map(({ value, spans }) => ({
        ...set,
        spans,
        attributes: [...set.attributes, { key, value }],
      }));
    });
}

function coalesce(input: readonly Spanset[]): Spanset[] {
  if (input.length === 0) return [];
  const spans = inOrder(new Set(input.flatMap((set) => set.spans)));
  return [{ spans, attributes: [], implicit: input.every((set) => set.implicit) }];
}

function scalarFilterStep({ left, op, right }: ScalarFilter): Step {
  if (left.kind !== 'aggregate' || right.kind !== 'static') throw new Error('BUG: scalar filter not checked');
  const read = left.expr && expressionReader(left.expr);
  const key = printScalar(left);
  const bound: Value = right.literal.type === 'text' ? NIL : right.literal;
  return (input) =>
    input.flatMap((set) => {
      const value = aggregate(left.op, read, set.spans);
      if (value === undefined || !compareValues(value, op, bound)) return [];
      return [{ ...set, attributes: [...set.attributes, { key, value }] }];
    });
}
