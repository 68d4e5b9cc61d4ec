import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { asRecord, asText } from '../../../../api/json.js';
import { useI18n } from '../../../../i18n/translate.js';
import { formatDateTime } from '../../../../time/format.js';
import { timeLabels } from '../../../charts/plot/time-labels.js';
import { canvasColours } from '../../../charts/plot/canvas-colour.js';
import { formatAmount } from '../../../../time/format.js';
import { formatValue } from '../../../units/format-value.js';
import { type PanelProps } from '../panel-props.js';
import { heatmapCells } from './cells.js';
import '../../../charts/marks.css';
import './heatmap.css';

const LEFT = 56;
const BOTTOM = 22;

/** How often values fell into each bucket over time: darker is more. */
export function HeatmapPanel(props: PanelProps): ReactNode {
  const { t } = useI18n();
  const { panel, answer, width, height } = props;
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const canvas = useRef<HTMLCanvasElement>(null);
  const [at, setAt] = useState<{
    readonly row: number;
    readonly column: number;
    readonly x: number;
    readonly y: number;
  }>();
  const cells = useMemo(
    () => heatmapCells(answer.frames, panel.options['calculate'] === true),
    [answer.frames, panel.options],
  );
  const unit = asText(asRecord(panel.options['yAxis'])['unit']) ?? asText(panel.fieldDefaults['unit']);
  const plotWidth = Math.max(20, width - LEFT - 8);
  const plotHeight = Math.max(20, height - BOTTOM - 4);
  useEffect(() => {
    const host = canvas.current;
    const context = host?.getContext('2d');
    if (!host || !context || !cells || !host.parentElement) return;
    const ratio = devicePixelRatio;
    host.width = Math.round(plotWidth * ratio);
    host.height = Math.round(plotHeight * ratio);
    const colours = canvasColours(host.parentElement);
    const w = host.width / cells.times.length;
    const h = host.height / cells.buckets.length;
    for (const [row, counts] of cells.counts.entries()) {
      for (const [column, count] of counts.entries()) {
        if (count === null || count <= 0) continue;
        // The root spreads the many small counts over more shades.
        const strength = Math.round((0.12 + 0.88 * Math.sqrt(count / (cells.max || 1))) * 20) / 20;
        context.fillStyle = colours.of('var(--chart-p95)', strength);
        const y = host.height - (row + 1) * h;
        context.fillRect(Math.floor(column * w), Math.floor(y), Math.ceil(w), Math.ceil(h) - (h > 4 ? 1 : 0));
      }
    }
    colours.release();
  }, [cells, plotWidth, plotHeight, scheme]);
  if (!cells) return null;
  const { times, buckets } = cells;
  const label = (row: number): string => {
    const upper = buckets[row]?.upper ?? 0;
    return Number.isFinite(upper) ? formatValue(upper, unit) : '+Inf';
  };
  const rowStep = Math.max(1, Math.ceil((buckets.length * 18) / plotHeight));
  const columnStep = Math.max(1, Math.ceil((times.length * 76) / plotWidth));
  const clocks = timeLabels(times.map((ms) => ms / 1_000));
  const count = at === undefined ? undefined : cells.counts[at.row]?.[at.column];
  return (
    <div
      className="heatmap"
      style={{ height }}
      role="img"
      aria-label={t('dash.heatmap', { title: props.title, n: buckets.length })}
      data-testid="heatmap"
    >
      {buckets.map((_bucket, row) =>
        row % rowStep === 0 ? (
          <span
            key={row}
            className="heatmap-y num"
            style={{ bottom: BOTTOM + ((row + 0.5) / buckets.length) * plotHeight - 8, width: LEFT - 6 }}
          >
            {label(row)}
          </span>
        ) : null,
      )}
      <canvas
        ref={canvas}
        style={{ left: LEFT, width: plotWidth, height: plotHeight }}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const [x, y] = [event.clientX - box.left, event.clientY - box.top];
          setAt({
            column: Math.min(times.length - 1, Math.max(0, Math.floor((x / box.width) * times.length))),
            row: Math.min(buckets.length - 1, Math.max(0, Math.floor((1 - y / box.height) * buckets.length))),
            x,
            y,
          });
        }}
        onPointerLeave={() => setAt(undefined)}
      />
      {clocks.map((text, column) =>
        column % columnStep === 0 && column > 0 ? (
          <span key={column} className="heatmap-x num" style={{ left: LEFT + (column / times.length) * plotWidth }}>
            {text}
          </span>
        ) : null,
      )}
      {at && (
        <div
          className="plot-tooltip"
          style={{
            top: Math.max(0, at.y - 40),
            ...(at.x > plotWidth / 2 ? { right: width - LEFT - at.x + 12 } : { left: LEFT + at.x + 12 }),
          }}
          aria-hidden
        >
          <div className="plot-tooltip-time num">{formatDateTime(times[at.column] ?? 0)}</div>
          <div className="plot-tooltip-row">
            <span className="plot-tooltip-name">≤ {label(at.row)}</span>
            <b className="num">{count === null || count === undefined ? '–' : formatAmount(count)}</b>
          </div>
        </div>
      )}
    </div>
  );
}
