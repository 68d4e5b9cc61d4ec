import { type CallPath } from './call-paths.js';

/** Where a frame stands. Both in per cent of the whole width. */
export interface FlameFrame {
  readonly path: CallPath;
  /** From 0 at the top. */
  readonly level: number;
  readonly left: number;
  readonly width: number;
}

export interface Flame {
  readonly frames: readonly FlameFrame[];
  readonly levels: number;
  /** Frames that are too narrow or too deep to be drawn. */
  readonly hidden: number;
}

/** Narrower frames (two pixels of a wide screen) cannot be pointed at. */
const LEAST_PERCENT = 0.15;
const MAX_LEVELS = 100;

/** Lays call paths out from the top, children below their parents from the left, width by weight. */
export function layoutFlame(top: readonly CallPath[]): Flame {
  const frames: FlameFrame[] = [];
  let [levels, hidden] = [0, 0];
  const total = top.reduce((sum, { weight }) => sum + weight, 0);
  const stack: FlameFrame[] = [];
  const row = (paths: readonly CallPath[], level: number, from: number): void => {
    let left = from;
    for (const path of paths) {
      const width = total === 0 ? 100 / paths.length : (path.weight / total) * 100;
      if (width >= LEAST_PERCENT && level < MAX_LEVELS) stack.push({ path, level, left, width });
      else hidden += 1;
      left += width;
    }
  };
  row(top, 0, 0);
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    frames.push(frame);
    levels = Math.max(levels, frame.level + 1);
    row(frame.path.children, frame.level + 1, frame.left);
  }
  frames.sort((a, b) => a.level - b.level || a.left - b.left);
  return { frames, levels, hidden };
}
