import type { Labels } from '@bongsu/model';
import type { Matcher } from '../lang/index.js';
import { fits, METRIC_NAME } from './matchers.js';
import type { Metric } from './metric.js';
import type { Scope } from './scope.js';
import type { TimeCells } from './time-cells.js';
import type { Weighing } from './weight.js';

/** What is to be counted of one metric. */
export interface Question {
  readonly metric: Metric;
  readonly matchers: readonly Matcher[];
  readonly scope: Scope;
  readonly cells: TimeCells;
  readonly weighing: Weighing;
  /** Labels that are kept; all when not given. */
  readonly by?: readonly string[];
  /** Groups of events at most. */
  readonly limit: number;
}

/** Labels that the engine has to tell apart: those that are kept and those that matchers look at. */
export function toldApart({ matchers, by }: Question, labels: readonly string[]): readonly string[] {
  if (by === undefined) return labels;
  return labels.filter((label) => by.includes(label) || matchers.some(({ name }) => name === label));
}

/** The labels that are kept of events that fit, undefined of others. Bounds of buckets are not looked at. */
export function keptLabels({
  matchers,
  by,
}: Pick<Question, 'matchers' | 'by'>): (labels: Labels) => Labels | undefined {
  const wanted = fits(matchers.filter(({ name }) => name !== METRIC_NAME && name !== 'le'));
  return (labels) => {
    if (!wanted(labels)) return undefined;
    if (by === undefined) return labels;
    // Assigned one by one: objects from entries are many times slower to make, and to copy after that.
    const kept: Record<string, string> = {};
    for (const name of by) kept[name] = labels[name] ?? '';
    return kept;
  };
}
