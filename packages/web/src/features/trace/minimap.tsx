import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration } from '../../time/format.js';
import { clampWindow, type TimeWindow } from './time-window.js';
import { type TreeNode } from './tree.js';

export interface MinimapProps {
  readonly nodes: readonly TreeNode[];
  readonly whole: TimeWindow;
  readonly window: TimeWindow;
  readonly colours: ReadonlyMap<string, string>;
  readonly onWindow: (window: TimeWindow, settled: boolean) => void;
}

/** Spans drawn before the browser gets its turn again: a fraction of a frame. */
const SLICE = 4_000;
/** A shorter stroke is a click with an unsteady hand. */
const STROKE_PX = 5;

type Drag = { readonly kind: 'brush' | 'pan'; readonly x: number; readonly start: TimeWindow };

/** The whole trace in a strip: drag to mark the part to look at, drag the marked part to move it, double click for all. */
export function Minimap(props: MinimapProps): ReactNode {
  const { t } = useI18n();
  const { whole, window } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag>(undefined);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const [size, setSize] = useState({ width: 0, height: 0 });

  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const observer = new ResizeObserver(() => setSize({ width: host.clientWidth, height: host.clientHeight }));
    observer.observe(host);
    return () => observer.disconnect();
  }, []);
  const { nodes, colours } = props;
  const { from, to } = whole;
  useEffect(() => {
    const target = canvas.current;
    if (!target || size.width === 0) return;
    return draw(target, size, nodes, { from, to }, colours);
  }, [nodes, colours, from, to, size, scheme]);

  const timeAt = (clientX: number): number => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect || rect.width === 0) return from;
    return from + Math.min(1, Math.max(0, (clientX - rect.left) / rect.width)) * (to - from);
  };
  const partial = window.from > from || window.to < to;
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = timeAt(event.clientX);
    const inside = partial && at >= window.from && at <= window.to;
    drag.current = { kind: inside ? 'pan' : 'brush', x: event.clientX, start: window };
  };
  const dragged = (event: PointerEvent, { kind, x, start }: Drag): TimeWindow => {
    const [a, b] = [timeAt(x), timeAt(event.clientX)];
    return clampWindow(
      kind === 'pan'
        ? { from: start.from + b - a, to: start.to + b - a }
        : { from: Math.min(a, b), to: Math.max(a, b) },
      whole,
    );
  };
  const onMove = (event: PointerEvent): void => {
    if (drag.current && Math.abs(event.clientX - drag.current.x) >= STROKE_PX) {
      props.onWindow(dragged(event, drag.current), false);
    }
  };
  const onUp = (event: PointerEvent): void => {
    const done = drag.current;
    drag.current = undefined;
    if (done && Math.abs(event.clientX - done.x) >= STROKE_PX) props.onWindow(dragged(event, done), true);
  };

  const percent = (ns: number): string => `${((ns - from) / (to - from)) * 100}%`;
  const label = t('trace.minimap', { from: formatDuration(window.from), to: formatDuration(window.to) });
  return (
    <div className="minimap">
      <div
        ref={box}
        className="minimap-box"
        role="img"
        aria-label={label}
        title={t('trace.minimap.hint')}
        data-testid="minimap"
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onDoubleClick={() => props.onWindow(whole, true)}
      >
        <canvas ref={canvas} aria-hidden />
        {partial && (
          <>
            <span className="minimap-shade" style={{ left: 0, width: percent(window.from) }} />
            <span className="minimap-shade" style={{ left: percent(window.to), right: 0 }} />
            <span
              className="minimap-window"
              style={{ left: percent(window.from), right: `calc(100% - ${percent(window.to)})` }}
            />
          </>
        )}
      </div>
    </div>
  );
}

/** Draws in slices, one a frame, so that a trace of any size does not hold the page up. @returns what stops it. */
function draw(
  canvas: HTMLCanvasElement,
  { width, height }: { readonly width: number; readonly height: number },
  nodes: readonly TreeNode[],
  { from, to }: TimeWindow,
  colours: ReadonlyMap<string, string>,
): () => void {
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  if (!context) return () => undefined;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const resolved = new Map(
    [...colours].map(([service, colour]) => [
      service,
      style.getPropertyValue(colour.replace(/^var\((--[\w-]+)\)$/, '$1')).trim(),
    ]),
  );
  const errorColour = style.getPropertyValue('--error').trim();
  const bar = Math.max(1, Math.min(4, height / nodes.length - 0.5));
  let next = 0;
  let frame = 0;
  const slice = (): void => {
    const end = Math.min(nodes.length, next + SLICE);
    for (; next < end; next++) {
      const node = nodes[next];
      if (!node) break;
      const left = ((node.offset - from) / (to - from)) * width;
      context.fillStyle = node.span.status === 'error' ? errorColour : (resolved.get(node.span.service) ?? errorColour);
      const length = Math.max(1, (node.duration / (to - from)) * width);
      context.fillRect(left, (next / nodes.length) * (height - bar), length, bar);
    }
    if (next < nodes.length) frame = requestAnimationFrame(slice);
  };
  // The rows come first.
  frame = requestAnimationFrame(slice);
  return () => cancelAnimationFrame(frame);
}
