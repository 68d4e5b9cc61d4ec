import type { BinaryNode } from '../../plan/index.js';
import { type Binary } from '../../syntax/index.js';
import type { EvalContext } from '../context.js';
import { failExecution } from '../eval-error.js';
import type { LabelSet } from '../label-set.js';
import { mergeSameLabels, StepValues, valueAt, type StepSeries } from '../series.js';
import { losesName, sampleOperator } from './point-operator.js';
import { bySignature, presence, signatureOf } from './signature.js';

const EXPLICIT = 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)';
const UNIQUE = 'multiple matches for labels: grouping labels must ensure unique matches';

/**
 * An operator between two vectors. Of one match group the "one" side may have one series at a step, and without
 * `group_left` or `group_right` so may the other. A step where a side is empty gives nothing, not even an error, unless
 * `fill` says what stands for a series that is missing.
 */
export async function matchVectors(
  node: BinaryNode,
  left: readonly StepSeries[],
  right: readonly StepSeries[],
  context: EvalContext,
): Promise<readonly StepSeries[]> {
  const { expr, grid } = node;
  const { matching } = expr;
  const swapped = matching.card === 'one-to-many';
  const [many, one] = swapped ? [right, left] : [left, right];
  const { left: fillLeft, right: fillRight } = matching.fill ?? {};
  const [fillMany, fillOne] = swapped ? [fillRight, fillLeft] : [fillLeft, fillRight];
  const steps = grid.count;
  const both = matching.fill ? new Uint8Array(steps).fill(1) : bothThere(many, one, steps);
  const ones = bySignature(one, matching);
  for (const group of ones.values()) requireOne(group, both, expr);
  const manies = bySignature(many, matching);
  const result: StepSeries[] = [];
  const keys = fillMany === undefined ? manies.keys() : new Set([...manies.keys(), ...ones.keys()]);
  for (const key of keys) {
    const group = manies.get(key) ?? [];
    const partners = ones.get(key) ?? [];
    if (partners.length === 0 && fillOne === undefined) continue;
    result.push(
      ...matchGroup(
        fillMany === undefined ? group : [...group, ...standIn(group, partners, fillMany)],
        fillOne === undefined ? partners : [...partners, ...standIn(partners, group, fillOne)],
      ),
    );
    await context.budget.spend((group.length + 1) * (partners.length + 1) * steps);
  }
  context.budget.hold(result.length * steps);
  return mergeSameLabels(result);

  /** A series of the group's labels with a value at the steps where the other side has one and this one has none. */
  function standIn(missing: readonly StepSeries[], other: readonly StepSeries[], value: number): StepSeries[] {
    const [of] = other;
    if (of === undefined) return [];
    const there = presence(missing, steps);
    const present = presence(other, steps).map((wanted, i) => wanted & (1 - there[i]!));
    if (!present.includes(1)) return [];
    const labels = signatureOf(matching)(of.labels);
    return [{ labels, dropName: false, values: new Float64Array(steps).fill(value), present }];
  }

  function matchGroup(group: readonly StepSeries[], partners: readonly StepSeries[]): StepSeries[] {
    const operator = sampleOperator(expr, context);
    const matched = new Uint8Array(steps);
    const found: StepSeries[] = [];
    // Labels of a result that already has a match at a step, even one filtered out.
    const taken = new Map<string, Uint8Array>();
    for (const m of group) {
      for (const o of partners) {
        const labels = resultLabels(m.labels, o.labels, expr, context.delayedNameRemoval);
        const used = matching.card === 'one-to-one' ? matched : (taken.get(labels.key) ?? new Uint8Array(steps));
        taken.set(labels.key, used);
        const values = new StepValues(steps);
        for (let i = 0; i < steps; i++) {
          if ((m.present[i]! & o.present[i]! & both[i]!) === 0) continue;
          if (used[i] === 1) failExecution(matching.card === 'one-to-one' ? EXPLICIT : UNIQUE);
          used[i] = 1;
          const own = valueAt(m, i);
          const other = valueAt(o, i);
          values.set(i, swapped ? operator(other, own, other) : operator(own, other, own));
        }
        const { columns } = values;
        if (columns.present.includes(1)) found.push({ labels, dropName: m.dropName || losesName(expr), ...columns });
      }
    }
    return found;
  }
}

/** Per step 1 where both sides have anything. */
function bothThere(many: readonly StepSeries[], one: readonly StepSeries[], steps: number): Uint8Array {
  const oneThere = presence(one, steps);
  return presence(many, steps).map((there, i) => there & oneThere[i]!);
}

/** Refuses two series of a match group on the "one" side at a step where both sides have anything. */
function requireOne(group: readonly StepSeries[], both: Uint8Array, { matching }: Binary): void {
  if (group.length === 1) return;
  const first = new Map<number, StepSeries>();
  for (const series of group) {
    for (let i = 0; i < both.length; i++) {
      if ((series.present[i]! & both[i]!) === 0) continue;
      const other = first.get(i);
      if (other === undefined) first.set(i, series);
      else failDuplicate(other.labels, series.labels, signatureOf(matching)(series.labels), matching.card);
    }
  }
}

function failDuplicate(a: LabelSet, b: LabelSet, group: LabelSet, card: Binary['matching']['card']): never {
  const side = card === 'one-to-many' ? 'left' : 'right';
  const pair = [a.toString(), b.toString()].sort().join(', ');
  return failExecution(
    `found duplicate series for the match group ${group.toString()} on the ${side} hand-side of the operation: ` +
      `[${pair}];many-to-many matching not allowed: matching labels must be unique on one side`,
  );
}

/** Labels of a match: the group's of a one-to-one match, else those of the "many" side with what is to be included. */
function resultLabels(many: LabelSet, one: LabelSet, expr: Binary, delayed: boolean): LabelSet {
  const { card, on, labels, include } = expr.matching;
  const named = losesName(expr) && !delayed ? many.withoutMetadata() : many;
  if (card === 'one-to-one') {
    const names = new Set(labels);
    return on ? named.keep(names) : named.drop(names);
  }
  return include.reduce((set, name) => set.with(name, one.get(name)), named);
}
