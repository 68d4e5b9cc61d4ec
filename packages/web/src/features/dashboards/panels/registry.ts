import { type ReactNode } from 'react';
import { BarchartPanel } from './barchart/barchart-panel.js';
import { BargaugePanel } from './bargauge/bargauge-panel.js';
import { GaugePanel } from './gauge/gauge-panel.js';
import { HeatmapPanel } from './heatmap/heatmap-panel.js';
import { LogsPanel } from './logs/logs-panel.js';
import { NodeGraphPanel } from './node-graph/node-graph-panel.js';
import { type PanelProps } from './panel-props.js';
import { PiechartPanel } from './piechart/piechart-panel.js';
import { StatPanel } from './stat/stat-panel.js';
import { TablePanel } from './table/table-panel.js';
import { TextPanel } from './text/text-panel.js';
import { TimeseriesPanel } from './timeseries/timeseries-panel.js';
import { TracesPanel } from './traces/traces-panel.js';

/** Panels by the type that a dashboard's JSON names. */
export const panels: Readonly<Record<string, (props: PanelProps) => ReactNode>> = {
  timeseries: TimeseriesPanel,
  stat: StatPanel,
  gauge: GaugePanel,
  bargauge: BargaugePanel,
  table: TablePanel,
  piechart: PiechartPanel,
  barchart: BarchartPanel,
  heatmap: HeatmapPanel,
  logs: LogsPanel,
  traces: TracesPanel,
  nodeGraph: NodeGraphPanel,
  text: TextPanel,
};

export function panelOfType(type: string): ((props: PanelProps) => ReactNode) | undefined {
  return Object.hasOwn(panels, type) ? panels[type] : undefined;
}
