import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration } from '../../time/format.js';
import { type Stretch } from './critical-path.js';
import { isFolded, rowOf, type Folds } from './folds.js';
import { Minimap } from './minimap.js';
import { rulerTicks } from './ruler.js';
import { SpanRow, type RowActions } from './span-row.js';
import { pan, zoom, type TimeWindow } from './time-window.js';
import { type TreeNode } from './tree.js';
import './waterfall.css';

export interface WaterfallHandle {
  move(by: number): void;
  /** Brings a row into view and focuses it. */
  show(node: TreeNode): void;
}

export interface WaterfallProps {
  readonly ref?: Ref<WaterfallHandle>;
  /** All that may show, for the map above the rows; `rows` are those that do. Parents before children, never empty. */
  readonly nodes: readonly TreeNode[];
  readonly rows: readonly TreeNode[];
  readonly folds: Folds;
  /** What can be looked at, and the part of it that is. */
  readonly whole: TimeWindow;
  readonly window: TimeWindow;
  readonly colours: ReadonlyMap<string, string>;
  readonly selected: string | undefined;
  readonly matches: ReadonlySet<string> | undefined;
  readonly critical: ReadonlyMap<string, readonly Stretch[]> | undefined;
  readonly onSelect: (node: TreeNode) => void;
  readonly onFold: (node: TreeNode, folded: boolean, deep: boolean) => void;
  /** `settled` when the hand has let go: only then it is worth a place in the URL. */
  readonly onWindow: (window: TimeWindow, settled: boolean) => void;
}

const ROW_PX = 26;
const FIRST_ROWS = 20;
/** A label of the ruler and the space around it. */
const TICK_PX = 90;
/** The longest duration on a bar, and its share of the lane until that is measured. */
const LABEL_PX = 62;
const LABEL_PERCENT = 18;
/** A wheel turned by one notch sends 100 pixels; ten of them are one width of the window, or ten times closer. */
const WHEEL_PX = 1_000;

