import { type GridPos, type Panel } from '../model/dashboard.js';

/** Columns of the grid, and the height of one of its lines with the gap below it, pixels: Grafana's. */
export const COLUMNS = 24;
export const LINE_PX = 38;

/**
 * Places of a row's panels from its own top. Panels that overlap are moved down, and empty lines between them are closed, as Grafana's
 * grid does when it is shown.
 */
export function places(panels: readonly Panel[]): ReadonlyMap<string, GridPos> {
  const placed: { key: string; pos: GridPos }[] = [];
  const order = panels.toSorted((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  for (const { key, gridPos } of order) {
    const x = Math.min(gridPos.x, COLUMNS - gridPos.w);
    const under = placed.filter(({ pos }) => pos.x < x + gridPos.w && x < pos.x + pos.w);
    const y = under.reduce((bottom, { pos }) => Math.max(bottom, pos.y + pos.h), 0);
    placed.push({ key, pos: { ...gridPos, x: Math.max(0, x), y } });
  }
  return new Map(placed.map(({ key, pos }) => [key, pos]));
}
