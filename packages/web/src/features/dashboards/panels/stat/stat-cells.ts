/** A cell of several is at least this high, a lone one as high as its panel. */
const LEAST_PX = 44;
/** A number with its name is legible from this width on; from the lesser one where it would not stand in the panel otherwise. */
const WIDTH_PX = 80;
const NARROW_PX = 48;
/** Between cells. */
const GAP_PX = 6;

export interface StatCells {
  readonly columns: number;
  /** Of a cell, pixels. */
  readonly width: number;
  readonly height: number;
}

/** As many columns as make the cells come nearest to twice as wide as high, of those that fit the panel where any do. */
export function statCells(count: number, width: number, height: number, orientation: string): StatCells {
  const sizes = (columns: number): StatCells => {
    const rows = Math.ceil(count / columns);
    return {
      columns,
      width: (width - GAP_PX * (columns - 1)) / columns,
      height: Math.max(Math.min(LEAST_PX, height), (height - GAP_PX * (rows - 1)) / rows),
    };
  };
  if (count <= 1 || orientation === 'horizontal') return sizes(1);
  const all = Array.from({ length: count }, (_, at) => sizes(at + 1));
  const fits = ({ columns, height: each }: StatCells): boolean => {
    const rows = Math.ceil(count / columns);
    return rows * each + GAP_PX * (rows - 1) <= height + 1;
  };
  const wide = all.filter((cell) => cell.width >= WIDTH_PX || cell.columns === 1);
  const narrow = all.filter((cell) => cell.width >= NARROW_PX || cell.columns === 1);
  const choices = [wide.filter(fits), narrow.filter(fits), wide].find(({ length }) => length > 0) ?? [];
  return choices.reduce(
    (best, cell) => (Math.abs(cell.width / cell.height - 2) < Math.abs(best.width / best.height - 2) ? cell : best),
    choices[0] ?? sizes(1),
  );
}
