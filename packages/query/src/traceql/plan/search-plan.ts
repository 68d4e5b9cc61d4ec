import { anyOf } from '../../lang/index.js';
import type { Expr } from '../../sql/index.js';
import { ConditionCompiler, isPrefilter, isSelective, type Prefilter } from '../compile/condition.js';
import type { SpanScope } from '../compile/scope.js';
import { needsOf, type Needs } from '../exec/needs.js';
import { printStage, type Field, type SpansetExpr, type SpansetFilter, type Stage } from '../syntax/index.js';

/** `auto` pushes down what it can; `memory` evaluates everything in TypeScript, to compare. */
export type Executor = 'auto' | 'memory';

/** Who evaluates a stage. `clickhouse` only where SQL provably gives what the TypeScript executor gives. */
export type Placement = 'clickhouse' | 'memory';

export interface PlanNote {
  readonly stage: string;
  readonly placement: Placement;
  readonly why: string;
}

/** How the traces of a pipeline are found. */
export interface PipelinePlan {
  readonly stages: readonly Stage[];
  readonly needs: Needs;
  /** The whole question is this condition on one span. */
  readonly exact: boolean;
  /** Every trace of the answer has a span in time that passes it. */
  readonly pivot: Expr | undefined;
  /** Few spans are likely to pass the pivot, so that looking for them in all of a short time is cheap. */
  readonly selective: boolean;
  /** And a span in time, maybe another one, that passes each of these. */
  readonly joins: readonly Expr[];
  /** Spans that fail it play no part, unless the trace is needed whole. */
  readonly load: Expr | undefined;
  readonly notes: readonly PlanNote[];
}

/** Plans checked stages; `fields` are shown or grouped by besides those that the stages name. */
export function planPipeline(
  stages: readonly Stage[],
  executor: Executor,
  scope: SpanScope,
  fields: readonly Field[] = [],
  traceState = false,
): PipelinePlan {
  const needs = needsOf(stages, fields, traceState);
  if (executor === 'memory') {
    const notes = stages.map((stage) => note(stage, 'memory', 'the memory executor was asked for'));
    return { stages, needs, exact: false, pivot: undefined, selective: false, joins: [], load: undefined, notes };
  }
  const planner = new Planner(scope);
  const required = planner.ofStages(stages);
  const [first, ...rest] = stages;
  const alone = first?.kind === 'filter' && rest.every((stage) => stage.kind === 'select');
  const exact = alone && planner.compiled(first)?.exact === true;
  const pivot = required && pivotOf(required);
  return {
    stages,
    needs,
    exact,
    pivot: pivot?.sql,
    selective: pivot !== undefined && isSelective(pivot),
    joins: required && pivot ? joinsOf(required, pivot) : [],
    load: planner.loadOf(stages)?.sql,
    notes: planner.notes(stages, exact),
  };
}

/** What a trace must have: a span that passes, or all or any of such spans. `undefined` asks for nothing. */
type Required =
  | { readonly kind: 'span'; readonly filter: Prefilter }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Required[] };

class Planner {
  readonly #compiled = new Map<SpansetFilter, Prefilter | undefined>();
  readonly #why = new Map<SpansetFilter, string>();
  readonly #compiler: ConditionCompiler;

  constructor(scope: SpanScope) {
    this.#compiler = new ConditionCompiler(scope);
  }

  compiled(filter: SpansetFilter): Prefilter | undefined {
    if (!this.#compiled.has(filter)) {
      const compiled = this.#compiler.compile(filter.expr);
      this.#compiled.set(filter, isPrefilter(compiled) ? compiled : undefined);
      if (!isPrefilter(compiled)) this.#why.set(filter, compiled.why);
    }
    return this.#compiled.get(filter);
  }

