import { type TraceTree, type TreeNode } from './tree.js';

/** Which spans are collapsed, by id: those of `ids`, or with `all` every one with children but those of `ids`. */
export interface Folds {
  readonly all: boolean;
  readonly ids: ReadonlySet<string>;
}

export const noFolds: Folds = { all: false, ids: new Set() };

/** More ids than this make an address that proxies cut off; such a state lasts as long as the page. */
const MAX_IDS = 100;

/** `a,b`, or `all,a,b`; undefined for the default and for what is too long for an address. */
export function printFolds({ all, ids }: Folds): string | undefined {
  if (ids.size > MAX_IDS) return undefined;
  const text = [...(all ? ['all'] : []), ...ids].join(',');
  return text === '' ? undefined : text;
}

export function parseFolds(text: string | undefined): Folds {
  if (text === undefined) return noFolds;
  const parts = text.split(',').filter((part) => part !== '');
  return { all: parts.includes('all'), ids: new Set(parts.filter((part) => part !== 'all')) };
}

export function isFolded({ all, ids }: Folds, { span, children }: TreeNode): boolean {
  return children.length > 0 && ids.has(span.spanId) !== all;
}

/** Collapses or expands one node, or with `deep` those below it too. */
export function fold(folds: Folds, nodes: readonly TreeNode[], folded: boolean): Folds {
  const ids = new Set(folds.ids);
  for (const { span, children } of nodes) {
    if (children.length === 0) continue;
    if (folded === folds.all) ids.delete(span.spanId);
    else ids.add(span.spanId);
  }
  return { all: folds.all, ids };
}

/** Opens the way to a node. */
export function reveal(folds: Folds, node: TreeNode): Folds {
  const way: TreeNode[] = [];
  for (let above = node.parent; above !== undefined; above = above.parent) if (isFolded(folds, above)) way.push(above);
  return way.length === 0 ? folds : fold(folds, way, false);
}

/** Collapses the deepest level that shows, or expands the topmost that is collapsed. */
export function foldLevel(tree: TraceTree, folds: Folds, by: -1 | 1): Folds {
  const rows = visibleNodes(tree.nodes, folds).filter(({ children }) => children.length > 0);
  const candidates = rows.filter((node) => isFolded(folds, node) === (by === 1));
  if (candidates.length === 0) return folds;
  const level = candidates.reduce(
    (found, { depth }) => (by === 1 ? Math.min(found, depth) : Math.max(found, depth)),
    by === 1 ? Infinity : 0,
  );
  const nodes = candidates.filter(({ depth }) => depth === level);
  return fold(folds, nodes, by === -1);
}

/** The rows on the screen: all nodes but those below a collapsed one. */
export function visibleNodes(nodes: readonly TreeNode[], folds: Folds): readonly TreeNode[] {
  if (!folds.all && folds.ids.size === 0) return nodes;
  const rows: TreeNode[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    if (!node) break;
    rows.push(node);
    if (isFolded(folds, node)) i += node.descendants;
  }
  return rows;
}

/** Where a node stands in rows that are in the order of the tree, which may be of a later answer; -1 when it does not show. */
export function rowOf(rows: readonly TreeNode[], node: TreeNode): number {
  let [low, high] = [0, rows.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const index = rows[middle]?.index ?? 0;
    if (index === node.index && rows[middle]?.key === node.key) return middle;
    if (index === node.index) break;
    if (index < node.index) low = middle + 1;
    else high = middle - 1;
  }
  return rows.findIndex(({ key }) => key === node.key);
}
