import { asRecord } from '../../api/json.js';
import {
  readSpan,
  type Attribute,
  type Span,
  type SpanEvent,
  type SpanLink,
  type SpanOrigin,
  type SpanStatus,
} from './otlp.js';
import { decodedAt, packTexts, textAt, type ByteColumn, type TextColumn } from './text-column.js';
import { type UnreadSpan } from './trace-stream.js';
import { type Misplaced, type TraceTree, type TreeNode } from './tree.js';

/**
 * A tree as columns, one entry a node in the order of `TraceTree.nodes`: what a worker sends, so that neither it nor the
 * page reads the details of spans when a trace arrives. They stay JSON texts until a span is looked at.
 */
export interface PackedTree {
  /** Unix nanoseconds. */
  readonly start: bigint;
  readonly duration: number;
  readonly errors: number;
  readonly services: readonly string[];
  readonly names: readonly string[];
  readonly origins: readonly SpanOrigin[];
  readonly spanIds: TextColumn;
  readonly parentIds: TextColumn;
  readonly keys: TextColumn;
  /** The spans as the server sent them. */
  readonly raws: ByteColumn;
  readonly columns: PackedColumns;
}

export interface PackedColumns {
  /** Unix nanoseconds. */
  readonly starts: BigUint64Array<ArrayBuffer>;
  readonly ends: BigUint64Array<ArrayBuffer>;
  /** As in `TreeNode`, nanoseconds. */
  readonly offsets: Float64Array<ArrayBuffer>;
  readonly durations: Float64Array<ArrayBuffer>;
  readonly selfs: Float64Array<ArrayBuffer>;
  readonly skews: Float64Array<ArrayBuffer>;
  /** Index of the parent's node, -1 for none. */
  readonly parents: Int32Array<ArrayBuffer>;
  readonly descendants: Uint32Array<ArrayBuffer>;
  /** Indices into `names` and `origins`. */
  readonly name: Uint32Array<ArrayBuffer>;
  readonly origin: Uint32Array<ArrayBuffer>;
  /** Indices into `statuses` and `misplacements`. */
  readonly status: Uint8Array<ArrayBuffer>;
  readonly misplaced: Uint8Array<ArrayBuffer>;
  /** 1 for true. */
  readonly errorBelow: Uint8Array<ArrayBuffer>;
}

const statuses: readonly SpanStatus[] = ['unset', 'ok', 'error'];
const misplacements: readonly (Misplaced | undefined)[] = [undefined, 'orphan', 'cycle'];

/** Numbers the distinct values it is asked for, in order of their first. */
class Numbering<T> {
  readonly values: T[] = [];
  private readonly indices = new Map<T, number>();

  of(value: T): number {
    let index = this.indices.get(value);
    if (index === undefined) {
      index = this.values.push(value) - 1;
      this.indices.set(value, index);
    }
    return index;
  }
}

/** @param bytes of the answer that the spans were read from. */
export function packTree(
  { nodes, start, duration, errors, services }: TraceTree<UnreadSpan>,
  bytes: Uint8Array<ArrayBuffer>,
): PackedTree {
  const names = new Numbering<string>();
  const origins = new Numbering<SpanOrigin>();
  const columns = emptyColumns(nodes.length);
  const spanIds: string[] = [];
  const parentIds: string[] = [];
  const keys: string[] = [];
  const starts = new Uint32Array(nodes.length);
  const ends = new Uint32Array(nodes.length);
  for (const [i, node] of nodes.entries()) {
    const { span } = node;
    columns.starts[i] = span.start;
    columns.ends[i] = span.end;
    columns.offsets[i] = node.offset;
    columns.durations[i] = node.duration;
    columns.selfs[i] = node.self;
    columns.skews[i] = node.skew;
    columns.parents[i] = node.parent?.index ?? -1;
    columns.descendants[i] = node.descendants;
    columns.name[i] = names.of(span.name);
    columns.origin[i] = origins.of(span.origin);
    columns.status[i] = statuses.indexOf(span.status);
    columns.misplaced[i] = misplacements.indexOf(node.misplaced);
    columns.errorBelow[i] = Number(node.errorBelow);
    spanIds.push(span.spanId);
    parentIds.push(span.parentId);
    keys.push(node.key);
    starts[i] = span.from;
    ends[i] = span.to;
  }
  return {
    ...{ start, duration, errors, services, columns },
    names: names.values,
    origins: origins.values,
    spanIds: packTexts(spanIds),
    parentIds: packTexts(parentIds),
    keys: packTexts(keys),
    raws: { bytes, starts, ends },
  };
}