  ofStages(stages: readonly Stage[]): Required | undefined {
    const parts = stages.flatMap((stage) => this.#ofStage(stage) ?? []);
    return parts.length > 1 ? { kind: 'all', parts } : parts[0];
  }

  #ofStage(stage: Stage): Required | undefined {
    switch (stage.kind) {
      case 'filter': {
        const filter = this.compiled(stage);
        return filter && { kind: 'span', filter };
      }
      case 'pipeline':
        return this.ofStages(stage.stages);
      case 'spanset-op': {
        const left = this.#ofStage(stage.left);
        const right = this.#ofStage(stage.right);
        // The left side of `!>>` may be empty.
        if (stage.op.startsWith('!')) return right;
        if (stage.op === '||') return left && right && { kind: 'any', parts: [left, right] };
        return left && right ? { kind: 'all', parts: [left, right] } : (left ?? right);
      }
      default:
        return undefined;
    }
  }

  /** Of the first stage alone: what later stages see comes through it. */
  loadOf(stages: readonly Stage[]): Prefilter | undefined {
    const [first] = stages;
    return first && isSpanset(first) ? this.#loadOfSpanset(first) : undefined;
  }

  #loadOfSpanset(spanset: SpansetExpr): Prefilter | undefined {
    switch (spanset.kind) {
      case 'filter':
        return this.compiled(spanset);
      case 'pipeline':
        return this.loadOf(spanset.stages);
      case 'without':
        return undefined;
      case 'spanset-op': {
        const left = this.#loadOfSpanset(spanset.left);
        const right = this.#loadOfSpanset(spanset.right);
        return (
          left && right && { sql: anyOf([left.sql, right.sql])!, exact: false, rank: Math.max(left.rank, right.rank) }
        );
      }
    }
  }

  notes(stages: readonly Stage[], exact: boolean): PlanNote[] {
    return stages.map((stage) => {
      if (stage.kind === 'filter' && exact) return note(stage, 'clickhouse', 'typed comparison of stored values');
      if (stage.kind === 'filter') {
        const filter = this.compiled(stage);
        if (!filter) return note(stage, 'memory', this.#why.get(stage) ?? 'needs the trace');
        const why = filter.exact ? 'other stages need the trace' : 'SQL tells it in part';
        return note(stage, 'memory', `${why}; SQL narrows the spans down`);
      }
      if (stage.kind === 'select') return note(stage, 'memory', 'adds columns to what is shown');
      if (!isSpanset(stage)) return note(stage, 'memory', 'works on the spans of one trace');
      const narrowed = this.#ofStage(stage) !== undefined;
      return note(stage, 'memory', `works on the spans of one trace${narrowed ? '; SQL finds the candidates' : ''}`);
    });
  }
}

const isSpanset = (stage: Stage): stage is SpansetExpr =>
  stage.kind === 'filter' || stage.kind === 'spanset-op' || stage.kind === 'pipeline' || stage.kind === 'without';

const note = (stage: Stage, placement: Placement, why: string): PlanNote => ({
  stage: printStage(stage),
  placement,
  why,
});

/** The condition that likely leaves the fewest spans. */
function pivotOf(required: Required): Prefilter {
  if (required.kind === 'span') return required.filter;
  const pivots = required.parts.map(pivotOf);
  if (required.kind === 'all') return pivots.reduce((best, each) => (each.rank < best.rank ? each : best));
  return {
    sql: anyOf(pivots.map((p) => p.sql))!,
    exact: false,
    rank: Math.max(...pivots.map((p) => p.rank)),
  };
}

function joinsOf(required: Required, pivot: Prefilter): Expr[] {
  if (required.kind !== 'all') return [];
  return required.parts.flatMap((part) => {
    if (part.kind === 'all') return joinsOf(part, pivot);
    const each = pivotOf(part);
    return each === pivot ? [] : [each.sql];
  });
}

/** A line per stage: what it does, where it runs and why there. */
export const explainNotes = (notes: readonly PlanNote[]): string =>
  notes.map(({ stage, placement, why }) => `${stage} -> ${placement}: ${why}`).join('\n');
