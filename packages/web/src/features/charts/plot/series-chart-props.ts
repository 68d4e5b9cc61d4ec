import { type ReactNode } from 'react';
import { type PlotFrame } from '../plot-frame.js';
import { type PlotSeries } from './plot-series.js';

export interface SeriesChartProps {
  readonly testId: string;
  /** For those who do not see the canvas. */
  readonly title: string;
  /** Unix seconds, ascending. */
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  /** Unix seconds. */
  readonly range: { readonly start: number; readonly end: number };
  /** Pixels. */
  readonly height: number;
  /** Width of the value axis, pixels, for charts that stand below each other; by default what its labels need. */
  readonly axisWidth?: number;
  /** Charts of one group share a crosshair. */
  readonly group: string;
  readonly log: boolean;
  readonly percentStack: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Of the axis at the right. */
  readonly rightMin?: number | undefined;
  readonly rightMax?: number | undefined;
  /** The axis starts at zero when all values lie on one side of it. */
  readonly softZero: boolean;
  /** Stretches of values in a colour, behind the series. */
  readonly bands: readonly { readonly from: number; readonly to: number; readonly colour: string }[];
  readonly lines: readonly { readonly at: number; readonly colour: string }[];
  /** Moments, Unix seconds. */
  readonly marks: readonly { readonly time: number; readonly colour: string; readonly text: string }[];
  /** Called with Unix milliseconds when a stretch of time was marked by dragging. */
  readonly onZoom?: ((start: number, end: number) => void) | undefined;
  /** Index of the time under the pointer, of this chart or of another of its group. With it the values under the pointer are the caller's to show. */
  readonly onCursor?: ((index: number | undefined) => void) | undefined;
  readonly overlay?: ((frame: PlotFrame) => ReactNode) | undefined;
}

/** What a chart has when nothing special is asked of it. */
export const plainChart = {
  log: false,
  percentStack: false,
  min: undefined,
  max: undefined,
  softZero: true,
  bands: [],
  lines: [],
  marks: [],
} as const satisfies Partial<SeriesChartProps>;
