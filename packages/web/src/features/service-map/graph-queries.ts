import { quoted } from '../charts/promql.js';
import { type GraphEdge, type GraphNode } from './service-graph.js';

export interface GraphQueries {
  readonly total: string;
  readonly failed: string;
  readonly edgeP95: string;
  readonly nodeP95: string;
}

/** PromQL over the metrics that Tempo's generator calls the service graph. @param windowS of every rate, seconds. */
export function graphQueries(windowS: number): GraphQueries {
  const pair = 'client, server, connection_type';
  const rate = (metric: string): string => `rate(traces_service_graph_request_${metric}[${windowS}s])`;
  const p95 = (by: string): string => `histogram_quantile(0.95, sum by (le, ${by}) (${rate('server_seconds_bucket')}))`;
  return {
    total: `sum by (${pair}) (${rate('total')})`,
    failed: `sum by (${pair}) (${rate('failed_total')})`,
    edgeP95: p95(pair),
    nodeP95: p95('server, connection_type'),
  };
}

const service = (name: string): string => `resource.service.name = ${quoted(name)}`;

/** TraceQL for the calls of an edge. */
export function edgeTraces({ from, to }: GraphEdge): string {
  if (from.kind === 'outside') return `{ ${service(to.name)} && kind = server }`;
  if (to.kind === 'service') return `{ ${service(from.name)} } > { ${service(to.name)} }`;
  return `{ ${service(from.name)} && kind = client && (${peerIs(to)}) }`;
}

function peerIs({ kind, name }: GraphNode): string {
  const peers =
    kind === 'database'
      ? ['span.peer.service', 'span.db.name', 'span.db.namespace', 'span.db.system', 'span.db.system.name']
      : ['span.peer.service', 'span.server.address', 'span.net.peer.name'];
  return peers.map((peer) => `${peer} = ${quoted(name)}`).join(' || ');
}

/** TraceQL for what a node takes part in; undefined for those who only call. */
export function nodeTraces(node: GraphNode): string | undefined {
  if (node.kind === 'service') return `{ ${service(node.name)} }`;
  return node.rate > 0 ? `{ kind = client && (${peerIs(node)}) }` : undefined;
}
