import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { IconDatabase, IconServer, IconWorld } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatPercent } from '../../time/format.js';
import { type GraphNode, type ServiceGraph } from './service-graph.js';
import { FAILING, formatP95, TrafficLine } from './traffic.js';
import { type Direction, type LayoutRequest } from './layout.js';
import { useLayout } from './use-layout.js';

/** Pixels. Names that are longer are cut and stand in the title. */
const NODE = { width: 212, height: 58 };

type MapNode = Node<{ readonly node: GraphNode; readonly open: boolean; readonly direction: Direction }, 'service'>;

const nodeTypes = { service: ServiceNode };
const handles = {
  right: [Position.Left, Position.Right],
  down: [Position.Top, Position.Bottom],
} as const satisfies Readonly<Record<Direction, readonly Position[]>>;

const icons = { service: IconServer, database: IconDatabase, outside: IconWorld } as const;

/** The graph, laid out in a worker. What it shows stands in the table too. */
export default function MapCanvas(props: {
  readonly graph: ServiceGraph;
  readonly open: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
}): ReactNode {
  const { t } = useI18n();
  const { graph, open } = props;
  // Numbers change with every refresh; the layout only with what is connected to what, which this text says.
  const shape = JSON.stringify([
    graph.nodes.map(({ id }) => id),
    graph.edges.map(({ from, to }) => [from.id, to.id]).sort(),
  ]);
  const request = useMemo(() => {
    const [ids, pairs] = JSON.parse(shape) as [string[], [string, string][]];
    return {
      canvas: canvasSize(),
      nodes: ids.map((id) => ({ id, ...NODE })),
      edges: pairs.map(([from, to]) => ({ from, to })),
    };
  }, [shape]);
  const { layout, failed } = useLayout(request);
  if (failed) return <p className="notice-line">{t('map.layout.failed')}</p>;
  if (!layout) return <Loading rows={6} label={t('map.drawing')} />;

  const nodes = graph.nodes.map((node): MapNode => {
    const kind = t(`map.${node.kind}`);
    return {
      id: node.id,
      type: 'service',
      position: layout.places[node.id] ?? { x: 0, y: 0 },
      data: { node, open: node.id === open, direction: layout.direction },
      ...NODE,
      ariaLabel: t('map.node.facts', {
        name: node.name,
        kind,
        rate: formatAmount(node.rate),
        errors: formatPercent(node.errors),
        p95: formatP95(node.p95),
      }),
    };
  });
  const busiest = Math.max(...graph.edges.map(({ rate }) => rate));
  const edges = graph.edges.map((edge): Edge => {
    const failing = edge.errors >= FAILING;
    const colour = edge.id === open ? 'var(--accent)' : failing ? 'var(--error)' : 'var(--line-strong)';
    return {
      id: edge.id,
      source: edge.from.id,
      target: edge.to.id,
      label: `${t('map.rate.value', { rate: formatAmount(edge.rate) })}${failing ? ` · ${formatPercent(edge.errors)}` : ''} · ${formatP95(edge.p95)}`,
      ariaLabel: t('map.calls', { from: edge.from.name, to: edge.to.name }),
      className: failing ? 'map-edge map-edge-failing' : 'map-edge',
      // A tenth of the calls is half as wide.
      style: { stroke: colour, strokeWidth: 1 + 3 * Math.sqrt(edge.rate / busiest) },
      markerEnd: { type: MarkerType.ArrowClosed, color: colour, width: 14, height: 14, markerUnits: 'userSpaceOnUse' },
      interactionWidth: 24,
    };
  });
  return (
    <div className="map-canvas" data-testid="map-canvas" role="region" aria-label={t('map.label', counts(graph))}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ maxZoom: 1.2, padding: 0.12 }}
        minZoom={0.1}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
        onNodeClick={(_event, node) => props.onOpen(node.id === open ? undefined : node.id)}
        onEdgeClick={(_event, edge) => props.onOpen(edge.id === open ? undefined : edge.id)}
        onPaneClick={() => open !== undefined && props.onOpen(undefined)}
        // Enter and Space select what has the focus.
        onSelectionChange={({ nodes: [node], edges: [edge] }) => {
          const id = node?.id ?? edge?.id;
          if (id !== undefined && id !== open) props.onOpen(id);
        }}
      >
        <Background color="var(--line)" gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

export function counts({ nodes, edges }: ServiceGraph): { readonly nodes: number; readonly edges: number } {
  return { nodes: nodes.length, edges: edges.length };
}

/** What the frame of the page leaves of the window. */
function canvasSize(): LayoutRequest['canvas'] {
  return { width: window.innerWidth - 110, height: window.innerHeight - 150 };
}

function ServiceNode({ data }: NodeProps<MapNode>): ReactNode {
  const { node, open, direction } = data;
  const [inlet, outlet] = handles[direction];
  const Icon = icons[node.kind];
  const tone = node.errors >= FAILING ? ' map-node-failing' : '';
  return (
    <div
      className={`map-node map-node-${node.kind}${tone}${open ? ' map-node-open' : ''}`}
      title={node.name}
      data-testid="map-node"
    >
      <Handle type="target" position={inlet} isConnectable={false} />
      <span className="map-node-name">
        <Icon size={14} stroke={1.75} aria-hidden /> <b>{node.name}</b>
      </span>
      {node.rate > 0 && <TrafficLine traffic={node} />}
      <Handle type="source" position={outlet} isConnectable={false} />
    </div>
  );
}
