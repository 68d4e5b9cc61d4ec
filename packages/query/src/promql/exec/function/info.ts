import { compileAnchored, type Matcher } from '../../../lang/index.js';
import { METRIC_NAME, type Expr } from '../../syntax/index.js';
import type { EvalContext, SeriesFunction } from '../context.js';
import { failExecution } from '../eval-error.js';
import { LabelSet } from '../label-set.js';
import { evaluateSelector } from '../selector.js';
import { mergeSameLabels, type StepSeries } from '../series.js';

/** What makes an info series one of a series: both labels equal. */
const IDENTIFYING: ReadonlySet<string> = new Set(['instance', 'job']);

/**
 * Adds labels of info metrics to series of the same instance and job: those its second argument names, or all. A series
 * keeps the labels it has. Per step the newest info series of a metric counts.
 */
export const info: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [baseNode, infoNode] = node.args;
    if (infoNode?.kind !== 'selector') throw new Error('BUG: info() was planned without a selector of infos');
    const base = await context.vector(baseNode!);
    if (context.samples(infoNode.fetch).some((raw) => raw.histograms)) failExecution('info sample should be float');
    const infos = await evaluateSelector(infoNode, context, 'seconds');
    const wanted = new Wanted(node.expr.args[1], infoNode.fetch.matchers);
    const enriched = base.map((one) => (wanted.isInfo(one.labels) ? [one] : withInfo(one, infos, wanted)));
    await context.budget.spend((base.length + infos.length) * node.grid.count);
    return { type: 'vector', series: mergeSameLabels(held(enriched.flat(), node.grid.count, context)) };
  },
};

function held(series: readonly StepSeries[], steps: number, { budget }: EvalContext): readonly StepSeries[] {
  budget.hold(series.length * steps);
  return series;
}

const matches = ({ op, value }: Matcher, text: string): boolean => {
  if (op === '=' || op === '!=') return (text === value) === (op === '=');
  const pattern = compileAnchored(value);
  return pattern.ok && pattern.value.matches(text) === (op === '=~');
};

/** What a call says about the infos it wants. */
class Wanted {
  /** Labels to take; empty for all. */
  readonly names: ReadonlySet<string>;
  /** Whether a series without infos stays. */
  readonly isOptional: boolean;
  readonly #infoNames: readonly Matcher[];

  constructor(labels: Expr | undefined, fetched: readonly Matcher[]) {
    const matchers = labels?.kind === 'vector' ? labels.matchers : [];
    const data = matchers.filter(({ name }) => name !== METRIC_NAME);
    this.names = new Set(data.map(({ name }) => name));
    this.isOptional = data.every((matcher) => matches(matcher, ''));
    this.#infoNames = fetched.filter(({ name }) => name === METRIC_NAME);
  }

  /** Info series themselves get no labels. */
  isInfo(labels: LabelSet): boolean {
    return this.#infoNames.every((matcher) => matches(matcher, labels.name));
  }
}

/** The series once for every set of labels it has at some step. */
function withInfo(one: StepSeries, infos: readonly StepSeries[], wanted: Wanted): StepSeries[] {
  const identity = one.labels.keep(IDENTIFYING);
  const own = identity.size === 0 ? [] : infos.filter((i) => i.labels.keep(IDENTIFYING).key === identity.key);
  const byMetric = new Map<string, StepSeries[]>();
  for (const each of own) {
    const group = byMetric.get(each.labels.name);
    if (group) group.push(each);
    else byMetric.set(each.labels.name, [each]);
  }
  const found = new Map<string, StepSeries>();
  const known = new Map<string, LabelSet>();
  for (let i = 0; i < one.values.length; i++) {
    if (one.present[i] === 0) continue;
    const there = [...byMetric.values()].flatMap((group) => newest(group, i) ?? []);
    if (there.length === 0 && !wanted.isOptional) continue;
    const key = there.map((each) => each.labels.key).join('\n');
    let labels = known.get(key);
    if (labels === undefined) known.set(key, (labels = combined(one.labels, there, wanted)));
    let result = found.get(labels.key);
    if (result === undefined) {
      found.set(labels.key, (result = { ...one, labels, present: new Uint8Array(one.values.length) }));
    }
    result.present[i] = 1;
  }
  return [...found.values()];
}

/** Of the info series of one metric the one with the newest sample at a step; values are the samples' times. */
function newest(group: readonly StepSeries[], step: number): StepSeries | undefined {
  let best: StepSeries | undefined;
  for (const each of group) {
    if (each.present[step] === 0) continue;
    if (best === undefined || each.values[step]! > best.values[step]!) best = each;
    else if (each.values[step] === best.values[step]) {
      const time = Math.round(each.values[step]! * 1000);
      const [a, b] = [best.labels.toString(), each.labels.toString()];
      failExecution(`found duplicate series for info metric: existing ${a} @ ${time}, new ${b} @ ${time}`);
    }
  }
  return best;
}

function combined(base: LabelSet, infos: readonly StepSeries[], wanted: Wanted): LabelSet {
  const added = new Map<string, string>();
  for (const { labels } of infos) {
    for (const [name, value] of labels.entries()) {
      if (name === METRIC_NAME || (wanted.names.size > 0 && !wanted.names.has(name))) continue;
      const other = added.get(name);
      if (other !== undefined && other !== value) failExecution(`conflicting label: ${name}`);
      if (base.get(name) === '') added.set(name, value);
    }
  }
  return added.size === 0 ? base : LabelSet.of([...base.entries(), ...added]);
}
