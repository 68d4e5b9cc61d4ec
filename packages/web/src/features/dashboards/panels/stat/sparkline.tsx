import { type ReactNode } from 'react';

interface Point {
  readonly at: number;
  readonly value: number;
}

/** Neighbours that have values, so that neither line nor area crosses a gap. */
export function runsOf(values: readonly (number | null)[]): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let run: Point[] | undefined;
  for (const [at, value] of values.entries()) {
    if (value === null) run = undefined;
    else if (run) run.push({ at, value });
    else runs.push((run = [{ at, value }]));
  }
  return runs;
}

/** The course of a value behind its number; decoration, so it is not read out. */
export function Sparkline(props: { readonly values: readonly (number | null)[]; readonly colour: string }): ReactNode {
  const present = props.values.filter((value) => value !== null);
  const min = present.reduce((a, b) => Math.min(a, b), Infinity);
  const max = present.reduce((a, b) => Math.max(a, b), -Infinity);
  if (present.length < 2) return null;
  const x = (at: number): number => (at / (props.values.length - 1)) * 100;
  const y = (value: number): number => (max === min ? 50 : 96 - ((value - min) / (max - min)) * 92);
  const point = ({ at, value }: Point): string => `${x(at).toFixed(2)} ${y(value).toFixed(2)}`;
  const runs = runsOf(props.values).map((run) => ({
    line: `M${run.map(point).join('L')}`,
    foot: `L${x(run.at(-1)?.at ?? 0).toFixed(2)} 100L${x(run[0]?.at ?? 0).toFixed(2)} 100Z`,
  }));
  return (
    <svg
      className="sparkline"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden
      style={{ color: props.colour }}
    >
      <path d={runs.map(({ line, foot }) => line + foot).join('')} fill="currentColor" opacity="0.14" />
      <path
        d={runs.map(({ line }) => line).join('')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
