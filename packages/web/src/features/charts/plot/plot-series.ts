import { type Column } from '../align.js';

/** One line, area or row of bars. */
export interface PlotSeries {
  /** Unique in the chart and lasting over refreshes: what is hidden is remembered by it. */
  readonly key: string;
  readonly label: string;
  /** Any CSS colour, variables of the theme too. */
  readonly colour: string;
  readonly values: Column;
  readonly draw: 'line' | 'bars' | 'points';
  readonly shape: 'linear' | 'step' | 'smooth';
  /** Pixels. */
  readonly width: number;
  /** Opacity of the area below, 0 to 1. */
  readonly fill: number;
  readonly dashed: boolean;
  /** Draws over missing samples instead of leaving a gap. */
  readonly spanNulls: boolean;
  readonly axis: 'left' | 'right';
  /** Series of one group are stacked. */
  readonly stack: string | undefined;
  /** Key of the series down to which the area is filled, rather than to zero. */
  readonly fillTo?: string;
  readonly format: (value: number) => string;
  /** Its unit grows by powers of two, so they are round values of its axis. */
  readonly binary: boolean;
  /** It counts things, of which there is no half. */
  readonly whole?: boolean;
  readonly inLegend: boolean;
  /** Of the series, for a link from its legend row. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What every plain line has. */
export const plainSeries = {
  draw: 'line',
  shape: 'linear',
  width: 1.5,
  fill: 0,
  dashed: false,
  spanNulls: false,
  axis: 'left',
  stack: undefined,
  binary: false,
  inLegend: true,
} as const satisfies Partial<PlotSeries>;
