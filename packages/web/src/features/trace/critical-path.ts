import { type TraceTree, type TreeNode } from './tree.js';

/** A stretch of time in which a span is what the trace waits for. Nanoseconds from the start of the trace. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Frame {
  readonly node: TreeNode;
  /** Children by their end, the last first. */
  readonly children: readonly TreeNode[];
  next: number;
  /** The path through the node begins here: where it does, but not before its parent. */
  readonly since: number;
  /** Up to here the path is still to be found. */
  until: number;
}

/**
 * What a trace waits for, read backwards from the end of its first root: the child that ended last, before that the one
 * that ended last before it began, and the span itself where none of its children ran. The stretches cover the root once
 * and do not overlap, so a span that is not on the path can be made faster without the trace becoming so. A child that
 * outlives its parent counts up to the parent's end.
 * @returns stretches by `TreeNode.key`, in order of time.
 */
export function criticalPath(tree: Pick<TraceTree, 'roots'>): ReadonlyMap<string, readonly Stretch[]> {
  const path = new Map<string, Stretch[]>();
  const root = tree.roots[0];
  if (!root) return path;
  const stretch = (node: TreeNode, from: number, to: number): void => {
    if (to <= from) return;
    const found = path.get(node.key);
    if (found) found.push({ from, to });
    else path.set(node.key, [{ from, to }]);
  };
  const stack: Frame[] = [frame(root, root.offset, endOf(root))];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { node, since } = top;
    const child = top.children[top.next];
    if (child === undefined || top.until <= since) {
      stretch(node, since, top.until);
      stack.pop();
      continue;
    }
    top.next += 1;
    // It began when the path had gone past it already, or ended before its parent began (clocks that differ).
    const end = Math.min(top.until, endOf(child));
    if (child.offset >= top.until || end <= since) continue;
    stretch(node, end, top.until);
    top.until = Math.max(since, child.offset);
    stack.push(frame(child, top.until, end));
  }
  for (const stretches of path.values()) stretches.reverse();
  return path;
}

const endOf = ({ offset, duration }: TreeNode): number => offset + duration;

function frame(node: TreeNode, since: number, until: number): Frame {
  return { node, children: [...node.children].sort((a, b) => endOf(b) - endOf(a)), next: 0, since, until };
}
