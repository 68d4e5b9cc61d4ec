import { useMemo, type ReactNode } from 'react';
import { type GraphNode } from '../../data/frame.js';
import { type PanelProps } from '../panel-props.js';
import { graphOfFrames } from './graph-of-frames.js';
import { layered } from './layers.js';
import './node-graph.css';

const NODE_W = 150;
const NODE_H = 92;
const RADIUS = 22;
const MOST_SCALE = 1.5;

/** Services and who calls whom, callers at the left. The ring of a node is red by its share of errors. */
export function NodeGraphPanel(props: PanelProps): ReactNode {
  const { answer, panel } = props;
  const graph = useMemo(() => answer.graph ?? graphOfFrames(answer.frames, panel), [answer, panel]);
  const placed = useMemo(() => layered(graph?.nodes ?? [], graph?.edges ?? []), [graph]);
  if (!graph) return null;
  const width = placed.layers * NODE_W;
  const height = placed.widest * NODE_H;
  const spot = new Map(
    placed.nodes.map(({ node, layer, at }) => [
      node.id,
      { x: (layer + 0.5) * NODE_W, y: height / 2 + at * NODE_H - 8 },
    ]),
  );
  return (
    <svg
      className="node-graph"
      viewBox={`0 0 ${width} ${height}`}
      // A few nodes in a large panel need not be giants.
      style={{ height: props.height, maxWidth: width * MOST_SCALE }}
      role="img"
      aria-label={props.title}
      data-testid="node-graph"
    >
      <defs>
        <marker
          id="node-graph-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0L8 4L0 8Z" className="node-graph-head" />
        </marker>
      </defs>
      {graph.edges.map(({ source, target, mainStat }) => {
        const [a, b] = [spot.get(source), spot.get(target)];
        if (!a || !b || source === target) return null;
        const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
        const [dx, dy] = [((b.x - a.x) / length) * (RADIUS + 4), ((b.y - a.y) / length) * (RADIUS + 4)];
        return (
          <g key={`${source}\u0000${target}`}>
            <line
              x1={a.x + dx}
              y1={a.y + dy}
              x2={b.x - dx}
              y2={b.y - dy}
              className="node-graph-edge"
              markerEnd="url(#node-graph-arrow)"
            />
            <text x={(a.x + b.x) / 2} y={(a.y + b.y) / 2 - 5} textAnchor="middle" className="node-graph-stat">
              {mainStat}
            </text>
          </g>
        );
      })}
      {placed.nodes.map(({ node }) => {
        const at = spot.get(node.id) ?? { x: 0, y: 0 };
        const round = 2 * Math.PI * RADIUS;
        return (
          <g key={node.id}>
            <title>{titleOf(node)}</title>
            <circle cx={at.x} cy={at.y} r={RADIUS} className="node-graph-node" />
            {node.errors > 0 && (
              <circle
                cx={at.x}
                cy={at.y}
                r={RADIUS}
                className="node-graph-errors"
                strokeDasharray={`${node.errors * round} ${round}`}
                transform={`rotate(-90 ${at.x} ${at.y})`}
              />
            )}
            <text x={at.x} y={at.y + 4} textAnchor="middle" className="node-graph-stat">
              {node.mainStat}
            </text>
            <text x={at.x} y={at.y + RADIUS + 14} textAnchor="middle" className="node-graph-name">
              {node.title.length > 20 ? `${node.title.slice(0, 19)}…` : node.title}
            </text>
            <text x={at.x} y={at.y + RADIUS + 26} textAnchor="middle" className="node-graph-stat">
              {node.secondaryStat}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function titleOf({ title, mainStat, secondaryStat, errors }: GraphNode): string {
  const stats = [mainStat, secondaryStat].filter((stat) => stat !== '');
  return stats.length === 0 ? title : `${title}: ${[...stats, `${(errors * 100).toFixed(1)}%`].join(', ')}`;
}
