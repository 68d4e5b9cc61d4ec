import { type ReactNode } from 'react';

/** The course of a value behind its number; decoration, so it is not read out. */
export function Sparkline(props: { readonly values: readonly (number | null)[]; readonly colour: string }): ReactNode {
  const present = props.values.filter((value) => value !== null);
  const min = present.reduce((a, b) => Math.min(a, b), Infinity);
  const max = present.reduce((a, b) => Math.max(a, b), -Infinity);
  if (present.length < 2) return null;
  const x = (at: number): number => (at / (props.values.length - 1)) * 100;
  const y = (value: number): number => (max === min ? 50 : 96 - ((value - min) / (max - min)) * 92);
  const pieces: string[] = [];
  let open = false;
  let first = 0;
  let last = 0;
  for (const [at, value] of props.values.entries()) {
    if (value === null) {
      open = false;
      continue;
    }
    if (pieces.length === 0) first = at;
    last = at;
    pieces.push(`${open ? 'L' : 'M'}${x(at).toFixed(2)} ${y(value).toFixed(2)}`);
    open = true;
  }
  const line = pieces.join('');
  return (
    <svg
      className="sparkline"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden
      style={{ color: props.colour }}
    >
      <path
        d={`${line.replaceAll('M', 'L').replace('L', 'M')}L${x(last).toFixed(2)} 100L${x(first).toFixed(2)} 100Z`}
        fill="currentColor"
        opacity="0.14"
      />
      <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
