import type { Relation } from '../syntax/index.js';
import type { TraceTree } from './trace-tree.js';

/** Which of `right` stand in the relation to one of `left`: `left >> right` gives what is below a left span. */
export function related(
  tree: TraceTree,
  left: ReadonlySet<number>,
  op: Relation,
  right: ReadonlySet<number>,
): Set<number> {
  switch (op) {
    case '>':
      return select(right, (i) => left.has(tree.parentOf(i)));
    case '<': {
      const parents = new Set([...left].map((i) => tree.parentOf(i)));
      return select(right, (i) => parents.has(i));
    }
    case '>>':
      return below(tree, left, right);
    case '<<': {
      const above = ancestors(tree, left);
      return select(right, (i) => above.has(i));
    }
    case '~': {
      const counts = new Map<number, number>();
      for (const i of left) counts.set(tree.siblingGroup(i), (counts.get(tree.siblingGroup(i)) ?? 0) + 1);
      // A span is no sibling of itself.
      return select(right, (i) => (counts.get(tree.siblingGroup(i)) ?? 0) > (left.has(i) ? 1 : 0));
    }
  }
}

/** The relation seen from the other side. */
export const CONVERSE: Readonly<Record<Relation, Relation>> = { '>': '<', '>>': '<<', '<': '>', '<<': '>>', '~': '~' };

function select(from: ReadonlySet<number>, test: (index: number) => boolean): Set<number> {
  const chosen = new Set<number>();
  for (const index of from) if (test(index)) chosen.add(index);
  return chosen;
}

function ancestors(tree: TraceTree, of: ReadonlySet<number>): Set<number> {
  const found = new Set<number>();
  for (const index of of) {
    for (let at = tree.parentOf(index); at >= 0 && !found.has(at); at = tree.parentOf(at)) found.add(at);
  }
  return found;
}

function below(tree: TraceTree, left: ReadonlySet<number>, right: ReadonlySet<number>): Set<number> {
  /** Whether a left span is this one or above it, of spans walked before. */
  const covered = new Map<number, boolean>();
  return select(right, (index) => {
    const walked: number[] = [];
    let at = tree.parentOf(index);
    let answer = false;
    for (; at >= 0; at = tree.parentOf(at)) {
      const known = covered.get(at);
      if (known !== undefined || left.has(at)) {
        answer = known ?? true;
        if (known === undefined) covered.set(at, true);
        break;
      }
      walked.push(at);
    }
    for (const each of walked) covered.set(each, answer);
    return answer;
  });
}
