const SERVER = 2;
const CLIENT = 3;

/** What of a span says where it stands in its trace. Ids are lower-case hex. */
interface Node {
  readonly spanId: string;
  /** '' for a root. */
  readonly parentSpanId: string;
  readonly kind: number;
}

/** Numbers of a span in its trace's nested set; `parent` is the parent's `left`, -1 for a root. */
export interface NestedSet {
  readonly left: number;
  readonly right: number;
  readonly parent: number;
}

/** Of a span that no root is above. */
const OUTSIDE: NestedSet = { left: 0, right: 0, parent: 0 };

const NONE = -1;

/**
 * Who is whose parent in a trace, as places in its list of spans. Always a forest: of a cycle of parents the first
 * span counts as an orphan. A parent that never came keeps its children as orphans, which are siblings of each
 * other. Built when first asked, in time proportional to the number of spans and without recursion.
 */
export class TraceTree {
  #parents: Int32Array | undefined;
  #children: Int32Array[] | undefined;
  #nested: readonly NestedSet[] | undefined;
  #siblings: Int32Array | undefined;
  #crowded = false;

  constructor(private readonly spans: readonly Node[]) {}

  /** The parent's place, or -1. */
  parentOf(index: number): number {
    return this.parents[index]!;
  }

  childCount(index: number): number {
    return this.#childLists()[index]!.length;
  }

  /** Equal for spans with the same parent, present or not; all roots are siblings. */
  siblingGroup(index: number): number {
    if (!this.#siblings) {
      const groups = new Map<string, number>();
      this.#siblings = Int32Array.from(this.spans, (span, i) => {
        const parent = this.parents[i]!;
        const key = parent === NONE ? `id ${span.parentSpanId}` : `at ${parent}`;
        const group = groups.get(key) ?? groups.size;
        groups.set(key, group);
        return group;
      });
    }
    return this.#siblings[index]!;
  }

  /**
   * Orphans and what is below them are outside; so is all of a trace in which three spans share an id. `parent` is
   * -1 for every span that came without a parent, so that roots are known without their traces.
   */
  nestedSet(index: number): NestedSet {
    this.#nested ??= this.#number();
    const set = this.#nested[index]!;
    return this.spans[index]!.parentSpanId === '' ? { ...set, parent: -1 } : set;
  }

  get parents(): Int32Array {
    if (!this.#parents) {
      this.#parents = this.#link();
      cutCycles(this.#parents);
    }
    return this.#parents;
  }

  #link(): Int32Array {
    const byId = new Map<string, number[]>();
    this.spans.forEach(({ spanId }, i) => {
      const same = byId.get(spanId);
      if (same) same.push(i);
      else byId.set(spanId, [i]);
    });
    const parents = new Int32Array(this.spans.length).fill(NONE);
    const server = (i: number): boolean => this.spans[i]!.kind === SERVER;
    const client = (i: number): boolean => this.spans[i]!.kind === CLIENT;
    for (const same of byId.values()) if (same.length > 2) this.#crowded = true;
    this.spans.forEach((span, i) => {
      // Zipkin's client and server share an id: the client is above the server, whose children follow.
      const twin = byId.get(span.spanId)!.find((j) => j !== i && client(j));
      if (server(i) && twin !== undefined) {
        parents[i] = twin;
        return;
      }
      if (span.parentSpanId === '') return;
      const above = byId.get(span.parentSpanId)?.filter((j) => j !== i) ?? [];
      parents[i] = above.find(server) ?? above[0] ?? NONE;
    });
    return parents;
  }

  #childLists(): Int32Array[] {
    if (!this.#children) {
      const lists: number[][] = this.spans.map(() => []);
      this.parents.forEach((parent, i) => {
        if (parent !== NONE) lists[parent]!.push(i);
      });
      this.#children = lists.map((list) => Int32Array.from(list));
    }
    return this.#children;
  }

  #number(): NestedSet[] {
    const { parents } = this;
    const sets: NestedSet[] = this.spans.map(() => OUTSIDE);
    if (this.#crowded) return sets;
    const children = this.#childLists();
    const lefts = new Int32Array(this.spans.length);
    const next = new Int32Array(this.spans.length);
    let counter = 0;
    const path: number[] = [];
    const enter = (i: number): void => {
      lefts[i] = ++counter;
      path.push(i);
    };
    this.spans.forEach((span, root) => {
      if (span.parentSpanId !== '' || parents[root] !== NONE) return;
      enter(root);
      while (path.length > 0) {
        const at = path.at(-1)!;
        const child = children[at]![next[at]!++];
        if (child !== undefined) {
          enter(child);
          continue;
        }
        path.pop();
        const above = parents[at]!;
        sets[at] = { left: lefts[at]!, right: ++counter, parent: above === NONE ? -1 : lefts[above]! };
      }
    });
    return sets;
  }
}

/** Cuts the parent of the first span of each cycle. */
function cutCycles(parents: Int32Array): void {
  // 0 not seen, else the number of the walk that saw it.
  const walks = new Int32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    let at = start;
    while (at !== NONE && walks[at] === 0) {
      walks[at] = start + 1;
      at = parents[at]!;
    }
    if (at === NONE || walks[at] !== start + 1) continue;
    // `at` is on a cycle that this walk has closed.
    let first = at;
    for (let each = parents[at]!; each !== at; each = parents[each]!) if (each < first) first = each;
    parents[first] = NONE;
  }
}
