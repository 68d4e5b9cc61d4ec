import { lazy, type ComponentType } from 'react';
import { type PanelProps } from './panel-props.js';

type PanelComponent = ComponentType<PanelProps>;

/** Panels by the type that a dashboard's JSON names. Each is fetched by the first dashboard that has one. */
export const panels: Readonly<Record<string, PanelComponent>> = {
  timeseries: lazy(async () => ({ default: (await import('./timeseries/timeseries-panel.js')).TimeseriesPanel })),
  stat: lazy(async () => ({ default: (await import('./stat/stat-panel.js')).StatPanel })),
  gauge: lazy(async () => ({ default: (await import('./gauge/gauge-panel.js')).GaugePanel })),
  bargauge: lazy(async () => ({ default: (await import('./bargauge/bargauge-panel.js')).BargaugePanel })),
  table: lazy(async () => ({ default: (await import('./table/table-panel.js')).TablePanel })),
  piechart: lazy(async () => ({ default: (await import('./piechart/piechart-panel.js')).PiechartPanel })),
  barchart: lazy(async () => ({ default: (await import('./barchart/barchart-panel.js')).BarchartPanel })),
  heatmap: lazy(async () => ({ default: (await import('./heatmap/heatmap-panel.js')).HeatmapPanel })),
  histogram: lazy(async () => ({ default: (await import('./histogram/histogram-panel.js')).HistogramPanel })),
  'state-timeline': lazy(async () => ({
    default: (await import('./state-timeline/state-timeline-panel.js')).StateTimelinePanel,
  })),
  'status-history': lazy(async () => ({
    default: (await import('./status-history/status-history-panel.js')).StatusHistoryPanel,
  })),
  logs: lazy(async () => ({ default: (await import('./logs/logs-panel.js')).LogsPanel })),
  traces: lazy(async () => ({ default: (await import('./traces/traces-panel.js')).TracesPanel })),
  nodeGraph: lazy(async () => ({ default: (await import('./node-graph/node-graph-panel.js')).NodeGraphPanel })),
  text: lazy(async () => ({ default: (await import('./text/text-panel.js')).TextPanel })),
};

export function panelOfType(type: string): PanelComponent | undefined {
  return Object.hasOwn(panels, type) ? panels[type] : undefined;
}
