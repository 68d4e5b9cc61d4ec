import { useVirtualizer } from '@tanstack/react-virtual';
import {
  IconAlertCircleFilled,
  IconChevronDown,
  IconChevronRight,
  IconClockExclamation,
  IconUnlink,
} from '@tabler/icons-react';
import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration } from '../../time/format.js';
import { rulerTicks } from './ruler.js';
import { type TraceTree, type TreeNode } from './tree.js';
import './waterfall.css';

export interface WaterfallHandle {
  move(by: number): void;
  /** Brings a row into view and focuses it. */
  show(key: string): void;
}

export interface WaterfallProps {
  readonly ref?: Ref<WaterfallHandle>;
  readonly tree: TraceTree;
  readonly rows: readonly TreeNode[];
  readonly collapsed: ReadonlySet<string>;
  readonly colours: ReadonlyMap<string, string>;
  readonly selected: string | undefined;
  readonly matches: ReadonlySet<string> | undefined;
  readonly onSelect: (node: TreeNode) => void;
  readonly onFold: (node: TreeNode, fold: boolean) => void;
}

const ROW_PX = 26;
const INDENT_PX = 14;
/** Of a row's width. Deeper rows stop moving right, so that names stay readable in a deep chain. */
const MAX_INDENT = '16%';

