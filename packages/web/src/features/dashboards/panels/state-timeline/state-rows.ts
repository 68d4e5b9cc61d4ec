import { type Frame } from '../../data/frame.js';
import { seriesColour } from '../../fields/colours.js';
import { displayFields, showValue, valueRange, type FieldDisplay } from '../../fields/field-display.js';
import { mapped } from '../../fields/mappings.js';
import { type Panel } from '../../model/dashboard.js';

/** A stretch of time in which a field had one value. */
export interface State {
  /** Unix milliseconds, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly colour: string;
}

export interface StateRow {
  readonly name: string;
  /** In order of time; none overlaps another. */
  readonly states: readonly State[];
}

/** Rows that are legible one above the other, and more than a person compares. */
const MOST_ROWS = 200;

/**
 * The fields of a panel as states over time, one row a field. A sample holds until the next one, or for one step where
 * the next is missing. With `merge`, neighbours that look alike are one state.
 */
export function stateRows(
  frames: readonly Frame[],
  panel: Pick<Panel, 'fieldDefaults' | 'overrides' | 'compile'>,
  merge: boolean,
): readonly StateRow[] {
  const colours = new Map<string, string>();
  const shown = displayFields(frames, panel).filter(
    ({ field, frame }) => field.type !== 'time' && frame.fields.some(({ type }) => type === 'time'),
  );
  const numbers = shown.filter(({ field }) => field.type === 'number');
  const range = valueRange(numbers);
  // Steps colour these panels unless the dashboard names another way.
  const bySteps = panel.fieldDefaults['color'] === undefined;
  const lookOf = (value: unknown, display: FieldDisplay): Pick<State, 'text' | 'colour'> => {
    const { prefix, text, suffix, colour: placed } = showValue(value, display, range);
    const whole = prefix + text + suffix;
    const known = mapped(display.mappings, value)?.colour;
    const stepped = bySteps || display.byThreshold || display.gradient !== undefined ? placed : undefined;
    let own = known ?? stepped ?? colours.get(whole);
    if (own === undefined) {
      own = seriesColour(colours.size);
      colours.set(whole, own);
    }
    return { text: whole, colour: own };
  };
  return shown.slice(0, MOST_ROWS).map(({ field, frame, display }) => {
    const times = (frame.fields.find(({ type }) => type === 'time')?.values ?? []) as readonly number[];
    const step = leastStep(times);
    const spans = display.custom['spanNulls'] === true;
    const states: State[] = [];
    for (const [i, from] of times.entries()) {
      const value = field.values[i];
      if (value === null || value === undefined) continue;
      const look = lookOf(value, display);
      const next = times[i + 1];
      const to = next !== undefined && next - from < step * 1.5 ? next : from + step;
      const last = states.at(-1);
      const alike = merge && last !== undefined && last.text === look.text && last.colour === look.colour;
      if (alike && (spans || last.to >= from)) states[states.length - 1] = { ...last, to };
      else states.push({ from, to, ...look });
    }
    return { name: display.name, states };
  });
}

/** Milliseconds between samples; a minute for a single one. */
function leastStep(times: readonly number[]): number {
  let least = Infinity;
  for (let i = 1; i < times.length; i++) least = Math.min(least, (times[i] ?? 0) - (times[i - 1] ?? 0));
  return Number.isFinite(least) && least > 0 ? least : 60_000;
}

/** The states that occur, each once, in order of their first. */
export function statesThatOccur(rows: readonly StateRow[]): readonly Pick<State, 'text' | 'colour'>[] {
  const found = new Map<string, Pick<State, 'text' | 'colour'>>();
  for (const { states } of rows) {
    for (const { text, colour } of states) found.set(`${colour} ${text}`, { text, colour });
  }
  return [...found.values()];
}
