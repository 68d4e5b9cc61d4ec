import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../api/json.js';

/** Height of a row whose height is not given, and of one unit of the grid, pixels: Grafana's of that time. */
const ROW_HEIGHT = 250;
const UNIT_HEIGHT = 30;
/** Columns of the old grid and of ours. */
const OLD_COLUMNS = 12;
const COLUMNS = 24;

/** Dashboards before schema version 16 have rows with `span`s of twelve columns; this gives their panels a place on the grid. */
export function placeOldRows(rows: readonly JsonRecord[]): readonly JsonRecord[] {
  const placed: JsonRecord[] = [];
  const headings = rows.some((row) => row['showTitle'] === true || row['collapse'] === true || row['repeat'] != null);
  let y = 0;
  for (const [at, row] of rows.entries()) {
    const panels = asArray(row['panels']).map(asRecord);
    const inside: JsonRecord[] = [];
    const collapsed = row['collapse'] === true;
    if (headings) {
      placed.push({
        type: 'row',
        id: `old-${at}`,
        title: asText(row['title']) ?? '',
        collapsed,
        ...(row['repeat'] == null ? {} : { repeat: row['repeat'] }),
        gridPos: { x: 0, y, w: COLUMNS, h: 1 },
        panels: collapsed ? inside : [],
      });
      y++;
    }
    const height = Math.max(2, Math.ceil(pixels(row['height']) / UNIT_HEIGHT));
    let x = 0;
    let below = y;
    for (const panel of panels) {
      const w = Math.min(COLUMNS, Math.max(2, Math.round(((asNumber(panel['span']) ?? 4) / OLD_COLUMNS) * COLUMNS)));
      if (x + w > COLUMNS) {
        x = 0;
        y = below;
      }
      const h = panel['height'] === undefined ? height : Math.max(2, Math.ceil(pixels(panel['height']) / UNIT_HEIGHT));
      (collapsed ? inside : placed).push({ ...panel, gridPos: { x, y, w, h } });
      x += w;
      below = Math.max(below, y + h);
    }
    y = below;
  }
  return placed;
}

/** `250px`, `25px` or a number. */
function pixels(height: unknown): number {
  const text = typeof height === 'string' ? height.replace(/px$/, '') : height;
  const value = asNumber(text);
  return value === undefined || value <= 0 ? ROW_HEIGHT : value;
}