/** Spans as rows, time as width. Only rows in view are in the document. */
export function Waterfall(props: WaterfallProps): ReactNode {
  const { t } = useI18n();
  const { rows } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(() => rows.find(({ span }) => span.spanId === props.selected)?.key);
  const wanted = useRef(active !== undefined);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 16,
  });

  const activeIndex = Math.max(
    0,
    rows.findIndex(({ key }) => key === active),
  );
  const moveTo = (index: number): void => {
    const node = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (!node) return;
    wanted.current = true;
    setActive(node.key);
    list.scrollToIndex(rows.indexOf(node), { align: 'auto' });
  };
  useImperativeHandle(props.ref, () => ({
    move: (by) => moveTo(active === undefined ? 0 : activeIndex + by),
    show: (key) => moveTo(rows.findIndex((node) => node.key === key)),
  }));
  // A link to a span brings its row into view, once.
  const linked = useRef(active);
  useEffect(() => {
    if (linked.current === undefined) return;
    const index = rows.findIndex(({ key }) => key === linked.current);
    linked.current = undefined;
    if (index > 0) list.scrollToIndex(index, { align: 'center' });
  }, [rows, list]);
  // The row may only come into the document after the scroll, so this looks after every render until it is there.
  useEffect(() => {
    if (!wanted.current || active === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(active)}"]`);
    if (!row) return;
    wanted.current = false;
    row.focus({ preventScroll: true });
  });

  const onKey = (event: KeyboardEvent, node: TreeNode, index: number): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const folded = props.collapsed.has(node.span.spanId);
    const parent = rows.slice(0, index).findLastIndex(({ depth }) => depth < node.depth);
    const actions: Record<string, () => void> = {
      Enter: () => props.onSelect(node),
      ' ': () => props.onSelect(node),
      ArrowDown: () => moveTo(index + 1),
      ArrowUp: () => moveTo(index - 1),
      ArrowRight: () => (folded ? props.onFold(node, false) : moveTo(index + 1)),
      ArrowLeft: () => (node.children.length > 0 && !folded ? props.onFold(node, true) : moveTo(parent)),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  const ticks = rulerTicks(props.tree.duration, 4);
  const percent = (ns: number): string => `${(ns / props.tree.duration) * 100}%`;
  return (
    <div className="waterfall" role="treegrid" aria-label={t('trace.list')} aria-rowcount={rows.length}>
      <div className="waterfall-ruler" aria-hidden>
        <div className="waterfall-scale">
          {ticks.map((tick) => (
            <span
              key={tick}
              // A label near the end stands before its mark, or it would be cut off.
              className={tick / props.tree.duration > 0.7 ? 'waterfall-tick-before' : ''}
              style={{ left: percent(tick) }}
            >
              {tick === 0 ? '0' : formatDuration(tick)}
            </span>
          ))}
        </div>
      </div>
      <div ref={scroller} className="waterfall-scroll" role="presentation">
        <div role="rowgroup" className="waterfall-rows" style={{ height: list.getTotalSize() }}>
          <div className="waterfall-grid" aria-hidden>
            {ticks.map((tick) => (
              <span key={tick} style={{ left: percent(tick) }} />
            ))}
          </div>
          {list.getVirtualItems().map((item) => {
            const node = rows[item.index];
            if (!node) return null;
            return (
              <SpanRow
                key={item.key}
                node={node}
                index={item.index}
                top={item.start}
                tree={props.tree}
                colour={props.colours.get(node.span.service) ?? 'var(--muted)'}
                folded={props.collapsed.has(node.span.spanId)}
                selected={props.selected === node.span.spanId}
                dimmed={props.matches !== undefined && !props.matches.has(node.key)}
                focusable={item.index === activeIndex}
                onSelect={() => {
                  setActive(node.key);
                  props.onSelect(node);
                }}
                onFold={(fold) => props.onFold(node, fold)}
                onKeyDown={(event) => onKey(event, node, item.index)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function SpanRow(props: {
  readonly node: TreeNode;
  readonly index: number;
  readonly top: number;
  readonly tree: TraceTree;
  readonly colour: string;
  readonly folded: boolean;
  readonly selected: boolean;
  readonly dimmed: boolean;
  readonly focusable: boolean;
  readonly onSelect: () => void;
  readonly onFold: (fold: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}): ReactNode {
  const { t } = useI18n();
  const { node, folded } = props;
  const { span } = node;
  const parent = node.children.length > 0;
  const failed = span.status === 'error';
  const left = (node.offset / props.tree.duration) * 100;
  const width = (node.duration / props.tree.duration) * 100;
  const duration = formatDuration(node.duration);
  // The duration stands right of the bar, in it where there is no room there, left of it where the bar is short.
  const roomRight = left + width <= 82;
  const inside = !roomRight && width >= 25;
  const labelAt = roomRight ? { left: `${left + width}%` } : { right: `${100 - (inside ? left + width : left)}%` };
  const label = t('trace.row', {
    service: span.service,
    name: span.name,
    duration,
    start: formatDuration(node.offset),
  });
  return (
    <div
      role="row"
      aria-level={node.depth + 1}
      aria-rowindex={props.index + 1}
      aria-selected={props.selected}
      {...(parent ? { 'aria-expanded': !folded } : {})}
      aria-label={failed ? `${label}, ${t('trace.error')}` : label}
      tabIndex={props.focusable ? 0 : -1}
      className={`span-row${props.selected ? ' span-row-selected' : ''}${props.dimmed ? ' span-row-dimmed' : ''}`}
      style={{ transform: `translateY(${props.top}px)` }}
      data-testid="span-row"
      data-row={node.key}
      data-span-id={span.spanId}
      onClick={props.onSelect}
      onKeyDown={props.onKeyDown}
    >
      <span
        role="gridcell"
        className="span-name"
        style={{ paddingLeft: `min(${6 + node.depth * INDENT_PX}px, ${MAX_INDENT})` }}
      >
        {parent ? (
          <button
            type="button"
            className="span-fold plain-button"
            tabIndex={-1}
            aria-label={folded ? t('trace.expand') : t('trace.collapse', { n: node.descendants })}
            onClick={(event) => {
              event.stopPropagation();
              props.onFold(!folded);
            }}
          >
            {folded ? <IconChevronRight size={13} aria-hidden /> : <IconChevronDown size={13} aria-hidden />}
          </button>
        ) : (
          <span className="span-fold" />
        )}
        <span className="span-colour" style={{ background: props.colour }} aria-hidden />
        {(failed || (folded && node.errorBelow)) && (
          <IconAlertCircleFilled
            size={13}
            className={failed ? 'span-mark-error' : 'span-mark-error span-mark-below'}
            role="img"
            aria-label={t('trace.error')}
          />
        )}
        {node.misplaced !== undefined && (
          <span
            className="span-mark-warn"
            title={node.misplaced === 'orphan' ? t('trace.orphan', { id: span.parentId }) : t('trace.cycle')}
          >
            <IconUnlink size={13} aria-hidden />
            <span className="visually-hidden">
              {node.misplaced === 'orphan' ? t('trace.orphan', { id: span.parentId }) : t('trace.cycle')}
            </span>
          </span>
        )}
        {node.skew > 0 && (
          <span className="span-mark-warn" title={t('trace.skew', { by: formatDuration(node.skew) })}>
            <IconClockExclamation size={13} aria-hidden />
            <span className="visually-hidden">{t('trace.skew', { by: formatDuration(node.skew) })}</span>
          </span>
        )}
        <span className="span-text" title={`${span.service}: ${span.name}`}>
          <span className="span-service">{span.service}</span> {span.name}
        </span>
        {folded && <span className="span-hidden num">+{node.descendants}</span>}
      </span>
      <span role="gridcell" className="span-lane">
        <span
          className={failed ? 'span-bar span-bar-error' : 'span-bar'}
          style={{ left: `${left}%`, width: `max(${width}%, 2px)`, background: props.colour }}
        >
          {span.events.map((event, i) => {
            const at = Number(event.time - span.start) / Math.max(1, node.duration);
            if (!(at >= 0 && at <= 1)) return null;
            return <span key={i} className="span-event" style={{ left: `${at * 100}%` }} title={event.name} />;
          })}
        </span>
        <span className={inside ? 'span-duration span-duration-inside num' : 'span-duration num'} style={labelAt}>
          {duration}
        </span>
      </span>
    </div>
  );
}
