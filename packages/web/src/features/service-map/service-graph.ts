import { type InstantSample } from '../../api/prom-query.js';

/** A service that sends spans, or what only the spans of others know: a database, or a peer that sends none. */
export type NodeKind = 'service' | 'database' | 'outside';

export interface Traffic {
  /** Calls per second. */
  readonly rate: number;
  /** Share of them that failed, 0 to 1. */
  readonly errors: number;
  /** Seconds; undefined without a histogram. */
  readonly p95: number | undefined;
}

export interface GraphNode extends Traffic {
  /** Kind and name: a database may be named like the service that uses it. */
  readonly id: string;
  readonly name: string;
  readonly kind: NodeKind;
}

export interface GraphEdge extends Traffic {
  readonly id: string;
  readonly from: GraphNode;
  readonly to: GraphNode;
}

export interface ServiceGraph {
  /** By id. */
  readonly nodes: readonly GraphNode[];
  /** Busiest first. */
  readonly edges: readonly GraphEdge[];
  readonly hiddenNodes: number;
  readonly hiddenEdges: number;
}

/** Answers of the Prometheus API, by client, server and connection_type; `nodeP95` by server and connection_type. */
/** A series at one moment. */
type Sample = Pick<InstantSample, 'labels' | 'value'>;

export interface GraphAnswers {
  readonly total: readonly Sample[];
  readonly failed: readonly Sample[];
  readonly edgeP95: readonly Sample[];
  readonly nodeP95: readonly Sample[];
}

/** What the metrics call the callers that send no spans themselves. */
const USER = 'user';

/** Calls between services as a graph. What a node takes part in only as a caller has the traffic of 0. */
export function serviceGraph(answers: GraphAnswers): ServiceGraph {
  const key = ({ labels }: Sample): string =>
    JSON.stringify([labels['client'] ?? '', labels['server'] ?? '', labels['connection_type'] ?? '']);
  const failed = new Map(answers.failed.map((sample) => [key(sample), sample.value]));
  const edgeP95 = new Map(answers.edgeP95.filter(hasValue).map((sample) => [key(sample), sample.value]));
  const nodeP95 = new Map<string, number>();
  for (const { labels, value } of answers.nodeP95.filter(hasValue)) {
    const id = nodeId(serverKind(labels), labels['server'] ?? '');
    nodeP95.set(id, Math.max(value, nodeP95.get(id) ?? 0));
  }
  interface Sums {
    readonly name: string;
    readonly kind: NodeKind;
    rate: number;
    failed: number;
  }
  const sums = new Map<string, Sums>();
  const node = (kind: NodeKind, name: string): Sums => {
    const id = nodeId(kind, name);
    const known = sums.get(id) ?? { name, kind, rate: 0, failed: 0 };
    sums.set(id, known);
    return known;
  };
  const calls = answers.total.filter(({ value }) => value > 0);
  const drafts = calls.map((sample) => {
    const { labels, value: rate } = sample;
    const from = node(clientKind(labels), labels['client'] ?? '');
    const to = node(serverKind(labels), labels['server'] ?? '');
    const failures = Math.min(rate, failed.get(key(sample)) ?? 0);
    to.rate += rate;
    to.failed += failures;
    return { from, to, rate, errors: failures / rate, p95: edgeP95.get(key(sample)) };
  });
  const nodes = new Map<Sums, GraphNode>();
  for (const [id, one] of sums) {
    const errors = one.rate === 0 ? 0 : one.failed / one.rate;
    nodes.set(one, { id, name: one.name, kind: one.kind, rate: one.rate, errors, p95: nodeP95.get(id) });
  }
  const edges = drafts.flatMap(({ from, to, ...traffic }): GraphEdge[] => {
    const [a, b] = [nodes.get(from), nodes.get(to)];
    return a && b ? [{ id: `${a.id} > ${b.id}`, from: a, to: b, ...traffic }] : [];
  });
  return {
    nodes: [...nodes.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: edges.sort((a, b) => b.rate - a.rate || (a.id < b.id ? -1 : 1)),
    hiddenNodes: 0,
    hiddenEdges: 0,
  };
}

/** A quantile of no calls is no number. */
const hasValue = ({ value }: Sample): boolean => Number.isFinite(value);

export const nodeId = (kind: NodeKind, name: string): string => `${kind}:${name}`;

type EdgeLabels = Sample['labels'];

function clientKind(labels: EdgeLabels): NodeKind {
  return labels['connection_type'] === 'virtual_node' && labels['client'] === USER ? 'outside' : 'service';
}

function serverKind(labels: EdgeLabels): NodeKind {
  if (labels['connection_type'] === 'database') return 'database';
  // Of a virtual pair one side sends spans: the server where the client is the user.
  return labels['connection_type'] === 'virtual_node' && labels['client'] !== undefined && labels['client'] !== USER
    ? 'outside'
    : 'service';
}

/** The busiest edges whose nodes are at most `maxNodes`: a layout of more takes seconds and cannot be read. */
export function busiestPart(graph: ServiceGraph, maxNodes: number): ServiceGraph {
  if (graph.nodes.length <= maxNodes) return graph;
  const kept = new Set<string>();
  const edges = graph.edges.filter(({ from, to }) => {
    const more = [from.id, to.id].filter((id) => !kept.has(id));
    if (kept.size + new Set(more).size > maxNodes) return false;
    for (const id of more) kept.add(id);
    return true;
  });
  const nodes = graph.nodes.filter(({ id }) => kept.has(id));
  return {
    nodes,
    edges,
    hiddenNodes: graph.nodes.length - nodes.length,
    hiddenEdges: graph.edges.length - edges.length,
  };
}
