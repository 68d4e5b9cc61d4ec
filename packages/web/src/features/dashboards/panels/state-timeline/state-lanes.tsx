import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { formatDateTime, formatDuration } from '../../../../time/format.js';
import { canvasColours } from '../../../charts/plot/canvas-colour.js';
import { timeLabels } from '../../../charts/plot/time-labels.js';
import { statesThatOccur, type StateRow } from './state-rows.js';
import { timeTicks } from '../../../charts/time-ticks.js';
import '../../../charts/marks.css';
import './state-lanes.css';

export interface StateLanesProps {
  readonly title: string;
  readonly rows: readonly StateRow[];
  /** Unix seconds. */
  readonly range: { readonly start: number; readonly end: number };
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The part of a row's height that its states take, 0 to 1. */
  readonly thickness: number;
  /** Whether a state says its text where it has room, which is never the case for `false`. */
  readonly labels: boolean;
  readonly legend: boolean;
  readonly testId: string;
}

const AXIS_PX = 20;
const LEGEND_PX = 24;
const LEAST_ROW_PX = 16;
const TICK_PX = 90;
/** States that a legend tells apart. */
const MOST_IN_LEGEND = 12;
/** A tint: text in the theme's own colour stays legible on any of them. */
const TINT = 0.55;

/** Rows of states along one axis of time. */
export function StateLanes(props: StateLanesProps): ReactNode {
  const { rows, width, title } = props;
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const canvas = useRef<HTMLCanvasElement>(null);
  const [at, setAt] = useState<{ readonly row: number; readonly ms: number; readonly x: number; readonly y: number }>();
  const occurring = statesThatOccur(rows);
  const legend = props.legend && occurring.length > 0 && occurring.length <= MOST_IN_LEGEND;
  const left = Math.min(180, Math.round(width * 0.3));
  const lane = Math.max(20, width - left - 8);
  const room = props.height - AXIS_PX - (legend ? LEGEND_PX : 0);
  const rowPx = Math.max(LEAST_ROW_PX, Math.min(60, room / Math.max(1, rows.length)));
  const [start, end] = [props.range.start * 1_000, props.range.end * 1_000];
  const place = (ms: number): number => ((ms - start) / (end - start || 1)) * lane;
  const { labels, thickness } = props;
  useEffect(() => {
    const host = canvas.current;
    const context = host?.getContext('2d');
    if (!host || !context || !host.parentElement) return;
    const ratio = devicePixelRatio;
    host.width = Math.round(lane * ratio);
    host.height = Math.round(rowPx * rows.length * ratio);
    context.scale(ratio, ratio);
    const colours = canvasColours(host.parentElement);
    context.font = `11px ${getComputedStyle(host).fontFamily}`;
    context.textBaseline = 'middle';
    for (const [row, { states }] of rows.entries()) {
      const top = row * rowPx + (rowPx * (1 - thickness)) / 2;
      for (const { from, to, text, colour } of states) {
        const x = Math.max(0, ((from - start) / (end - start || 1)) * lane);
        const until = Math.min(lane, ((to - start) / (end - start || 1)) * lane);
        const wide = until - x;
        if (wide <= 0) continue;
        context.fillStyle = colours.of(colour, TINT);
        // A gap of one pixel tells neighbours of one colour apart, where that is not all there is.
        context.fillRect(x, top, wide > 3 ? wide - 1 : Math.max(1, wide), rowPx * thickness);
        if (!labels || rowPx * thickness < 12 || context.measureText(text).width > wide - 8) continue;
        context.fillStyle = colours.of('var(--text)');
        context.fillText(text, x + 4, top + (rowPx * thickness) / 2);
      }
    }
    colours.release();
  }, [rows, lane, rowPx, start, end, labels, thickness, scheme]);
  const ticks = timeTicks(start, end, Math.max(1, Math.floor(lane / TICK_PX)));
  const under = at && rows[at.row]?.states.find(({ from, to }) => from <= at.ms && at.ms < to);
  return (
    <div className="states" data-testid={props.testId}>
      <div className="states-rows" tabIndex={0} role="group" aria-label={title}>
        <div className="states-names" style={{ width: left }}>
          {rows.map(({ name, states }, row) => (
            <div key={row} className="states-name" style={{ height: rowPx, lineHeight: `${rowPx}px` }} title={name}>
              {name}
              <span className="visually-hidden">: {states.at(-1)?.text ?? '–'}</span>
            </div>
          ))}
        </div>
        <div className="states-lane" style={{ width: lane, height: rowPx * rows.length }}>
          <canvas
            ref={canvas}
            style={{ width: lane, height: rowPx * rows.length }}
            onPointerMove={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              const [x, y] = [event.clientX - box.left, event.clientY - box.top];
              setAt({ row: Math.floor(y / rowPx), ms: start + (x / box.width) * (end - start), x, y });
            }}
            onPointerLeave={() => setAt(undefined)}
          />
          {at && under && (
            <div
              className="plot-tooltip"
              style={{
                top: Math.max(0, at.y - 40),
                ...(at.x > lane / 2 ? { right: lane - at.x + 12 } : { left: at.x + 12 }),
              }}
              aria-hidden
            >
              <div className="plot-tooltip-time num">
                {formatDateTime(under.from)}, {formatDuration((under.to - under.from) * 1e6)}
              </div>
              <div className="plot-tooltip-row">
                <span className="plot-swatch" style={{ background: under.colour }} />
                <span className="plot-tooltip-name">{rows[at.row]?.name}</span>
                <b>{under.text}</b>
              </div>
            </div>
          )}
        </div>
      </div>
      <div className="states-axis" style={{ marginInlineStart: left, width: lane }} aria-hidden>
        {timeLabels(ticks.map((ms) => ms / 1_000)).map((text, i) => (
          <span key={ticks[i]} className="num" style={{ left: place(ticks[i] ?? 0) }}>
            {text}
          </span>
        ))}
      </div>
      {legend && (
        <ul className="states-legend">
          {occurring.map(({ text, colour }) => (
            <li key={`${colour} ${text}`}>
              <span className="plot-swatch" style={{ background: colour }} aria-hidden /> {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
