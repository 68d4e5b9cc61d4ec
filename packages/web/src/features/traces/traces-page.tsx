import { Button } from '@mantine/core';
import { IconArrowsDiff, IconForms } from '@tabler/icons-react';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ApiError } from '../../api/http.js';
import { type TraceSummary } from '../../api/tempo-search.js';
import { EmptyState } from '../../controls/notice.js';
import { isRefused } from '../../controls/query-editor/refused.js';
import { useI18n } from '../../i18n/translate.js';
import { nanosToMs, parseNanos } from '../../time/nanos.js';
import { focusRow, useKeys } from '../keyboard/keys.js';
import { Pending } from '../progress/pending.js';
import { useQueryHistory } from '../query-history/use-query-history.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { useSetTimeRange, useTimeRange } from '../time-range/search.js';
import { DurationScatter } from './duration-scatter.js';
import { FormPanel } from './form-panel.js';
import { ResultList } from './result-list.js';
import { isMetricsQuery } from './trace-form.js';
import { TraceqlChart, useTraceqlMetrics } from './traceql-chart.js';
import { TraceqlEditor } from './traceql-editor.js';
import { useTracePages } from './use-trace-pages.js';
import './traces.css';

export const Route = createLazyRoute('/traces')({ component: TracesPage });

function TracesPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.traces'));
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const range = useTimeRange();
  const history = useQueryHistory('traceql');
  const q = search.q ?? '';
  const form = search.form !== 'off';
  const order = search.sort === 'duration' ? 'duration' : 'start';
  const run = (text: string): void => {
    if (text.trim() !== '') history.remember(text);
    void navigate({ search: ({ q: _q, ...rest }) => ({ ...rest, ...(text.trim() === '' ? {} : { q: text }) }) });
  };
  useKeys({ j: () => focusRow(1), k: () => focusRow(-1) });
  const metrics = isMetricsQuery(q);
  const found = useTracePages(q, order, range, !metrics);
  const chart = useTraceqlMetrics(q, range, metrics);
  const { error } = metrics ? chart : found;
  return (
    <div className="traces">
      <h1 className="visually-hidden">{t('nav.traces')}</h1>
      <section className="panel traces-query" aria-label={t('traces.query')}>
        <div className="traces-editor">
          <TraceqlEditor q={q} error={refusal(error)} range={range} onRun={run} />
          <Button
            variant={form ? 'light' : 'default'}
            size="compact-md"
            aria-pressed={form}
            leftSection={<IconForms size={15} aria-hidden />}
            onClick={() =>
              void navigate({
                search: ({ form: _form, ...rest }) => ({ ...rest, ...(form ? { form: 'off' as const } : {}) }),
                replace: true,
              })
            }
          >
            {t('traces.form')}
          </Button>
        </div>
        {form && <FormPanel q={q} range={range} onRun={run} />}
      </section>
      {metrics ? (
        <TraceqlChart q={q} metrics={chart} />
      ) : (
        <Results key={q} q={q} order={order} found={found} onClear={() => run('')} />
      )}
    </div>
  );
}

function Results(props: {
  readonly q: string;
  readonly order: 'start' | 'duration';
  readonly found: ReturnType<typeof useTracePages>;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useI18n();
  const { q, order, found } = props;
  const navigate = Route.useNavigate();
  const setRange = useSetTimeRange();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const pages = found.data?.pages;
  const [first] = pages ?? [];
  if (!pages && isRefused(found.error)) return <EmptyState title={t('editor.refused')} />;
  if (!pages || !first) return <Pending query={found} rows={10} />;
  const traces = pages.flatMap((page) => page.traces);
  if (traces.length === 0) {
    return (
      <section className="panel">
        <EmptyState title={q === '' ? t('traces.none') : t('traces.none.match')}>
          <span className="traces-ways">
            <Button variant="default" size="compact-sm" onClick={() => setRange({ from: 'now-24h', to: 'now' })}>
              {t('traces.widen')}
            </Button>
            {q !== '' && (
              <Button variant="default" size="compact-sm" onClick={props.onClear}>
                {t('traces.form.clear')}
              </Button>
            )}
          </span>
        </EmptyState>
      </section>
    );
  }
  const [left, right] = marked;
  return (
    <section className="panel traces-found" aria-label={t('traces.found', { n: traces.length })}>
      <DurationScatter
        traces={traces}
        // Newest first, what is loaded reaches back to its oldest: the rest of the range would be an empty half.
        range={found.hasNextPage && order === 'start' ? { ...first.range, start: oldestMs(traces) } : first.range}
        onZoom={(start, end) => setRange({ from: String(start), to: String(end) })}
      />
      <div className="traces-bar">
        <span className="num" role="status">
          {t(found.hasNextPage ? 'traces.found.more' : 'traces.found', { n: traces.length })}
        </span>
        <label className="traces-sort">
          {t('traces.sort')}{' '}
          <select
            className="range-select"
            value={order}
            onChange={(event) => {
              const sort = event.currentTarget.value === 'duration' ? ({ sort: 'duration' } as const) : {};
              void navigate({ search: ({ sort: _sort, ...rest }) => ({ ...rest, ...sort }) });
            }}
          >
            <option value="start">{t('traces.sort.start')}</option>
            <option value="duration">{t('traces.sort.duration')}</option>
          </select>
        </label>
        {left !== undefined && right !== undefined ? (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconArrowsDiff size={14} aria-hidden />}
            renderRoot={(rest) => (
              <Link
                to="/traces/$traceId"
                params={{ traceId: left }}
                search={{ with: right }}
                data-testid="compare-marked"
                {...rest}
              />
            )}
          >
            {t('traces.compare')}
          </Button>
        ) : (
          left !== undefined && <span className="muted">{t('traces.mark.one')}</span>
        )}
      </div>
      <ResultList
        traces={traces}
        marked={marked}
        // The two marked last are compared.
        onMark={(id, on) => setMarked([...marked.filter((one) => one !== id), ...(on ? [id] : [])].slice(-2))}
      />
      {found.hasNextPage && (
        <div className="traces-more">
          <Button
            variant="default"
            size="compact-sm"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t('traces.more')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Start of the oldest of these, Unix milliseconds. */
function oldestMs(traces: readonly TraceSummary[]): number {
  return traces.reduce((least, { startNs }) => Math.min(least, nanosToMs(parseNanos(startNs))), Infinity);
}

/** What the server says of the query itself: it knows the place of the fault. */
function refusal(error: Error | null): string | undefined {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 ? error.message : undefined;
}