/** Spans as rows, time as width. Only rows in view are in the document. */
export function Waterfall(props: WaterfallProps): ReactNode {
  const { t } = useI18n();
  const { rows, window, whole } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const lane = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(() => rows.find(({ span }) => span.spanId === props.selected));
  const wanted = useRef(active !== undefined);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    // Until it is measured, so that the first drawing has rows.
    initialRect: { width: 0, height: FIRST_ROWS * ROW_PX },
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });

  const place = (node: TreeNode | undefined, otherwise = 0): number => {
    const at = node === undefined ? -1 : rowOf(rows, node);
    return at === -1 ? otherwise : at;
  };
  const activeIndex = place(active);
  const moveTo = (index: number): void => {
    const at = Math.min(rows.length - 1, Math.max(0, index));
    const node = rows[at];
    if (!node) return;
    wanted.current = true;
    setActive(node);
    list.scrollToIndex(at, { align: 'auto' });
  };
  useImperativeHandle(props.ref, () => ({
    move: (by) => moveTo(active === undefined ? 0 : activeIndex + by),
    show: (node) => moveTo(place(node)),
  }));
  // A link to a span brings its row into view, once.
  const linked = useRef(active);
  useEffect(() => {
    if (linked.current === undefined) return;
    const index = rowOf(rows, linked.current);
    linked.current = undefined;
    if (index > 0) list.scrollToIndex(index, { align: 'center' });
  }, [rows, list]);
  // The row may only come into the document after the scroll, so this looks after every render until it is there.
  useEffect(() => {
    if (!wanted.current || active === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(active.key)}"]`);
    if (!row) return;
    wanted.current = false;
    row.focus({ preventScroll: true });
  });

  const onKey = (event: KeyboardEvent, node: TreeNode): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    const index = place(node);
    const folded = isFolded(props.folds, node);
    const deep = event.altKey;
    const actions: Record<string, () => void> = {
      Enter: () => props.onSelect(node),
      ' ': () => props.onSelect(node),
      ArrowDown: () => moveTo(index + 1),
      ArrowUp: () => moveTo(index - 1),
      ArrowRight: () => (folded ? props.onFold(node, false, deep) : moveTo(index + 1)),
      ArrowLeft: () =>
        node.children.length > 0 && !folded ? props.onFold(node, true, deep) : moveTo(place(node.parent, index)),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      PageDown: () => moveTo(index + 20),
      PageUp: () => moveTo(index - 20),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  // Rows keep one object of actions, which reads what is current when it is asked.
  const current = useRef({ props, onKey });
  useEffect(() => {
    current.current = { props, onKey };
  });
  const actions = useMemo<RowActions>(
    () => ({
      select: (node) => {
        setActive(node);
        current.current.props.onSelect(node);
      },
      fold: (node, folded, deep) => current.current.props.onFold(node, folded, deep),
      key: (event, node) => current.current.onKey(event, node),
    }),
    [],
  );
  useEffect(() => {
    const host = scroller.current;
    if (!host) return;
    return listenToWheel(host, lane, () => current.current.props);
  }, []);

  const [laneWidth, setLaneWidth] = useState(0);
  useEffect(() => {
    const host = lane.current;
    if (!host) return;
    const observer = new ResizeObserver(() => setLaneWidth(host.clientWidth));
    observer.observe(host);
    return () => observer.disconnect();
  }, []);
  const ticks = rulerTicks(window, Math.min(4, Math.max(2, Math.round(laneWidth / TICK_PX))));
  const labelRoom = laneWidth === 0 ? LABEL_PERCENT : Math.ceil((LABEL_PX / laneWidth) * 100);
  const percent = (ns: number): number => ((ns - window.from) / (window.to - window.from)) * 100;
  const baseDepth = rows[0]?.depth ?? 0;
  return (
    <div className="waterfall">
      <Minimap nodes={props.nodes} whole={whole} window={window} colours={props.colours} onWindow={props.onWindow} />
      <div className="waterfall-ruler" aria-hidden>
        <div ref={lane} className="waterfall-scale">
          {ticks.map((tick) => (
            <span
              key={tick}
              // A label near the end stands before its mark, or it would be cut off.
              className={percent(tick) > 70 ? 'waterfall-tick-before' : ''}
              style={{ left: `${percent(tick)}%` }}
            >
              {tick === 0 ? '0' : formatDuration(tick)}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        className="waterfall-scroll"
        role="treegrid"
        aria-label={t('trace.list')}
        aria-rowcount={rows.length}
        data-testid="waterfall-scroll"
      >
        <div role="rowgroup" className="waterfall-rows" style={{ height: list.getTotalSize() }}>
          <div className="waterfall-grid" aria-hidden>
            {ticks.map((tick) => (
              <span key={tick} style={{ left: `${percent(tick)}%` }} />
            ))}
          </div>
          {list.getVirtualItems().map((item) => {
            const node = rows[item.index];
            if (!node) return null;
            const mark = props.matches === undefined ? 'none' : props.matches.has(node.key) ? 'match' : 'dimmed';
            return (
              <SpanRow
                key={item.key}
                node={node}
                baseDepth={baseDepth}
                index={item.index}
                top={item.start}
                window={window}
                labelRoom={labelRoom}
                colour={props.colours.get(node.span.service) ?? 'var(--muted)'}
                folded={isFolded(props.folds, node)}
                selected={props.selected === node.span.spanId}
                mark={mark}
                focusable={item.index === activeIndex}
                critical={props.critical?.get(node.key)}
                actions={actions}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Ctrl and the wheel looks closer or from further away, Shift and the wheel (or a sideways one) moves in time. */
function listenToWheel(
  host: HTMLElement,
  lane: { readonly current: HTMLElement | null },
  props: () => Pick<WaterfallProps, 'window' | 'whole' | 'onWindow'>,
): () => void {
  let settle: ReturnType<typeof setTimeout> | undefined;
  let target: TimeWindow | undefined;
  let frame = 0;
  const onWheel = (event: WheelEvent): void => {
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    const closer = event.ctrlKey || event.metaKey;
    if (!closer && Math.abs(sideways) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
    event.preventDefault();
    const { window, whole } = props();
    const from = target ?? window;
    const box = lane.current?.getBoundingClientRect();
    const at = box ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0.5;
    target = closer ? zoom(from, 10 ** (event.deltaY / WHEEL_PX), at, whole) : pan(from, sideways / WHEEL_PX, whole);
    // Many turns of the wheel in one frame are one change of what is drawn.
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (target) props().onWindow(target, false);
    });
    clearTimeout(settle);
    settle = setTimeout(() => {
      if (target) props().onWindow(target, true);
      target = undefined;
    }, 250);
  };
  host.addEventListener('wheel', onWheel, { passive: false });
  return () => {
    host.removeEventListener('wheel', onWheel);
    clearTimeout(settle);
    cancelAnimationFrame(frame);
  };
}
