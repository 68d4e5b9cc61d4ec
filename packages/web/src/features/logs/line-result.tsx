import { useNavigate } from '@tanstack/react-router';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { EmptyState, ErrorState, errorMessage, Loading } from '../../controls/notice.js';
import { isRefused } from '../../controls/query-editor/refused.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDateTime } from '../../time/format.js';
import { useKeys } from '../keyboard/keys.js';
import { traceSearch } from '../trace/trace-search.js';
import { Facets } from './facets.js';
import { type LineResultProps } from './line-result-props.js';
import { LineTools } from './line-tools.js';
import { LogDetail } from './log-detail.js';
import { LogList, type LogListHandle } from './log-list.js';
import { type LogField, type LogLine } from './log-line.js';
import {
  needlesOf,
  removableParts,
  withField,
  withLineFilter,
  withoutLevels,
  type FilterAction,
} from './query-edit.js';
import { joinedRows, rowsOf } from './row-source.js';
import { useLogWindow } from './use-log-window.js';
import { useTail } from './use-tail.js';
import './logs.css';

// The chart comes after the lines; patterns come when they are asked for.
const VolumeChart = lazy(async () => ({ default: (await import('./volume-chart.js')).VolumeChart }));
const PatternsView = lazy(async () => ({ default: (await import('./patterns-view.js')).PatternsView }));

