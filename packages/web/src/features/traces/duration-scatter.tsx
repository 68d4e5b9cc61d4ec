import { Link } from '@tanstack/react-router';
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { type TraceSummary } from '../../api/tempo-search.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDateTime, formatDuration } from '../../time/format.js';
import { nanosToMs, parseNanos } from '../../time/nanos.js';
import { timeLabels } from '../charts/plot/time-labels.js';
import { timeTicks } from '../charts/time-ticks.js';
import { traceSearch } from '../trace/trace-search.js';
import { durationPlot } from './duration-plot.js';

/** A power of ten; minutes have none. @param ms milliseconds. */
const powerLabel = (ms: number): string => (ms < 10_000 ? formatDuration(ms * 1e6) : `${ms / 1_000} s`);

/** A shorter stroke is a click with an unsteady hand. */
const STROKE_PX = 8;
/** Times under the plot: as many as a phone has room for. */
const MOST_TICKS = 5;

/** The found traces over time, higher is longer, red has errors. A dot opens its trace; dragging marks a time range. */
export function DurationScatter(props: {
  readonly traces: readonly TraceSummary[];
  /** Unix milliseconds. */
  readonly range: { readonly start: number; readonly end: number };
  readonly onZoom: (start: number, end: number) => void;
}): ReactNode {
  const { t } = useI18n();
  const { range } = props;
  const plot = useRef<HTMLDivElement>(null);
  const from = useRef<number>(undefined);
  const [brush, setBrush] = useState<readonly [number, number]>();
  const { dots, ticks } = durationPlot(props.traces, range);
  const at = (event: PointerEvent): number => {
    const box = plot.current?.getBoundingClientRect();
    return box && box.width > 0 ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  };
  const time = (x: number): number => Math.round(range.start + x * (range.end - range.start));
  const onUp = (event: PointerEvent): void => {
    const start = from.current;
    from.current = undefined;
    setBrush(undefined);
    const width = plot.current?.clientWidth ?? 1;
    const end = at(event);
    if (start === undefined || Math.abs(end - start) * width < STROKE_PX) return;
    props.onZoom(time(Math.min(start, end)), time(Math.max(start, end)));
  };
  return (
    <div className="scatter" data-testid="scatter">
      <div className="scatter-axis num" aria-hidden>
        {ticks.map(({ ms, y }) => (
          <span key={ms} style={{ bottom: `${y * 100}%` }}>
            {powerLabel(ms)}
          </span>
        ))}
      </div>
      <div
        ref={plot}
        className="scatter-plot"
        role="group"
        aria-label={t('traces.scatter', { n: props.traces.length })}
        title={t('red.zoom')}
        onPointerDown={(event) => {
          if (event.button === 0 && event.target === event.currentTarget) {
            event.currentTarget.setPointerCapture(event.pointerId);
            from.current = at(event);
          }
        }}
        onPointerMove={(event) => {
          const start = from.current;
          if (start !== undefined) setBrush([Math.min(start, at(event)), Math.max(start, at(event))]);
        }}
        onPointerUp={onUp}
      >
        {ticks.map(({ ms, y }) => (
          <span key={ms} className="scatter-line" style={{ bottom: `${y * 100}%` }} aria-hidden />
        ))}
        {brush && (
          <span
            className="scatter-brush"
            style={{ left: `${brush[0] * 100}%`, right: `${(1 - brush[1]) * 100}%` }}
            aria-hidden
          />
        )}
        {dots.map(({ trace, x, y }) => {
          const ms = nanosToMs(parseNanos(trace.startNs));
          return (
            <Link
              key={trace.traceId}
              to="/traces/$traceId"
              params={{ traceId: trace.traceId }}
              search={(previous) => traceSearch(previous, '')}
              // The list below has the same links, in order and with their words.
              tabIndex={-1}
              aria-hidden
              draggable={false}
              className={trace.errors > 0 ? 'scatter-dot scatter-dot-error' : 'scatter-dot'}
              style={{ left: `${x * 100}%`, bottom: `${y * 100}%` }}
              title={`${trace.rootService} ${trace.rootName}\n${formatDuration(trace.durationMs * 1e6)}\n${formatDateTime(ms)}`}
              data-testid="scatter-dot"
            />
          );
        })}
      </div>
      <div className="scatter-times num" aria-hidden>
        {timeTicks(range.start, range.end, MOST_TICKS).map((ms) => (
          <span key={ms} style={{ left: `${((ms - range.start) / (range.end - range.start)) * 100}%` }}>
            {timeLabels([ms / 1_000])}
          </span>
        ))}
      </div>
    </div>
  );
}
