import { type JsonRecord } from '../../../../api/json.js';
import { migrateFieldOptions } from './field-options.js';
import { migrateGraph } from './graph.js';
import { migrateOldHeatmap } from './old-heatmap.js';
import { migrateOldTable } from './old-table.js';
import { migratePiechart } from './piechart.js';
import { migrateSinglestat } from './singlestat.js';
import { migrateText } from './text.js';

/** Panels that Grafana has replaced, in terms of what replaced them; any other panel as it is. */
export function migratePanel(json: JsonRecord): JsonRecord {
  switch (json['type']) {
    case 'graph':
    case 'graph2':
      return migrateGraph(json);
    case 'singlestat':
    case 'grafana-singlestat-panel':
      return migrateSinglestat(json);
    case 'grafana-piechart-panel':
      return migratePiechart(json);
    case 'table':
    case 'table-old':
      return json['styles'] !== undefined || json['type'] === 'table-old' ? migrateOldTable(json) : json;
    case 'heatmap':
      return json['yAxis'] !== undefined && json['options'] === undefined ? migrateOldHeatmap(json) : json;
    case 'text':
      return migrateText(json);
    case 'stat':
    case 'gauge':
    case 'bargauge':
      return migrateFieldOptions(json);
    default:
      return json;
  }
}
