import type { Binary } from '../../../syntax/index.js';
import { failExecution } from '../eval-error.js';
import type { LabelSet } from '../label-set.js';
import type { StepSeries } from '../series.js';
import { pointOperator } from './point-operator.js';
import { bySignature } from './signature.js';

const EXPLICIT = 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)';
const UNIQUE = 'multiple matches for labels: grouping labels must ensure unique matches';
const duplicate = (side: 'left' | 'right'): string =>
  `found duplicate series on the ${side} hand-side;many-to-many matching not allowed: matching labels must be unique on one side`;

/**
 * An operator between two vectors. Of one match group the "one" side may have one series at a step, and without
 * `group_left` or `group_right` so may the other. Texts of the errors are Loki's.
 */
export function matchVectors(
  expr: Binary,
  left: readonly StepSeries[],
  right: readonly StepSeries[],
  steps: number,
): readonly StepSeries[] {
  const { matching } = expr;
  const swapped = matching?.group === 'right';
  const grouped = matching?.group !== undefined;
  const [many, one] = swapped ? [right, left] : [left, right];
  const ones = bySignature(one, matching);
  for (const group of ones.values()) requireOne(group, steps, swapped ? 'left' : 'right');
  const operator = pointOperator(expr);
  const result: StepSeries[] = [];
  for (const [key, group] of bySignature(many, matching)) {
    const partners = ones.get(key);
    if (partners === undefined) continue;
    const matched = new Uint8Array(steps);
    // Result labels that a match of the group already has at a step, even one filtered out.
    const taken = new Map<string, Uint8Array>();
    for (const m of group) {
      for (const o of partners) {
        const labels = resultLabels(m.labels, o.labels, expr);
        const used = grouped ? (taken.get(labels.key) ?? new Uint8Array(steps)) : matched;
        taken.set(labels.key, used);
        const values = new Float64Array(steps);
        const present = new Uint8Array(steps);
        for (let i = 0; i < steps; i++) {
          if ((m.present[i]! & o.present[i]!) === 0) continue;
          if (used[i] === 1) failExecution(grouped ? UNIQUE : EXPLICIT);
          used[i] = 1;
          const own = m.values[i]!;
          const other = o.values[i]!;
          const value = swapped ? operator(other, own, other) : operator(own, other, own);
          if (value === undefined) continue;
          values[i] = value;
          present[i] = 1;
        }
        if (present.includes(1)) result.push({ labels, values, present });
      }
    }
  }
  return joined(result);
}

/** Refuses two series of a match group on the "one" side at one step. */
function requireOne(group: readonly StepSeries[], steps: number, side: 'left' | 'right'): void {
  if (group.length === 1) return;
  const there = new Uint8Array(steps);
  for (const { present } of group) {
    for (let i = 0; i < steps; i++) {
      if (present[i] === 0) continue;
      if (there[i] === 1) failExecution(duplicate(side));
      there[i] = 1;
    }
  }
}

/** Labels of a match: the group's of a one-to-one match, else those of the "many" side with what is to be included. */
function resultLabels(many: LabelSet, one: LabelSet, { matching }: Binary): LabelSet {
  if (matching === undefined) return many;
  if (matching.group === undefined) {
    const names = new Set(matching.labels);
    return matching.kind === 'on' ? many.keep(names) : many.drop(names);
  }
  return matching.include.reduce((set, name) => set.with(name, one.get(name) ?? ''), many);
}

/** Joins results of equal labels, which have no step in common: their match groups took turns. */
function joined(series: readonly StepSeries[]): readonly StepSeries[] {
  const byKey = new Map<string, StepSeries>();
  for (const one of series) {
    const other = byKey.get(one.labels.key);
    if (other === undefined) {
      byKey.set(one.labels.key, one);
      continue;
    }
    for (let i = 0; i < one.values.length; i++) {
      if (one.present[i] === 0) continue;
      other.values[i] = one.values[i]!;
      other.present[i] = 1;
    }
  }
  return [...byKey.values()];
}
