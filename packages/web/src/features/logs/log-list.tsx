import { useMediaQuery } from '@mantine/hooks';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { flushSync } from 'react-dom';
import { useI18n } from '../../i18n/translate.js';
import { type LogLine } from './log-line.js';
import { LogRow } from './log-row.js';
import { RowOffsets } from './row-offsets.js';
import { type RowSource } from './row-source.js';

export interface LogListHandle {
  /** Moves the focus by rows, as j and k do. */
  move(by: number): void;
  toTop(): void;
}

export interface LogListProps {
  readonly ref?: Ref<LogListHandle>;
  readonly rows: RowSource;
  readonly openId: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
  /** What an open line shows below its row. */
  readonly detail: (line: LogLine) => ReactNode;
  readonly needles: readonly string[];
  /** Fields shown as columns of their own. */
  readonly columns?: readonly string[];
  readonly wrap: boolean;
  /** True when a clock time alone would mislead: the lines are not all of today. */
  readonly dates: boolean;
  readonly onScrolled: (away: boolean) => void;
  /** Which rows show, both inclusive. */
  readonly onShow: (first: number, last: number) => void;
  readonly onOpenTrace: (line: LogLine) => void;
  readonly footer: ReactNode;
}

const ROW_PX = 24;
const OVERSCAN = 12;
/**
 * Rows that the scroll bar covers: elements end at about 17.9 million pixels in Firefox and 33.5 in Chromium. A list with more moves
 * its window by half when an end comes near.
 */
const WINDOW_ROWS = 500_000;
/** Rows before an end of the window at which it moves. */
const NEAR = 500;
const none: readonly string[] = [];

interface View {
  /** First row of the window that the scroll bar covers. */
  readonly base: number;
  readonly first: number;
  readonly last: number;
}

