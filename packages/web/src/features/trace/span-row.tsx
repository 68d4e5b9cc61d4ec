import {
  IconAlertCircleFilled,
  IconChevronDown,
  IconChevronRight,
  IconClockExclamation,
  IconUnlink,
} from '@tabler/icons-react';
import { memo, useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration } from '../../time/format.js';
import { type Stretch } from './critical-path.js';
import { type TimeWindow } from './time-window.js';
import { type TreeNode } from './tree.js';

/** What a row can ask for. The same object as long as the waterfall lives, so that a row is drawn again only when it changes. */
export interface RowActions {
  readonly select: (node: TreeNode) => void;
  /** `deep` folds all below it too. */
  readonly fold: (node: TreeNode, folded: boolean, deep: boolean) => void;
  readonly key: (event: KeyboardEvent, node: TreeNode) => void;
}

export interface SpanRowProps {
  readonly node: TreeNode;
  /** Depth of the topmost row, which stands at the left edge. */
  readonly baseDepth: number;
  readonly index: number;
  readonly top: number;
  readonly window: TimeWindow;
  /** Per cent of the lane that a duration takes. */
  readonly labelRoom: number;
  readonly colour: string;
  readonly folded: boolean;
  readonly selected: boolean;
  readonly mark: 'none' | 'match' | 'dimmed';
  readonly focusable: boolean;
  readonly critical: readonly Stretch[] | undefined;
  readonly actions: RowActions;
}

const INDENT_PX = 14;
/** Of a row's width. Deeper rows stop moving right, so that names stay readable in a deep chain. */
const MAX_INDENT = '16%';
/** Per cent of the lane beyond both edges, where a bar that goes on is cut: a browser does not take any width. */
const BEYOND = 2;

/** One span: its name in the tree and its bar in time. */
export const SpanRow = memo(function SpanRow(props: SpanRowProps): ReactNode {
  const { t } = useI18n();
  const { node, folded, actions } = props;
  const { span } = node;
  const parent = node.children.length > 0;
  const failed = span.status === 'error';
  const label = useMemo(
    () =>
      t('trace.row', {
        service: span.service,
        name: span.name,
        duration: formatDuration(node.duration),
        start: formatDuration(node.offset),
      }),
    [t, span, node],
  );
  const className = [
    'span-row',
    ...(props.selected ? ['span-row-selected'] : []),
    ...(props.mark === 'none' ? [] : [`span-row-${props.mark}`]),
  ].join(' ');
  return (
    <div
      role="row"
      aria-level={node.depth - props.baseDepth + 1}
      aria-rowindex={props.index + 1}
      aria-selected={props.selected}
      {...(parent ? { 'aria-expanded': !folded } : {})}
      aria-label={failed ? `${label}, ${t('trace.error')}` : label}
      tabIndex={props.focusable ? 0 : -1}
      className={className}
      style={{ transform: `translateY(${props.top}px)` }}
      data-testid="span-row"
      data-row={node.key}
      data-span-id={span.spanId}
      onClick={() => actions.select(node)}
      onKeyDown={(event) => actions.key(event, node)}
    >
      <Name
        node={node}
        baseDepth={props.baseDepth}
        colour={props.colour}
        folded={folded}
        failed={failed}
        actions={actions}
      />
      <Lane {...props} failed={failed} />
    </div>
  );
});

/** Apart from the bar, so that moving in time leaves it as it is. */
const Name = memo(function Name(
  props: Pick<SpanRowProps, 'node' | 'baseDepth' | 'colour' | 'folded' | 'actions'> & { readonly failed: boolean },
): ReactNode {
  const { t } = useI18n();
  const { node, folded, failed, actions } = props;
  const { span } = node;
  const parent = node.children.length > 0;
  return (
    <span
      role="gridcell"
      className="span-name"
      style={{ paddingLeft: `min(${6 + (node.depth - props.baseDepth) * INDENT_PX}px, ${MAX_INDENT})` }}
    >
      {parent ? (
        <button
          type="button"
          className="span-fold plain-button"
          tabIndex={-1}
          aria-label={folded ? t('trace.expand') : t('trace.collapse', { n: node.descendants })}
          title={t('trace.fold.deep')}
          onClick={(event) => {
            event.stopPropagation();
            actions.fold(node, !folded, event.altKey);
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
        <Warning text={node.misplaced === 'orphan' ? t('trace.orphan', { id: span.parentId }) : t('trace.cycle')}>
          <IconUnlink size={13} aria-hidden />
        </Warning>
      )}
      {node.skew > 0 && (
        <Warning text={t('trace.skew', { by: formatDuration(node.skew) })}>
          <IconClockExclamation size={13} aria-hidden />
        </Warning>
      )}
      <span className="span-text" title={`${span.service}: ${span.name}`}>
        <span className="span-service">{span.service}</span> {span.name}
      </span>
      {folded && <span className="span-hidden num">+{node.descendants}</span>}
    </span>
  );
});

function Warning(props: { readonly text: string; readonly children: ReactNode }): ReactNode {
  return (
    <span className="span-mark-warn" title={props.text}>
      {props.children}
      <span className="visually-hidden">{props.text}</span>
    </span>
  );
}

function Lane(props: SpanRowProps & { readonly failed: boolean }): ReactNode {
  const { node, window } = props;
  const length = window.to - window.from;
  const at = (ns: number): number => Math.min(100 + BEYOND, Math.max(-BEYOND, ((ns - window.from) / length) * 100));
  const left = at(node.offset);
  const right = at(node.offset + node.duration);
  const width = right - left;
  const outside = right < 0 || left > 100;
  // The duration stands right of the bar, in it where there is no room there, left of it where the bar is short.
  const roomRight = right <= 100 - props.labelRoom;
  // With too little room on both sides, a bar that is nearly wide enough takes it.
  const inside = !roomRight && width >= (left < props.labelRoom ? 0.8 : 1) * props.labelRoom;
  const labelAt = roomRight
    ? { left: `${Math.max(0, right)}%` }
    : { right: `${100 - (inside ? Math.min(100, right) : left)}%` };
  return (
    <span role="gridcell" className="span-lane">
      {outside ? (
        <span className="span-outside" style={left > 100 ? { right: 0 } : { left: 0 }} aria-hidden>
          {left > 100 ? '›' : '‹'}
        </span>
      ) : (
        <>
          <span
            className={props.failed ? 'span-bar span-bar-error' : 'span-bar'}
            style={{ left: `${left}%`, width: `max(${width}%, 2px)`, background: props.colour }}
          />
          {node.span.events.map((event, i) => {
            const offset = node.offset + Number(event.time - node.span.start);
            if (offset < node.offset || offset > node.offset + node.duration) return null;
            return <span key={i} className="span-event" style={{ left: `${at(offset)}%` }} title={event.name} />;
          })}
          {props.critical?.map(({ from, to }) => (
            <span
              key={from}
              className="span-critical"
              style={{ left: `${at(from)}%`, width: `max(${at(to) - at(from)}%, 1px)` }}
            />
          ))}
          <span className={inside ? 'span-duration span-duration-inside num' : 'span-duration num'} style={labelAt}>
            {formatDuration(node.duration)}
          </span>
        </>
      )}
    </span>
  );
}
