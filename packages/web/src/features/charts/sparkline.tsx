import { type ReactNode } from 'react';
import './sparkline.css';

const WIDTH = 96;
const HEIGHT = 22;

/** The points of a line through `values`, from zero at the foot, as an SVG path has them. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  const top = Math.max(...values, 0);
  const x = (i: number): number => (values.length === 1 ? width : (i * width) / (values.length - 1));
  const y = (value: number): number => height - (top === 0 ? 0 : (value / top) * height);
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}

/** A small line without axes; the number beside it says what it is. */
export function Sparkline(props: { readonly values: readonly number[] }): ReactNode {
  if (props.values.length < 2) return <span className="sparkline" aria-hidden />;
  const line = sparkPath(props.values, WIDTH, HEIGHT - 2);
  return (
    <svg className="sparkline" width={WIDTH} height={HEIGHT} viewBox={`0 -1 ${WIDTH} ${HEIGHT}`} aria-hidden>
      <path className="sparkline-area" d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />
      <path className="sparkline-line" d={line} />
    </svg>
  );
}