/** A virtual grid of lines: only rows in view are in the document, and a list of millions scrolls like one of ten. */
export function LogList(props: LogListProps): ReactNode {
  const { t } = useI18n();
  const { rows, onScrolled, onShow, openId, onOpen, onOpenTrace, wrap, columns = none } = props;
  const narrow = useMediaQuery('(max-width: 40rem)') ?? false;
  const scroller = useRef<HTMLDivElement>(null);
  const [offsets] = useState(() => new RowOffsets(ROW_PX));
  const [heights] = useState(() => new Map<string, number>());
  const [view, setView] = useState<View>({ base: 0, first: 0, last: 40 });
  const [, redraw] = useState(0);
  const [active, setActive] = useState<string>();
  const focusWanted = useRef(false);
  const { length } = rows;
  const shownEnd = Math.min(length, view.base + WINDOW_ROWS);

  const current = useRef(view);
  const show = useCallback((next: View) => {
    const before = current.current;
    if (next.base === before.base && next.first === before.first && next.last === before.last) return;
    current.current = next;
    setView(next);
  }, []);
  const look = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    let base = current.current.base < length ? current.current.base : 0;
    const top = box.scrollTop + offsets.offsetOf(base);
    const first = offsets.rowAt(top);
    const last = offsets.rowAt(top + box.clientHeight);
    const end = Math.min(length, base + WINDOW_ROWS);
    const half = WINDOW_ROWS / 2;
    const shift =
      last >= end - NEAR && end < length ? half : first < base + NEAR && base > 0 ? -Math.min(half, base) : 0;
    if (shift !== 0) {
      box.scrollTop += offsets.offsetOf(base) - offsets.offsetOf(base + shift);
      base += shift;
    }
    show({ base, first: Math.max(base, first - OVERSCAN), last: Math.min(length - 1, last + OVERSCAN) });
  }, [length, offsets, show]);

  // Rows that may be taller than one line of text tell their height by themselves; nothing else is ever measured.
  const observer = useRef<ResizeObserver>(undefined);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const seen = new ResizeObserver((entries) => {
      let moved = false;
      for (const { target, borderBoxSize } of entries) {
        const { row, id } = (target as HTMLElement).dataset;
        const px = borderBoxSize[0]?.blockSize ?? 0;
        if (row === undefined || px === 0) continue;
        if (id !== undefined) heights.set(id, px);
        const by = offsets.measure(Number(row), px);
        if (by === 0) continue;
        moved = true;
        // What is read stays where it is when rows above it turn out taller.
        const top = offsets.offsetOf(Number(row)) - offsets.offsetOf(current.current.base);
        if (top + px - by < box.scrollTop) box.scrollTop += by;
      }
      if (moved) redraw((n) => n + 1);
      look();
    });
    observer.current = seen;
    const resized = new ResizeObserver(look);
    resized.observe(box);
    return () => {
      seen.disconnect();
      resized.disconnect();
    };
  }, [heights, look, offsets]);

  // Another list, or lines put in at the top: rows have other numbers now, heights go with the lines.
  const [layout, setLayout] = useState({ rows, wrap, narrow });
  if (layout.rows !== rows || layout.wrap !== wrap || layout.narrow !== narrow) {
    if (layout.wrap !== wrap || layout.narrow !== narrow) heights.clear();
    const probe = layout.rows.at(view.first);
    const same = layout.wrap === wrap && layout.narrow === narrow && rows.at(view.first)?.id === probe?.id;
    if (!same) {
      offsets.clear();
      for (let row = view.first; heights.size > 0 && row <= view.last; row++) {
        const height = heights.get(rows.at(row)?.id ?? '');
        if (height !== undefined) offsets.measure(row, height);
      }
    }
    setLayout({ rows, wrap, narrow });
  }
  useLayoutEffect(look, [look, rows]);
  useEffect(() => {
    if (length > 0) onShow(view.first, Math.min(view.last, length - 1));
  }, [view.first, view.last, length, onShow]);

  const activeRow = active === undefined ? -1 : rows.indexOf(active);
  const scrollTo = (row: number, align: 'near' | 'middle'): void => {
    const box = scroller.current;
    if (!box) return;
    let { base: from } = view;
    if (row < from || row >= from + WINDOW_ROWS) {
      from = Math.max(0, Math.min(length - WINDOW_ROWS, row - WINDOW_ROWS / 2));
      // The scroll bar has another length before it can be moved there.
      flushSync(() => show({ base: from, first: row, last: row }));
    }
    const top = offsets.offsetOf(row) - offsets.offsetOf(from);
    if (align === 'middle') box.scrollTop = top - box.clientHeight / 2;
    else if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW_PX > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW_PX - box.clientHeight;
  };
  const moveTo = (row: number): void => {
    const target = Math.min(length - 1, Math.max(0, row));
    const line = rows.at(target);
    scrollTo(target, 'near');
    if (!line) return;
    focusWanted.current = true;
    setActive(line.id);
  };
  useImperativeHandle(props.ref, () => ({
    move: (by) => moveTo(activeRow < 0 ? 0 : activeRow + by),
    toTop: () => {
      show({ ...current.current, base: 0 });
      scroller.current?.scrollTo({ top: 0 });
    },
  }));
  // The row may only come into the document after the scroll, so this looks after every render until it is there.
  useEffect(() => {
    if (!focusWanted.current || active === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[role="row"][data-row="${CSS.escape(active)}"]`);
    if (!row) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  });

  // A link to a line brings it into view, once.
  const linked = useRef(openId);
  useEffect(() => {
    if (linked.current === undefined) return;
    const row = rows.indexOf(linked.current);
    if (row < 0) return;
    linked.current = undefined;
    if (row > 0) scrollTo(row, 'middle');
  });

  // Rows are drawn again only when something of theirs has changed, so what they call must stay the same.
  const latest = useRef({ openId, onOpen, onOpenTrace, moveTo, length });
  useEffect(() => {
    latest.current = { openId, onOpen, onOpenTrace, moveTo, length };
  });
  const toggle = useCallback((line: LogLine) => {
    setActive(line.id);
    latest.current.onOpen(latest.current.openId === line.id ? undefined : line.id);
  }, []);
  const focus = useCallback((line: LogLine) => setActive(line.id), []);
  const onKey = useCallback(
    (event: KeyboardEvent, line: LogLine, row: number) => {
      if (event.target !== event.currentTarget) return;
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1);
      const actions: Record<string, () => void> = {
        Enter: () => toggle(line),
        ' ': () => toggle(line),
        ArrowDown: () => latest.current.moveTo(row + 1),
        ArrowUp: () => latest.current.moveTo(row - 1),
        PageDown: () => latest.current.moveTo(row + page),
        PageUp: () => latest.current.moveTo(row - page),
        Home: () => latest.current.moveTo(0),
        End: () => latest.current.moveTo(latest.current.length - 1),
        t: () => latest.current.onOpenTrace(line),
      };
      const action = actions[event.key];
      if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      action();
    },
    [toggle],
  );

  const top = offsets.offsetOf(view.base);
  const shown = [];
  for (let row = view.first; row <= Math.min(view.last, length - 1); row++) shown.push(row);
  const tabRow = activeRow >= view.first && activeRow <= view.last ? activeRow : (shown[0] ?? 0);
  return (
    <div
      ref={scroller}
      className={wrap ? 'log-list log-wrap' : 'log-list'}
      data-testid="log-list"
      onScroll={(event) => {
        look();
        onScrolled(event.currentTarget.scrollTop > ROW_PX || view.base > 0);
      }}
    >
      <div
        role="treegrid"
        aria-label={t('logs.list')}
        aria-rowcount={length}
        style={{ height: offsets.offsetOf(shownEnd) - top, position: 'relative' }}
      >
        {shown.map((row) => {
          const line = rows.at(row);
          const transform = `translateY(${offsets.offsetOf(row) - top}px)`;
          if (!line) {
            return (
              <div
                key={`#${row}`}
                role="row"
                aria-rowindex={row + 1}
                className="log-item log-pending"
                style={{ transform }}
              >
                <span role="gridcell" className="visually-hidden">
                  {t('loading')}
                </span>
              </div>
            );
          }
          const open = line.id === openId;
          const tall = open || wrap || narrow;
          return (
            <div
              key={line.id}
              ref={(item) => {
                if (item && tall) observer.current?.observe(item);
                else if (item && heights.delete(line.id) && offsets.measure(row, ROW_PX) !== 0) redraw((n) => n + 1);
                return () => {
                  if (item) observer.current?.unobserve(item);
                };
              }}
              data-row={row}
              data-id={line.id}
              role="presentation"
              className="log-item"
              style={{ transform }}
            >
              <LogRow
                line={line}
                row={row}
                open={open}
                active={row === tabRow}
                needles={props.needles}
                columns={columns}
                dates={props.dates}
                onToggle={toggle}
                onFocus={focus}
                onKey={onKey}
              />
              {open && (
                <div role="row">
                  <div role="gridcell" aria-colspan={4 + columns.length}>
                    {props.detail(line)}
                  </div>
                </div>
              )}
            </div>
          );
        })}
      </div>
      <div className="log-footer">{props.footer}</div>
    </div>
  );
}
