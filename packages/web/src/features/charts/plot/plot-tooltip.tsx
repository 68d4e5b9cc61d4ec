import { type ReactNode } from 'react';
import { useI18n } from '../../../i18n/translate.js';
import { formatDateTime } from '../../../time/format.js';
import { type PlotFrame } from '../plot-frame.js';
import { type PlotSeries } from './plot-series.js';
import '../marks.css';

/** Rows that fit beside a pointer without covering the chart. */
const ROWS = 10;

/** The greatest values at one moment. It follows the pointer on the side that has room and is not read out: the legend is. */
export function PlotTooltip(props: {
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly index: number;
  readonly frame: PlotFrame;
  readonly marks: readonly { readonly time: number; readonly colour: string; readonly text: string }[];
}): ReactNode {
  const { t } = useI18n();
  const time = props.times[props.index];
  if (time === undefined) return null;
  const rows = props.series
    .flatMap((series) => {
      const value = series.values[props.index];
      return value === null || value === undefined ? [] : [{ series, value }];
    })
    .sort((a, b) => b.value - a.value);
  const { frame } = props;
  const x = (time - frame.xMin) / (frame.xMax - frame.xMin || 1);
  const near = (frame.xMax - frame.xMin) * 0.01;
  const marks = props.marks.filter((mark) => Math.abs(mark.time - time) <= near);
  const left = frame.left + x * frame.width;
  const style = x > 0.5 ? { right: `calc(100% - ${left - 12}px)` } : { left: left + 12 };
  return (
    <div className="plot-tooltip" style={{ ...style, top: frame.top }} aria-hidden>
      <div className="plot-tooltip-time num">{formatDateTime(time * 1_000)}</div>
      {rows.slice(0, ROWS).map(({ series, value }) => (
        <div key={series.key} className="plot-tooltip-row">
          <span className="plot-swatch" style={{ background: series.colour }} />
          <span className="plot-tooltip-name">{series.label}</span>
          <span className="num">{series.format(value)}</span>
        </div>
      ))}
      {rows.length > ROWS && <div className="plot-tooltip-more">{t('chart.more', { n: rows.length - ROWS })}</div>}
      {marks.map((mark) => (
        <div key={`${mark.time}${mark.text}`} className="plot-tooltip-row">
          <span className="plot-swatch" style={{ background: mark.colour }} />
          <span className="plot-tooltip-name">{mark.text}</span>
        </div>
      ))}
    </div>
  );
}
