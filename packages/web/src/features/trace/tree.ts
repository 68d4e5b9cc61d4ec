import { type Span, type SpanHead } from './otlp.js';

/** Why a span that is not the root of its trace stands at the top. */
export type Misplaced = 'orphan' | 'cycle';

export interface TreeNode<S extends SpanHead = Span> {
  readonly span: S;
  /** The span's id; a second span of that id has its place added, as some senders use one id for both sides of a call. */
  readonly key: string;
  /** Where it stands in `TraceTree.nodes`; those below it follow at once. */
  readonly index: number;
  readonly parent: TreeNode<S> | undefined;
  readonly depth: number;
  readonly children: readonly TreeNode<S>[];
  /** Spans below this one. */
  readonly descendants: number;
  readonly misplaced: Misplaced | undefined;
  /** Nanoseconds by which it starts before its parent; 0 when it does not. */
  readonly skew: number;
  /** Nanoseconds from the start of the trace. */
  readonly offset: number;
  readonly duration: number;
  /** Nanoseconds in which none of its children ran. */
  readonly self: number;
  /** A span below this one ended in an error: shown on the row while it is collapsed. */
  readonly errorBelow: boolean;
}

export interface TraceTree<S extends SpanHead = Span> {
  readonly roots: readonly TreeNode<S>[];
  /** Every node, parents before children, in the order of the screen. */
  readonly nodes: readonly TreeNode<S>[];
  /** Unix nanoseconds. */
  readonly start: bigint;
  /** Nanoseconds, at least 1. */
  readonly duration: number;
  readonly services: readonly string[];
  readonly errors: number;
}

interface Draft<S extends SpanHead> {
  span: S;
  key: string;
  index: number;
  parent: Draft<S> | undefined;
  depth: number;
  children: Draft<S>[];
  descendants: number;
  misplaced: Misplaced | undefined;
  skew: number;
  offset: number;
  duration: number;
  self: number;
  errorBelow: boolean;
}

/** Of every leaf, and most spans are leaves: a list for each would cost a large trace more than all else. */
const none: Draft<never>[] = [];

const byStart = (a: Draft<SpanHead>, b: Draft<SpanHead>): number => a.offset - b.offset;

/**
 * Builds the tree of a trace. A span whose parent is not there becomes a root marked `orphan`; spans whose parents form a
 * loop are cut open at the earliest of them, marked `cycle`. Nothing is lost: every span is a node exactly once. No
 * recursion, so a chain of any depth works.
 */
export function buildTree<S extends SpanHead>(spans: readonly S[]): TraceTree<S> {
  let start = spans[0]?.start ?? 0n;
  let end = start;
  for (const span of spans) {
    if (span.start < start) start = span.start;
    if (span.end > end) end = span.end;
  }

  const drafts: Draft<S>[] = spans.map((span) => ({
    span,
    key: span.spanId,
    index: 0,
    parent: undefined,
    depth: 0,
    children: none,
    descendants: 0,
    misplaced: undefined,
    skew: 0,
    offset: Number(span.start - start),
    duration: Number(span.end - span.start),
    self: 0,
    errorBelow: false,
  }));
  const byId = new Map<string, Draft<S>>();
  for (const [i, draft] of drafts.entries()) {
    if (byId.has(draft.key)) draft.key += `:${i}`;
    else byId.set(draft.key, draft);
  }

  const roots: Draft<S>[] = [];
  for (const draft of drafts) {
    const parentId = draft.span.parentId;
    const parent = parentId === '' ? undefined : byId.get(parentId);
    if (parent === undefined || parent === draft) {
      if (parentId !== '') draft.misplaced = parent === draft ? 'cycle' : 'orphan';
      roots.push(draft);
    } else {
      if (parent.children === none) parent.children = [draft];
      else parent.children.push(draft);
    }
  }

  const placed = new Set<Draft<S>>();
  const order: Draft<S>[] = [];
  roots.sort((a, b) => Number(a.misplaced !== undefined) - Number(b.misplaced !== undefined) || byStart(a, b));
  for (const root of roots) walk(root, placed, order);
  for (const draft of drafts.filter((one) => !placed.has(one)).sort(byStart)) {
    // One that was cut open may have brought others with it.
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
      if (child.span.service !== draft.span.service && child.offset < draft.offset) {
        child.skew = draft.offset - child.offset;
      }
    }
    draft.self = selfTime(draft);
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
function walk<S extends SpanHead>(root: Draft<S>, placed: Set<Draft<S>>, order: Draft<S>[]): void {
  const stack: Draft<S>[] = [root];
  placed.add(root);
  for (let draft = stack.pop(); draft !== undefined; draft = stack.pop()) {
    draft.index = order.push(draft) - 1;
    if (draft.children === none) continue;
    draft.children = draft.children.filter((child) => !placed.has(child)).sort(byStart);
    for (let i = draft.children.length - 1; i >= 0; i--) {
      const child = draft.children[i];
      if (!child) continue;
      child.depth = draft.depth + 1;
      child.parent = draft;
      placed.add(child);
      stack.push(child);
    }
  }
}

/** What is left of a span's time without the union of its children's, which are in order of their start. */
function selfTime({ offset, duration, children }: Draft<SpanHead>): number {
  const end = offset + duration;
  let covered = 0;
  let reached = offset;
  for (const child of children) {
    const until = Math.min(end, child.offset + child.duration);
    if (until <= reached) continue;
    covered += until - Math.max(reached, child.offset);
    reached = until;
  }
  return duration - covered;
}

/** Spans whose way to a root is there: where they stand, nothing that comes later will change but what it puts between. */
export function spansInPlace<S extends SpanHead>(spans: readonly S[]): readonly S[] {
  const { nodes, roots } = buildTree(spans);
  // Those that are misplaced are the last.
  const end = roots.find(({ misplaced }) => misplaced !== undefined)?.index ?? nodes.length;
  return nodes.slice(0, end).map(({ span }) => span);
}

/** A node and all below it. */
export function subtree(tree: TraceTree, root: TreeNode): readonly TreeNode[] {
  return tree.nodes.slice(root.index, root.index + root.descendants + 1);
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
