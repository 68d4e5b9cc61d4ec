import { assertUnreachable } from '@bongsu/model';
import type { PromFeatures } from '../syntax/index.js';
import type { Fetch, Grid, PlanNode } from '../plan/index.js';
import { aggregate } from './aggregate/aggregate.js';
import type { Annotations } from './annotations.js';
import { evaluateBinary } from './binary/binary.js';
import type { Budget } from './budget.js';
import type { EvalContext } from './context.js';
import { evaluateCall } from './function/call.js';
import { multiply } from './histogram/arithmetic.js';
import { evaluateSelector } from './selector.js';
import { dropNames, type Evaluated, type HistogramColumn, type RawSeries, type StepSeries } from './series.js';
import { evaluateSubquery, evaluateWindow } from './window.js';

export interface EvaluatorOptions {
  readonly annotations: Annotations;
  readonly budget: Budget;
  readonly features: PromFeatures;
  readonly isRange: boolean;
  /** Samples by the id of their fetch. */
  readonly samples: ReadonlyMap<number, readonly RawSeries[]>;
  /** Results ClickHouse gave for `grid-call` nodes. */
  readonly computed: ReadonlyMap<PlanNode, readonly StepSeries[]>;
}

/** Evaluates plan nodes in memory: this class defines what PromQL means here. */
export class Evaluator implements EvalContext {
  readonly annotations: Annotations;
  readonly budget: Budget;
  readonly features: PromFeatures;
  readonly delayedNameRemoval: boolean;
  readonly isRange: boolean;

  constructor(readonly options: EvaluatorOptions) {
    this.annotations = options.annotations;
    this.budget = options.budget;
    this.features = options.features;
    this.delayedNameRemoval = options.features.delayedNameRemoval;
    this.isRange = options.isRange;
  }

  samples(fetch: Fetch): readonly RawSeries[] {
    const series = this.options.samples.get(fetch.id);
    if (series === undefined) throw new Error(`BUG: fetch ${fetch.id} was not read`);
    return series;
  }

  async evaluate(node: PlanNode): Promise<Evaluated> {
    this.budget.check();
    switch (node.kind) {
      case 'number':
        return { type: 'scalar', values: new Float64Array(node.grid.count).fill(node.value) };
      case 'string':
        return { type: 'string', value: node.value };
      case 'selector':
        return { type: 'vector', series: await evaluateSelector(node, this) };
      case 'window':
        return { type: 'matrix', windows: evaluateWindow(node, this) };
      case 'subquery':
        return { type: 'matrix', windows: await evaluateSubquery(node, this) };
      case 'repeat':
        return this.#repeat(await this.evaluate(node.inner), node.grid);
      case 'unary':
        return this.#unary(node.expr.op, await this.evaluate(node.inner));
      case 'binary':
        return evaluateBinary(node, this);
      case 'aggregate':
        return { type: 'vector', series: await aggregate(node, this) };
      case 'call':
        return evaluateCall(node, this);
      case 'grid-call': {
        const series = this.options.computed.get(node);
        if (series === undefined) throw new Error(`BUG: ${node.expr.func} was not computed`);
        return { type: 'vector', series: dropNames(series, this.delayedNameRemoval) };
      }
      default:
        return assertUnreachable(node);
    }
  }

  async scalar(node: PlanNode): Promise<Float64Array> {
    const result = await this.evaluate(node);
    if (result.type !== 'scalar') throw new Error(`BUG: ${node.kind} gave a ${result.type}, not a scalar`);
    return result.values;
  }

  async vector(node: PlanNode): Promise<readonly StepSeries[]> {
    const result = await this.evaluate(node);
    if (result.type !== 'vector') throw new Error(`BUG: ${node.kind} gave a ${result.type}, not a vector`);
    return result.series;
  }

  async text(node: PlanNode): Promise<string> {
    const result = await this.evaluate(node);
    if (result.type !== 'string') throw new Error(`BUG: ${node.kind} gave a ${result.type}, not a string`);
    return result.value;
  }

  #repeat(result: Evaluated, { count }: Grid): Evaluated {
    if (result.type === 'scalar') return { type: 'scalar', values: new Float64Array(count).fill(result.values[0]!) };
    if (result.type !== 'vector') throw new Error(`BUG: a ${result.type} is repeated`);
    this.budget.hold(result.series.length * count);
    const series = result.series.map((one) => ({
      ...one,
      values: new Float64Array(count).fill(one.values[0]!),
      present: new Uint8Array(count).fill(one.present[0]!),
      ...(one.histograms ? { histograms: new Array<HistogramColumn[number]>(count).fill(one.histograms[0]) } : {}),
    }));
    return { type: 'vector', series };
  }

  #unary(op: '+' | '-', result: Evaluated): Evaluated {
    if (op === '+') return result;
    if (result.type === 'scalar') return { type: 'scalar', values: result.values.map((v) => -v) };
    if (result.type !== 'vector') throw new Error(`BUG: sign of a ${result.type}`);
    const negated = result.series.map((one) => ({
      ...one,
      values: one.values.map((v) => -v),
      ...(one.histograms ? { histograms: one.histograms.map((h) => h && multiply(h, -1)) } : {}),
    }));
    return { type: 'vector', series: dropNames(negated, this.delayedNameRemoval) };
  }
}