function emptyColumns(count: number): PackedColumns {
  return {
    starts: new BigUint64Array(count),
    ends: new BigUint64Array(count),
    offsets: new Float64Array(count),
    durations: new Float64Array(count),
    selfs: new Float64Array(count),
    skews: new Float64Array(count),
    parents: new Int32Array(count),
    descendants: new Uint32Array(count),
    name: new Uint32Array(count),
    origin: new Uint32Array(count),
    status: new Uint8Array(count),
    misplaced: new Uint8Array(count),
    errorBelow: new Uint8Array(count),
  };
}

/** What may be handed over without a copy. */
export function buffersOf({ columns, spanIds, parentIds, keys, raws }: PackedTree): ArrayBuffer[] {
  const arrays: readonly { readonly buffer: ArrayBuffer }[] = Object.values(columns);
  const texts = [spanIds.ends, parentIds.ends, keys.ends, raws.starts, raws.ends, raws.bytes];
  return [...arrays, ...texts].map(({ buffer }) => buffer);
}

/** A span that reads its details when they are asked for, and keeps them. */
class PackedSpan implements Span {
  private read: Span | undefined;

  constructor(
    private readonly tree: PackedTree,
    private readonly index: number,
  ) {}

  get spanId(): string {
    return textAt(this.tree.spanIds, this.index);
  }
  get parentId(): string {
    return textAt(this.tree.parentIds, this.index);
  }
  get name(): string {
    return this.tree.names[this.tree.columns.name[this.index] ?? 0] ?? '';
  }
  get start(): bigint {
    return this.tree.columns.starts[this.index] ?? 0n;
  }
  get end(): bigint {
    return this.tree.columns.ends[this.index] ?? 0n;
  }
  get status(): SpanStatus {
    return statuses[this.tree.columns.status[this.index] ?? 0] ?? 'unset';
  }
  get service(): string {
    return this.origin.service;
  }
  get resource(): readonly Attribute[] {
    return this.origin.resource;
  }
  get scope(): string {
    return this.origin.scope;
  }
  get traceId(): string {
    return this.whole.traceId;
  }
  get kind(): string {
    return this.whole.kind;
  }
  get statusMessage(): string {
    return this.whole.statusMessage;
  }
  get traceState(): string {
    return this.whole.traceState;
  }
  get attributes(): readonly Attribute[] {
    return this.whole.attributes;
  }
  get events(): readonly SpanEvent[] {
    return this.whole.events;
  }
  get links(): readonly SpanLink[] {
    return this.whole.links;
  }
  get droppedAttributes(): number {
    return this.whole.droppedAttributes;
  }
  get droppedEvents(): number {
    return this.whole.droppedEvents;
  }
  get droppedLinks(): number {
    return this.whole.droppedLinks;
  }

  private get origin(): SpanOrigin {
    const origin = this.tree.origins[this.tree.columns.origin[this.index] ?? 0];
    if (!origin) throw new Error('BUG: a packed span without an origin');
    return origin;
  }

  private get whole(): Span {
    this.read ??= readSpan(asRecord(JSON.parse(decodedAt(this.tree.raws, this.index))), this.origin);
    return this.read;
  }
}

/** Of all leaves: most spans of a large trace are. */
const noChildren: TreeNode[] = [];

/** Nodes made before the page gets its turn again: some milliseconds. */
const SLICE = 5_000;

type Draft = { -readonly [K in keyof TreeNode]: TreeNode[K] } & { children: TreeNode[] };

/** The tree that was packed. Lets the page have its turn between slices. */
export async function unpackTree(packed: PackedTree): Promise<TraceTree> {
  const { columns, keys } = packed;
  const nodes: Draft[] = [];
  const roots: TreeNode[] = [];
  const count = columns.parents.length;
  while (nodes.length < count) {
    for (const end = Math.min(count, nodes.length + SLICE); nodes.length < end;) {
      const index = nodes.length;
      // Parents stand before their children.
      const parent = nodes[columns.parents[index] ?? -1];
      const node: Draft = {
        span: new PackedSpan(packed, index),
        key: textAt(keys, index),
        index,
        parent,
        depth: parent === undefined ? 0 : parent.depth + 1,
        children: columns.descendants[index] === 0 ? noChildren : [],
        descendants: columns.descendants[index] ?? 0,
        misplaced: misplacements[columns.misplaced[index] ?? 0],
        skew: columns.skews[index] ?? 0,
        offset: columns.offsets[index] ?? 0,
        duration: columns.durations[index] ?? 0,
        self: columns.selfs[index] ?? 0,
        errorBelow: columns.errorBelow[index] === 1,
      };
      (parent?.children ?? roots).push(node);
      nodes.push(node);
    }
    if (nodes.length < count) await new Promise((resume) => setTimeout(resume));
  }
  const { start, duration, services, errors } = packed;
  return { roots, nodes, start, duration, services, errors };
}
