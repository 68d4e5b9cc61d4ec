import { type Span } from './otlp.js';

/** Why a span that is not the root of its trace stands at the top. */
export type Misplaced = 'orphan' | 'cycle';

export interface TreeNode {
  readonly span: Span;
  /** Unique in the trace, unlike a span id: some senders use one id for both sides of a call. */
  readonly key: string;
  readonly depth: number;
  readonly children: readonly TreeNode[];
  /** Spans below this one. */
  readonly descendants: number;
  readonly misplaced: Misplaced | undefined;
  /** Nanoseconds by which it starts before its parent; 0 when it does not. */
  readonly skew: number;
  /** Nanoseconds from the start of the trace. */
  readonly offset: number;
  readonly duration: number;
  /** A span below this one ended in an error: shown on the row while it is collapsed. */
  readonly errorBelow: boolean;
}

export interface TraceTree {
  readonly roots: readonly TreeNode[];
  /** Every node, parents before children, in the order of the screen. */
  readonly nodes: readonly TreeNode[];
  /** Unix nanoseconds. */
  readonly start: bigint;
  /** Nanoseconds, at least 1. */
  readonly duration: number;
  readonly services: readonly string[];
  readonly errors: number;
}

interface Draft {
  span: Span;
  key: string;
  depth: number;
  children: Draft[];
  descendants: number;
  misplaced: Misplaced | undefined;
  skew: number;
  offset: number;
  duration: number;
  errorBelow: boolean;
}

const byStart = (a: Draft, b: Draft): number =>
  a.span.start < b.span.start ? -1 : a.span.start > b.span.start ? 1 : 0;

/**
 * Builds the tree of a trace. A span whose parent is not there becomes a root marked `orphan`; spans whose parents form a
 * loop are cut open at the earliest of them, marked `cycle`. Nothing is lost: every span is a node exactly once. No
 * recursion, so a chain of any depth works.
 */
export function buildTree(spans: readonly Span[]): TraceTree {
  let start = spans[0]?.start ?? 0n;
  let end = start;
  for (const span of spans) {
    if (span.start < start) start = span.start;
    if (span.end > end) end = span.end;
  }

  const drafts: Draft[] = spans.map((span, i) => ({
    span,
    key: `${span.spanId}:${i}`,
    depth: 0,
    children: [],
    descendants: 0,
    misplaced: undefined,
    skew: 0,
    offset: Number(span.start - start),
    duration: Number(span.end - span.start),
    errorBelow: false,
  }));
  const byId = new Map<string, Draft>();
  for (const draft of drafts) if (!byId.has(draft.span.spanId)) byId.set(draft.span.spanId, draft);

  const roots: Draft[] = [];
  for (const draft of drafts) {
    const parentId = draft.span.parentId;
    const parent = parentId === '' ? undefined : byId.get(parentId);
    if (parent === undefined || parent === draft) {
      if (parentId !== '') draft.misplaced = parent === draft ? 'cycle' : 'orphan';
      roots.push(draft);
    } else {
      parent.children.push(draft);
    }
  }

  const placed = new Set<Draft>();
  const order: Draft[] = [];
  roots.sort((a, b) => Number(a.misplaced !== undefined) - Number(b.misplaced !== undefined) || byStart(a, b));
  for (const root of roots) walk(root, placed, order);
  for (const draft of [...drafts].sort(byStart)) {
    if (placed.has(draft)) continue;
    draft.misplaced = 'cycle';
    roots.push(draft);
    walk(draft, placed, order);
  }

  for (let i = order.length - 1; i >= 0; i--) {
    const draft = order[i];
    if (!draft) continue;
    for (const child of draft.children) {
      draft.descendants += 1 + child.descendants;
      draft.errorBelow ||= child.errorBelow || child.span.status === 'error';
      if (child.span.service !== draft.span.service && child.span.start < draft.span.start) {
        child.skew = Number(draft.span.start - child.span.start);
      }
    }
  }
  return {
    roots,
    nodes: order,
    start,
    duration: Math.max(1, Number(end - start)),
    services: [...new Set(spans.map(({ service }) => service))].sort(),
    errors: spans.filter(({ status }) => status === 'error').length,
  };
}

/** Depth first. An edge to a node already placed closes a loop and is cut. */
function walk(root: Draft, placed: Set<Draft>, order: Draft[]): void {
  const stack: Draft[] = [root];
  placed.add(root);
  for (let draft = stack.pop(); draft !== undefined; draft = stack.pop()) {
    order.push(draft);
    draft.children = draft.children.filter((child) => !placed.has(child)).sort(byStart);
    for (let i = draft.children.length - 1; i >= 0; i--) {
      const child = draft.children[i];
      if (!child) continue;
      child.depth = draft.depth + 1;
      placed.add(child);
      stack.push(child);
    }
  }
}

/** The rows on the screen: all nodes but those below a collapsed one. */
export function visibleNodes(tree: TraceTree, collapsed: ReadonlySet<string>): readonly TreeNode[] {
  if (collapsed.size === 0) return tree.nodes;
  const rows: TreeNode[] = [];
  let skipBelow = Infinity;
  for (const node of tree.nodes) {
    if (node.depth > skipBelow) continue;
    skipBelow = collapsed.has(node.span.spanId) && node.children.length > 0 ? node.depth : Infinity;
    rows.push(node);
  }
  return rows;
}

/** The ids of all spans above a node, so that a link to a span can open the way to it. */
export function ancestorsOf(tree: TraceTree, spanId: string): readonly string[] {
  const path: string[] = [];
  for (const node of tree.nodes) {
    path.length = node.depth;
    if (node.span.spanId === spanId) return path;
    path.push(node.span.spanId);
  }
  return [];
}

/** Does the text occur in the span's name, service, status, or in an attribute's key or value? Case does not count. */
export function spanMatches(span: Span, text: string): boolean {
  const needle = text.toLowerCase();
  const hit = (value: string): boolean => value.toLowerCase().includes(needle);
  return (
    hit(span.name) ||
    hit(span.service) ||
    hit(span.spanId) ||
    hit(span.statusMessage) ||
    span.attributes.some(({ key, value }) => hit(key) || hit(value) || hit(`${key}=${value}`))
  );
}
