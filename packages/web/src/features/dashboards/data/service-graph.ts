import { queryInstant, type InstantSample } from '../../../api/prom-query.js';
import { formatValue } from '../../units/format-value.js';
import { type GraphEdge, type GraphNode, type PanelData } from './frame.js';
import { type QueryContext } from './query-context.js';

/**
 * Who calls whom, from the metrics that are computed from the spans.
 * @param selector label matchers in braces, or nothing.
 */
export async function serviceGraph(selector: string, { range, signal }: QueryContext): Promise<PanelData> {
  const window = `${Math.max(60, Math.round((range.end - range.start) / 1_000))}s`;
  const matchers = /^\{[\s\S]*\}$/.test(selector.trim()) ? selector.trim() : '';
  const ask = (metric: string): Promise<{ readonly samples: readonly InstantSample[] }> =>
    queryInstant(`sum by (client, server) (rate(${metric}${matchers}[${window}]))`, range.end / 1_000, signal);
  const [total, failed, seconds] = await Promise.all([
    ask('traces_service_graph_request_total'),
    ask('traces_service_graph_request_failed_total'),
    ask('traces_service_graph_request_server_seconds_sum'),
  ]);
  return { frames: [], graph: graphOf(total.samples, failed.samples, seconds.samples), notes: [] };
}

interface Sums {
  rate: number;
  failed: number;
  seconds: number;
}

/** Nodes by what they receive, or send when nobody calls them; edges by what goes over them. */
export function graphOf(
  total: readonly InstantSample[],
  failed: readonly InstantSample[],
  seconds: readonly InstantSample[],
): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
  const edges = new Map<string, Sums & { source: string; target: string }>();
  const add = (samples: readonly InstantSample[], what: keyof Sums): void => {
    for (const { labels, value } of samples) {
      const { client = '', server = '' } = labels;
      if (client === '' || server === '' || !Number.isFinite(value)) continue;
      const key = `${client}\u0000${server}`;
      const edge = edges.get(key) ?? { source: client, target: server, rate: 0, failed: 0, seconds: 0 };
      edge[what] += value;
      edges.set(key, edge);
    }
  };
  add(total, 'rate');
  add(failed, 'failed');
  add(seconds, 'seconds');
  const all = [...edges.values()].filter(({ rate }) => rate > 0);
  const names = [...new Set(all.flatMap(({ source, target }) => [source, target]))].sort();
  return {
    nodes: names.map((name) => {
      const incoming = all.filter(({ target }) => target === name);
      const own = incoming.length > 0 ? incoming : all.filter(({ source }) => source === name);
      const rate = own.reduce((sum, edge) => sum + edge.rate, 0);
      const mean = own.reduce((sum, edge) => sum + edge.seconds, 0) / (rate || 1);
      return {
        id: name,
        title: name,
        mainStat: formatValue(mean, 's'),
        secondaryStat: formatValue(rate, 'reqps'),
        errors: Math.min(1, own.reduce((sum, edge) => sum + edge.failed, 0) / (rate || 1)),
      };
    }),
    edges: all.map(({ source, target, rate }) => ({ source, target, mainStat: formatValue(rate, 'reqps') })),
  };
}
