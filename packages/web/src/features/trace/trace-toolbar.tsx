import { ActionIcon, Button, CloseButton, TextInput } from '@mantine/core';
import {
  IconChartBar,
  IconChevronDown,
  IconChevronUp,
  IconFlame,
  IconFold,
  IconFocus2,
  IconRoute,
  IconSearch,
  IconTimeline,
  IconZoomOut,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { traceViews, type TraceViewName } from './trace-search.js';
import { type TreeNode } from './tree.js';

const icons = { waterfall: IconTimeline, flame: IconFlame, statistics: IconChartBar } as const;
const titles = { waterfall: 'trace.waterfall', flame: 'trace.flame', statistics: 'trace.statistics' } as const;

export interface TraceToolbarProps {
  readonly view: TraceViewName;
  readonly onView: (view: TraceViewName) => void;
  readonly text: string;
  /** Spans that the text is found in; undefined without a text. */
  readonly found: number | undefined;
  /** Which of them is selected, from 0; -1 for none. */
  readonly at: number;
  readonly onText: (text: string) => void;
  readonly onGo: (by: 1 | -1) => void;
  readonly root: TreeNode | undefined;
  readonly onWhole: () => void;
  readonly path: boolean;
  readonly onPath: (on: boolean) => void;
  readonly zoomed: boolean;
  readonly onZoomOut: () => void;
  readonly collapsed: boolean;
  readonly onFoldAll: (folded: boolean) => void;
}

/** How the spans are looked at, and the search in them. */
export function TraceToolbar(props: TraceToolbarProps): ReactNode {
  const { t } = useI18n();
  const rows = props.view === 'waterfall';
  return (
    <div className="trace-bar">
      <div className="trace-views" role="group" aria-label={t('trace.view')}>
        {traceViews.map((view) => {
          const Icon = icons[view];
          return (
            <button
              key={view}
              type="button"
              className="trace-view-button"
              aria-pressed={props.view === view}
              onClick={() => props.onView(view)}
            >
              <Icon size={14} aria-hidden /> <span>{t(titles[view])}</span>
            </button>
          );
        })}
      </div>
      {rows && <SpanSearch {...props} />}
      {props.root && (
        <Button
          variant="light"
          size="compact-sm"
          leftSection={<IconFocus2 size={14} aria-hidden />}
          onClick={props.onWhole}
          title={props.root.span.name}
        >
          {t('trace.whole')}
        </Button>
      )}
      {rows && (
        <div className="trace-tools">
          {props.zoomed && (
            <ActionIcon
              variant="default"
              size="md"
              aria-label={t('trace.zoomOut')}
              title={t('trace.zoomOut')}
              onClick={props.onZoomOut}
            >
              <IconZoomOut size={15} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            variant={props.path ? 'light' : 'default'}
            size="md"
            aria-pressed={props.path}
            aria-label={t('trace.path')}
            title={t('trace.path.hint')}
            onClick={() => props.onPath(!props.path)}
          >
            <IconRoute size={15} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="md"
            aria-label={props.collapsed ? t('trace.expandAll') : t('trace.collapseAll')}
            title={`${props.collapsed ? t('trace.expandAll') : t('trace.collapseAll')} ([ ])`}
            onClick={() => props.onFoldAll(!props.collapsed)}
          >
            <IconFold size={15} aria-hidden />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}

function SpanSearch(props: TraceToolbarProps): ReactNode {
  const { t } = useI18n();
  const [text, setText] = useState(props.text);
  const set = (next: string): void => {
    setText(next);
    props.onText(next);
  };
  const { found } = props;
  return (
    <>
      <TextInput
        size="xs"
        className="trace-filter"
        data-filter
        aria-label={t('trace.filter')}
        placeholder={t('trace.filter')}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          text === '' ? null : <CloseButton size="xs" aria-label={t('trace.clear')} onClick={() => set('')} />
        }
        value={text}
        onChange={(event) => set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) props.onGo(event.shiftKey ? -1 : 1);
        }}
      />
      {found !== undefined && (
        <span className="trace-found">
          <span className="muted num" role="status">
            {props.at >= 0 ? `${props.at + 1} / ${found}` : t('trace.matches', { n: found })}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            disabled={found === 0}
            aria-label={t('trace.previousMatch')}
            title={t('trace.previousMatch')}
            onClick={() => props.onGo(-1)}
          >
            <IconChevronUp size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            disabled={found === 0}
            aria-label={t('trace.nextMatch')}
            title={t('trace.nextMatch')}
            onClick={() => props.onGo(1)}
          >
            <IconChevronDown size={14} aria-hidden />
          </ActionIcon>
        </span>
      )}
    </>
  );
}