/** The lines of a log query: their number over time, their fields, themselves. */
export function LineResult(props: LineResultProps): ReactNode {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { query, hidden, columns, openId, range, onQuery, onUpdate, onProblem, round, live, newestFirst } = props;
  const narrow = useMediaQuery('(max-width: 60rem)') ?? false;
  const [facets, setFacets] = useState<boolean>();
  const facetsShown = facets ?? !narrow;
  const list = useRef<LogListHandle>(null);
  // Lines hold still under the pointer, until it is told that they may go on.
  const [pointer, setPointer] = useState<'out' | 'over' | 'resumed'>('out');
  const [away, setAway] = useState(false);
  const reading = openId !== undefined;
  const paused = pointer === 'over' || away || reading;
  const found = useLogWindow({
    ...{ query, hidden, range, newestFirst, enabled: true },
    refresh: !live && !away && !reading,
    linked: openId,
  });
  const shownQuery = withoutLevels(query, hidden);
  const tail = useTail({ query: shownQuery, enabled: live && newestFirst, paused, from: found.askedAt });
  const { retry, want, error } = found;
  const { release, lines: liveLines } = tail;

  const first = useRef(round);
  useEffect(() => {
    if (first.current === round) return;
    first.current = round;
    retry();
  }, [round, retry]);
  // Live goes on from what shows: that must be of now.
  const wasLive = useRef(live);
  useEffect(() => {
    if (live && !wasLive.current) retry();
    wasLive.current = live;
  }, [live, retry]);
  useEffect(() => {
    onProblem(isRefused(error) ? { query, message: errorMessage(error) } : undefined);
  }, [error, query, onProblem]);
  useEffect(() => {
    if (!paused) release();
  }, [paused, release]);
  useKeys({
    j: () => list.current?.move(1),
    k: () => list.current?.move(-1),
    l: () => onUpdate({ live: live ? undefined : 'on' }, true),
    Escape: () => onUpdate({ line: undefined }, true),
  });

  const { rows: stored } = found;
  const rows = useMemo(() => {
    // The last lines before the tail began may come with it again, and what was counted since then has some of its own.
    return joinedRows(rowsOf(liveLines.filter(({ id }) => stored.indexOf(id) < 0)), stored);
  }, [liveLines, stored]);
  const liveCount = rows.length - stored.length;
  const needles = useMemo(() => needlesOf(query), [query]);
  const filter = (field: LogField, action: FilterAction): void =>
    onQuery(withField(query, { ...field, label: field.origin === 'label' }, action));
  const toggleColumn = (name: string): void => {
    const next = columns.includes(name) ? columns.filter((one) => one !== name) : [...columns, name];
    onUpdate({ cols: next.length === 0 ? undefined : next.join() }, true);
  };
  const onShow = useCallback((from: number, to: number) => want(from - liveCount, to - liveCount), [want, liveCount]);
  const openTrace = (line: LogLine): void => {
    if (line.traceId === '') return;
    void navigate({
      to: '/traces/$traceId',
      params: { traceId: line.traceId },
      search: (previous) => traceSearch(previous, line.spanId),
    });
  };
  const { start } = range.resolve();
  const otherDay = formatDateTime(start).slice(0, 10) !== formatDateTime(Date.now()).slice(0, 10);
  const empty = found.phase === 'ready' && rows.length === 0;
  return (
    <div className="logs-result">
      {facetsShown && (
        <aside className="panel logs-aside">
          <Facets
            query={query}
            range={range}
            enabled={found.phase === 'ready'}
            onFilter={(facet, value, action) => {
              const base =
                facet.parser !== undefined && !query.includes(`| ${facet.parser}`)
                  ? `${query} | ${facet.parser}`
                  : query;
              onQuery(withField(base, { name: facet.name, value, label: facet.label }, action));
            }}
          />
        </aside>
      )}
      <section className="logs panel logs-main" aria-label={t('nav.logs')}>
        {found.volume && found.volume.byLevel.size > 0 && (
          <Suspense fallback={<div className="volume-wait" />}>
            <VolumeChart
              volume={found.volume}
              hidden={hidden}
              onHidden={(next) => onUpdate({ hide: next.length === 0 ? undefined : next.join() })}
              onZoom={props.onZoom}
            />
          </Suspense>
        )}
        <LineTools
          {...props}
          count={found.volume ? 'known' : found.phase === 'failed' ? 'none' : 'awaited'}
          total={rows.length}
          shownQuery={shownQuery}
          facets={facetsShown}
          onFacets={setFacets}
          tail={tail}
          paused={paused}
          onColumn={toggleColumn}
        />
        {error !== undefined && error !== null && found.phase === 'ready' && (
          <p className="notice-line" role="alert">
            {t('error.stale', { message: errorMessage(error) })}
          </p>
        )}
        {live && tail.status === 'broken' && (
          <p className="notice-line" role="status">
            {t('logs.live.broken', { reason: tail.reason })}
          </p>
        )}
        {live && tail.skipped > 0 && <p className="notice-line">{t('logs.live.skipped', { n: tail.skipped })}</p>}
        {props.patterns ? (
          <Suspense fallback={<Loading rows={8} />}>
            <PatternsView
              query={query}
              range={range}
              onFilter={(operator, pattern) => {
                onQuery(withLineFilter(query, operator, pattern));
              }}
            />
          </Suspense>
        ) : (
          <div
            className={found.stale ? 'logs-body logs-stale' : 'logs-body'}
            aria-busy={found.stale && !error}
            onMouseEnter={() => setPointer((was) => (was === 'resumed' ? was : 'over'))}
            onMouseLeave={() => setPointer('out')}
          >
            {tail.held.length > 0 && (
              <button
                type="button"
                className="logs-pill"
                data-testid="new-lines"
                onClick={() => {
                  release();
                  setPointer('resumed');
                  onUpdate({ line: undefined }, true);
                  list.current?.toTop();
                }}
              >
                <IconArrowUp size={13} aria-hidden />
                {t('logs.new', { n: tail.held.length })}
              </button>
            )}
            {found.phase === 'loading' && <Loading rows={14} />}
            {found.phase === 'failed' && isRefused(error) && <EmptyState title={t('editor.refused')} />}
            {found.phase === 'failed' && !isRefused(error) && <ErrorState error={error} onRetry={retry} />}
            {found.phase === 'cancelled' && (
              <EmptyState title={t('logs.cancelled')}>
                <Button variant="default" size="compact-sm" onClick={retry}>
                  {t('retry')}
                </Button>
              </EmptyState>
            )}
            {empty && <NoLines {...props} />}
            {found.phase === 'ready' && !empty && (
              <LogList
                ref={list}
                rows={rows}
                openId={openId}
                onOpen={(line) => onUpdate({ line }, openId !== undefined)}
                detail={(line) => (
                  <LogDetail
                    line={line}
                    onFilter={filter}
                    columns={columns}
                    onColumn={toggleColumn}
                    needles={needles}
                  />
                )}
                needles={needles}
                columns={columns}
                wrap={props.wrap}
                dates={otherDay}
                onScrolled={setAway}
                onShow={onShow}
                onOpenTrace={openTrace}
                footer={found.volume ? t('logs.end') : t('logs.counting')}
              />
            )}
          </div>
        )}
      </section>
    </div>
  );
}

/** Nothing found: what could be asked for instead. */
function NoLines(props: LineResultProps): ReactNode {
  const { t } = useI18n();
  const parts = removableParts(props.query).slice(0, 4);
  return (
    <EmptyState title={t('logs.none')}>
      <span className="notice-actions logs-none">
        <Button variant="default" size="compact-sm" onClick={() => props.onRange({ from: 'now-24h', to: 'now' })}>
          {t('logs.none.widen')}
        </Button>
        {props.hidden.length > 0 && (
          <Button variant="default" size="compact-sm" onClick={() => props.onUpdate({ hide: undefined })}>
            {t('logs.none.levels')}
          </Button>
        )}
        {parts.map(({ text, without }) => (
          <Button key={text} variant="default" size="compact-sm" onClick={() => props.onQuery(without)}>
            {t('logs.none.drop', { part: text.length > 60 ? `${text.slice(0, 60)}…` : text })}
          </Button>
        ))}
      </span>
    </EmptyState>
  );
}
