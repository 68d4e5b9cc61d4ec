/** What an answer says, by the place where it says it: answers are the same that say the same in the same places. */
export type Told = ReadonlyMap<string, string | number>;

/** Sums of floats depend on the order of their terms, and texts of them on who rounds. */
const RELATIVE = 1e-9;

/** The first place where two answers differ and what each says there; undefined where they are the same. */
export function firstDifference(ours: Told, theirs: Told): string | undefined {
  for (const [place, value] of ours) {
    const other = theirs.get(place);
    if (other === undefined || !isSame(value, other)) return `${place}: ${shown(value)}, by hand ${shown(other)}`;
  }
  for (const [place, value] of theirs) {
    if (!ours.has(place)) return `${place}: nothing, by hand ${shown(value)}`;
  }
  return undefined;
}

function isSame(a: string | number, b: string | number): boolean {
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string') return false;
  return Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b));
}

const shown = (value: string | number | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** Labels as one text, whatever their order. */
export const labelsText = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));
