import { type TreeNode } from './tree.js';

/** Spans of one service and name that are called along the same way, taken together. Times in nanoseconds. */
export interface CallPath {
  /** Unique in its trace. */
  readonly key: string;
  /** Service and name as one text: by it the ways of two traces find each other, level by level. */
  readonly step: string;
  readonly service: string;
  readonly name: string;
  readonly depth: number;
  /** Id of the first of its spans: what an address names it by. */
  readonly first: string;
  readonly children: readonly CallPath[];
  readonly count: number;
  readonly errors: number;
  /** Of the spans themselves. */
  readonly total: number;
  /** In which none of their children ran. */
  readonly self: number;
  /** `self` of these and of all below: what a flame graph shows as width. */
  readonly weight: number;
}

interface Draft {
  key: string;
  step: string;
  service: string;
  name: string;
  depth: number;
  first: string;
  children: Map<string, Draft>;
  count: number;
  errors: number;
  total: number;
  self: number;
  weight: number;
}

/** Between service and name: a control that no name has. */
const PART = '\u001f';

/**
 * Merges nodes (parents before children, as `TraceTree.nodes` has them) by the way they are called.
 * @returns the topmost ones, heaviest first, as on every level.
 */
export function callPaths(nodes: readonly TreeNode[]): readonly CallPath[] {
  const top = new Map<string, Draft>();
  const byNode = new Map<TreeNode, Draft>();
  const order: Draft[] = [];
  for (const node of nodes) {
    const above = node.parent && byNode.get(node.parent);
    const siblings = above?.children ?? top;
    const { service, name, status, spanId } = node.span;
    const step = `${service}${PART}${name}`;
    let draft = siblings.get(step);
    if (!draft) {
      const depth = above ? above.depth + 1 : 0;
      const sums = { count: 0, errors: 0, total: 0, self: 0, weight: 0 };
      const key = String(order.length);
      draft = { key, step, service, name, depth, first: spanId, children: new Map(), ...sums };
      siblings.set(step, draft);
      order.push(draft);
    }
    byNode.set(node, draft);
    draft.count += 1;
    draft.errors += Number(status === 'error');
    draft.total += node.duration;
    draft.self += node.self;
  }
  const done = new Map<Draft, CallPath>();
  const finish = (drafts: Iterable<Draft>): readonly CallPath[] =>
    [...drafts]
      .flatMap((draft) => done.get(draft) ?? [])
      .sort((a, b) => b.weight - a.weight || (a.step < b.step ? -1 : 1));
  // Children stand after their parents, so from the end each finds its own done.
  for (const draft of order.reverse()) {
    const children = finish(draft.children.values());
    const weight = children.reduce((sum, child) => sum + child.weight, draft.self);
    done.set(draft, { ...draft, children, weight });
  }
  return finish(top.values());
}

/** The path whose first span has this id. */
export function findPath(paths: readonly CallPath[], first: string | undefined): CallPath | undefined {
  const stack = first === undefined ? [] : [...paths];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (path.first === first) return path;
    stack.push(...path.children);
  }
  return undefined;
}
