import { ActionIcon, Button } from '@mantine/core';
import { IconArrowUp, IconPlayerPause, IconTextWrap } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { EmptyState, ErrorState, errorMessage, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDateTime } from '../../time/format.js';
import { traceSearch } from '../trace/trace-search.js';
import { useKeys } from '../keyboard/keys.js';
import { useTimeRange } from '../time-range/search.js';
import { LineFilterBox } from './line-filter-box.js';
import { LogDetail } from './log-detail.js';
import { LogList, type LogListHandle } from './log-list.js';
import { serviceLinesQuery, type LineFilter } from './logql.js';
import { rowsOf } from './row-source.js';
import { maxLines, useLogStream } from './use-log-stream.js';
import './logs.css';

export interface LogPanelProps {
  readonly service: string;
  readonly filter: LineFilter;
  readonly live: boolean;
  readonly wrap: boolean;
  readonly openId: string | undefined;
  readonly onFilter: (filter: LineFilter) => void;
  readonly onLive: (on: boolean) => void;
  readonly onWrap: (on: boolean) => void;
  readonly onOpen: (id: string | undefined) => void;
  readonly onWiden: () => void;
}

/** The newest lines of a service: filter, live tail, list. */
export function LogPanel(props: LogPanelProps): ReactNode {
  const { t } = useI18n();
  const navigate = useNavigate();
  const range = useTimeRange();
  const list = useRef<LogListHandle>(null);
  const [hovered, setHovered] = useState(false);
  const [away, setAway] = useState(false);
  const [reading, setReading] = useState(false);
  const paused = hovered || away || reading;
  const live = props.live && range.following;
  const stream = useLogStream({ query: serviceLinesQuery(props.service, props.filter), range, live, paused });
  const { release } = stream;
  // A link to a line that is not in the list opens nothing, so it must not pause anything.
  const readingNow = props.openId !== undefined && stream.lines.some(({ id }) => id === props.openId);
  if (reading !== readingNow) setReading(readingNow);

  useEffect(() => {
    if (!paused) release();
  }, [paused, release]);
  useKeys({
    j: () => list.current?.move(1),
    k: () => list.current?.move(-1),
    l: () => props.onLive(!props.live),
    Escape: () => props.onOpen(undefined),
  });

  const rows = useMemo(() => rowsOf(stream.lines), [stream.lines]);
  const { text, mode } = props.filter;
  const needles = useMemo(() => (mode === 'contains' && text !== '' ? [text] : []), [mode, text]);
  const resolved = range.resolve();
  const showNew = (): void => {
    release();
    props.onOpen(undefined);
    list.current?.toTop();
  };
  return (
    <section className="logs panel" aria-label={t('service.logs')}>
      <div className="logs-bar">
        <LineFilterBox filter={props.filter} onChange={props.onFilter} />
        <span className="logs-count num muted" role="status">
          {stream.phase === 'ready' &&
            t(stream.hasOlder ? 'logs.count.more' : 'logs.count', { n: stream.lines.length })}
        </span>
        <ActionIcon
          variant={props.wrap ? 'light' : 'default'}
          size="md"
          aria-pressed={props.wrap}
          aria-label={t('logs.wrap')}
          title={t('logs.wrap')}
          onClick={() => props.onWrap(!props.wrap)}
        >
          <IconTextWrap size={15} aria-hidden />
        </ActionIcon>
        <Button
          variant="default"
          size="compact-sm"
          className={live ? 'live live-on' : 'live'}
          data-testid="live-toggle"
          aria-pressed={live}
          disabled={!range.following}
          title={
            !range.following
              ? t('logs.live.past')
              : !live
                ? t('logs.live.off')
                : paused
                  ? t('logs.paused.why')
                  : t('logs.live.on')
          }
          leftSection={
            live && paused ? <IconPlayerPause size={12} aria-hidden /> : <span className="live-dot" aria-hidden />
          }
          onClick={() => props.onLive(!props.live)}
        >
          {live && paused ? t('logs.paused') : t('logs.live')}
        </Button>
      </div>
      {stream.error !== undefined && stream.phase === 'ready' && (
        <p className="notice-line" role="alert">
          {t('error.stale', { message: errorMessage(stream.error) })}
        </p>
      )}
      {stream.gap && <p className="notice-line">{t('logs.gap', { n: 1000 })}</p>}
      <div className="logs-body" onMouseEnter={() => setHovered(true)} onMouseLeave={() => setHovered(false)}>
        {stream.held.length > 0 && (
          <button type="button" className="logs-pill" onClick={showNew}>
            <IconArrowUp size={13} aria-hidden />
            {t('logs.new', { n: stream.held.length })}
          </button>
        )}
        {stream.phase === 'loading' && <Loading rows={12} />}
        {stream.phase === 'failed' && <ErrorState error={stream.error} onRetry={stream.retry} />}
        {stream.phase === 'ready' && stream.lines.length === 0 && <NoLines {...props} />}
        {stream.phase === 'ready' && stream.lines.length > 0 && (
          <LogList
            ref={list}
            rows={rows}
            detail={(line) => <LogDetail line={line} needles={needles} />}
            openId={props.openId}
            onOpen={props.onOpen}
            needles={needles}
            wrap={props.wrap}
            dates={formatDateTime(resolved.start).slice(0, 10) !== formatDateTime(Date.now()).slice(0, 10)}
            onScrolled={setAway}
            onShow={(_first, last) => {
              if (last >= rows.length - 20) stream.loadOlder();
            }}
            onOpenTrace={(line) => {
              if (line.traceId === '') return;
              void navigate({
                to: '/traces/$traceId',
                params: { traceId: line.traceId },
                search: (previous) => traceSearch(previous, line.spanId),
              });
            }}
            footer={
              stream.loadingOlder
                ? t('logs.older')
                : stream.capped
                  ? t('logs.cap', { n: maxLines })
                  : stream.hasOlder
                    ? ''
                    : t('logs.end')
            }
          />
        )}
      </div>
    </section>
  );
}

function NoLines(props: LogPanelProps): ReactNode {
  const { t } = useI18n();
  const filtered = props.filter.text !== '';
  return (
    <EmptyState title={filtered ? t('logs.empty.filter') : t('logs.empty', { name: props.service })}>
      {!filtered && t('logs.empty.hint')}
      <span className="notice-actions">
        {filtered && (
          <Button variant="default" size="compact-sm" onClick={() => props.onFilter({ ...props.filter, text: '' })}>
            {t('logs.empty.clear')}
          </Button>
        )}
        <Button variant="default" size="compact-sm" onClick={props.onWiden}>
          {t('logs.empty.widen')}
        </Button>
      </span>
    </EmptyState>
  );
}
