import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatClock, formatDateTime, formatNanosUtc } from '../../time/format.js';
import { parseNanos } from '../../time/nanos.js';
import { Highlight } from './highlight.js';
import { LevelBadge } from './level-badge.js';
import { LogDetail } from './log-detail.js';
import { type LogLine } from './log-line.js';
import { TraceCell } from './trace-cell.js';

export interface LogListHandle {
  /** Moves the focus by rows, as j and k do. */
  move(by: number): void;
  toTop(): void;
}

export interface LogListProps {
  readonly ref?: Ref<LogListHandle>;
  readonly lines: readonly LogLine[];
  readonly openId: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
  readonly needle: string;
  readonly wrap: boolean;
  /** True when a clock time alone would mislead: the lines are not all of today. */
  readonly dates: boolean;
  readonly onScrolled: (away: boolean) => void;
  readonly onNearEnd: () => void;
  readonly onOpenTrace: (line: LogLine) => void;
  readonly footer: ReactNode;
}

const ROW_PX = 24;

/** A virtual grid of lines, newest first: only rows in view are in the document. */
export function LogList(props: LogListProps): ReactNode {
  const { t } = useI18n();
  const { lines, onNearEnd, onScrolled } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const focusWanted = useRef(false);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (lines.length > 0 && lastShown >= lines.length - 20) onNearEnd();
  }, [lastShown, lines.length, onNearEnd]);

  const activeIndex = Math.max(
    0,
    lines.findIndex(({ id }) => id === active),
  );
  const moveTo = (index: number): void => {
    const next = lines[Math.min(lines.length - 1, Math.max(0, index))];
    if (!next) return;
    focusWanted.current = true;
    setActive(next.id);
    rows.scrollToIndex(lines.indexOf(next), { align: 'auto' });
  };
  useImperativeHandle(props.ref, () => ({
    move: (by) => moveTo(active === undefined ? 0 : activeIndex + by),
    toTop: () => scroller.current?.scrollTo({ top: 0 }),
  }));
  // The row may only come into the document after the scroll, so this looks after every render until it is there.
  useEffect(() => {
    if (!focusWanted.current || active === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(active)}"]`);
    if (!row) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  });

  // A link to a line brings it into view, once.
  const linked = useRef(props.openId);
  useEffect(() => {
    if (linked.current === undefined) return;
    const index = lines.findIndex(({ id }) => id === linked.current);
    linked.current = undefined;
    if (index > 0) rows.scrollToIndex(index, { align: 'center' });
  }, [lines, rows]);

  const toggle = (line: LogLine): void => {
    setActive(line.id);
    props.onOpen(props.openId === line.id ? undefined : line.id);
  };
  const onKey = (event: KeyboardEvent, line: LogLine, index: number): void => {
    if (event.target !== event.currentTarget) return;
    const actions: Record<string, () => void> = {
      Enter: () => toggle(line),
      ' ': () => toggle(line),
      ArrowDown: () => moveTo(index + 1),
      ArrowUp: () => moveTo(index - 1),
      Home: () => moveTo(0),
      End: () => moveTo(lines.length - 1),
      t: () => props.onOpenTrace(line),
    };
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };

  return (
    <div
      ref={scroller}
      className={props.wrap ? 'log-list log-wrap' : 'log-list'}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > ROW_PX)}
    >
      <div
        role="grid"
        aria-label={t('logs.list')}
        aria-rowcount={lines.length}
        style={{ height: rows.getTotalSize(), position: 'relative' }}
      >
        {items.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const open = line.id === props.openId;
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              role="presentation"
              className="log-item"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <div
                role="row"
                aria-rowindex={item.index + 1}
                aria-expanded={open}
                tabIndex={item.index === activeIndex ? 0 : -1}
                className={`log-row log-row-${line.level}${open ? ' log-row-open' : ''}`}
                data-testid="log-row"
                data-row={line.id}
                onClick={() => {
                  // Marking text in a line is not opening it.
                  if (getSelection()?.isCollapsed !== false) toggle(line);
                }}
                onFocus={() => setActive(line.id)}
                onKeyDown={(event) => onKey(event, line, item.index)}
              >
                <span role="gridcell" className="log-time num" title={formatNanosUtc(parseNanos(line.ts))}>
                  {props.dates
                    ? `${formatDateTime(line.ms).slice(5, 10)} ${formatClock(line.ms)}`
                    : formatClock(line.ms)}
                </span>
                <span role="gridcell" className="log-level">
                  <LevelBadge level={line.level} />
                </span>
                <span role="gridcell" className="log-text">
                  <Highlight text={line.line} needle={props.needle} />
                </span>
                <span role="gridcell" className="log-trace">
                  <TraceCell line={line} />
                </span>
              </div>
              {open && (
                <div role="row">
                  <div role="gridcell" aria-colspan={4}>
                    <LogDetail line={line} />
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
