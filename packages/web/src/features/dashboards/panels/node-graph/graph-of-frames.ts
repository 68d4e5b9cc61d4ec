import { asNumber } from '../../../../api/json.js';
import { type Frame, type GraphEdge, type GraphNode } from '../../data/frame.js';
import { displayFields, shownText, type DisplayedField } from '../../fields/field-display.js';
import { plainText } from '../../fields/plain-text.js';
import { type Panel } from '../../model/dashboard.js';

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/**
 * The graph of tables, as Grafana's node graph reads them: rows with `source` and `target` are edges, rows with an `id` alone are nodes.
 * A node without a row of its own is named by its edges. Undefined when no table is of that form.
 */
export function graphOfFrames(
  frames: readonly Frame[],
  panel: Pick<Panel, 'fieldDefaults' | 'overrides' | 'compile'>,
): Graph | undefined {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const frame of frames) {
    const fields = displayFields([frame], panel);
    const column = (name: string): DisplayedField | undefined =>
      fields.find(({ field, display }) => display.name.toLowerCase() === name || field.name.toLowerCase() === name);
    const cell = (name: string, row: number): string => {
      const found = column(name);
      return found ? shownText(found.field.values[row], found.display) : '';
    };
    const [id, source, target] = [column('id'), column('source'), column('target')];
    if (source && target) {
      for (const [row, value] of source.field.values.entries()) {
        const edge = { source: plainText(value), target: plainText(target.field.values[row]) };
        edges.set(JSON.stringify(edge), { ...edge, mainStat: cell('mainstat', row) });
      }
    } else if (id) {
      for (const [row, value] of id.field.values.entries()) {
        const errors = asNumber(column('arc__failed')?.field.values[row] ?? column('arc__errors')?.field.values[row]);
        nodes.set(plainText(value), {
          id: plainText(value),
          title: cell('title', row) || plainText(value),
          mainStat: cell('mainstat', row),
          secondaryStat: cell('secondarystat', row) || cell('subtitle', row),
          errors: Math.min(1, Math.max(0, errors ?? 0)),
        });
      }
    }
  }
  for (const name of [...edges.values()].flatMap(({ source, target }) => [source, target])) {
    if (!nodes.has(name)) nodes.set(name, { id: name, title: name, mainStat: '', secondaryStat: '', errors: 0 });
  }
  return nodes.size === 0 ? undefined : { nodes: [...nodes.values()], edges: [...edges.values()] };
}
