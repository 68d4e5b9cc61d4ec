import type { PointFunction } from '../context.js';
import { greater, lesser } from './go-extreme.js';

const point = (compute: (value: number, scalars: readonly number[]) => number | undefined): PointFunction => ({
  kind: 'point',
  compute,
});

/** To the nearest multiple; halves go up. */
function round(value: number, [to = 1]: readonly number[]): number {
  // Prometheus multiplies with the inverse, which rounds better for steps below 1.
  const inverse = 1 / to;
  return Math.floor(value * inverse + 0.5) / inverse;
}

function clamp(value: number, [least, greatest]: readonly number[]): number | undefined {
  if (greatest! < least!) return undefined;
  return greater(least!, lesser(greatest!, value));
}

/** Functions of one number, the last of them of its bounds or steps, too. Names as in PromQL. */
export const POINTWISE: readonly (readonly [name: string, impl: PointFunction])[] = [
  ['abs', point(Math.abs)],
  ['acos', point(Math.acos)],
  ['acosh', point(Math.acosh)],
  ['asin', point(Math.asin)],
  ['asinh', point(Math.asinh)],
  ['atan', point(Math.atan)],
  ['atanh', point(Math.atanh)],
  ['ceil', point(Math.ceil)],
  ['cos', point(Math.cos)],
  ['cosh', point(Math.cosh)],
  ['deg', point((v) => (v * 180) / Math.PI)],
  ['exp', point(Math.exp)],
  ['floor', point(Math.floor)],
  ['ln', point(Math.log)],
  ['log10', point(Math.log10)],
  ['log2', point(Math.log2)],
  ['rad', point((v) => (v * Math.PI) / 180)],
  ['sgn', point(Math.sign)],
  ['sin', point(Math.sin)],
  ['sinh', point(Math.sinh)],
  ['sqrt', point(Math.sqrt)],
  ['tan', point(Math.tan)],
  ['tanh', point(Math.tanh)],
  ['round', point(round)],
  ['clamp', point(clamp)],
  ['clamp_min', point((value, [least]) => greater(least!, value))],
  ['clamp_max', point((value, [greatest]) => lesser(greatest!, value))],
];
