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
  const peers =
    to.kind === 'database'
      ? ['span.peer.service', 'span.db.name', 'span.db.namespace', 'span.db.system', 'span.db.system.name']
      : ['span.peer.service', 'span.server.address', 'span.net.peer.name'];
  const any = peers.map((peer) => `${peer} = ${quoted(to.name)}`).join(' || ');
  return `{ ${service(from.name)} && kind = client && (${any}) }`;
}

/** TraceQL for what a node takes part in. */
export function nodeTraces({ kind, name }: GraphNode): string | undefined {
  return kind === 'service' ? `{ ${service(name)} }` : undefined;
}
