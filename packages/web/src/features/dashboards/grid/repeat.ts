import { type Panel, type Row } from '../model/dashboard.js';
import { type Resolved, ALL } from '../variables/resolve.js';

const COLUMNS = 24;

/** Values a panel or row is repeated for: those chosen, or all options. */
function valuesOf(name: string, { variables }: Resolved): readonly string[] {
  const found = variables.find(({ variable }) => variable.name === name);
  if (!found) return [];
  const all = found.options.map(({ value }) => value);
  return found.chosen.includes(ALL) ? all : found.chosen;
}

/** Rows and panels with a copy for each value of the variable they are repeated by. Without a value one copy stays. */
export function repeated(rows: readonly Row[], resolved: Resolved): readonly Row[] {
  return rows.flatMap((row) => {
    if (row.repeat === undefined) return [{ ...row, panels: repeatPanels(row.panels, resolved) }];
    const name = row.repeat;
    const values = valuesOf(name, resolved);
    if (values.length === 0) return [{ ...row, panels: repeatPanels(row.panels, resolved) }];
    return values.map((value, at) => ({
      ...row,
      key: at === 0 ? row.key : `${row.key}-${value}`,
      scoped: { [name]: value },
      panels: repeatPanels(row.panels, resolved).map((panel) => ({
        ...panel,
        key: at === 0 ? panel.key : `${panel.key}-${value}`,
        scoped: { [name]: value, ...panel.scoped },
      })),
    }));
  });
}

function repeatPanels(panels: readonly Panel[], resolved: Resolved): readonly Panel[] {
  /** By how much what follows is moved down. */
  let shift = 0;
  return panels.flatMap((panel) => {
    const at = { ...panel.gridPos, y: panel.gridPos.y + shift };
    const name = panel.repeat;
    const values = name === undefined ? [] : valuesOf(name, resolved);
    if (name === undefined || values.length === 0) return [{ ...panel, gridPos: at }];
    const across = panel.repeatDirection === 'v' ? 1 : Math.min(values.length, panel.maxPerRow ?? 4, COLUMNS);
    const w = panel.repeatDirection === 'v' ? at.w : Math.floor(COLUMNS / across);
    const lines = Math.ceil(values.length / across);
    shift += (lines - 1) * at.h;
    return values.map((value, index): Panel => ({
      ...panel,
      key: index === 0 ? panel.key : `${panel.key}-${value}`,
      scoped: { [name]: value },
      gridPos: {
        x: panel.repeatDirection === 'v' ? at.x : (index % across) * w,
        y: at.y + Math.floor(index / across) * at.h,
        w,
        h: at.h,
      },
    }));
  });
}
