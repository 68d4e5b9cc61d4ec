import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { type QueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Loading } from '../../controls/notice.js';
import { QueryEditor } from '../../controls/query-editor/query-editor.js';
import { useI18n } from '../../i18n/translate.js';
import { QueryHistoryMenu } from '../query-history/query-history-menu.js';
import { useQueryHistory } from '../query-history/use-query-history.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { useSetTimeRange, useTimeRange } from '../time-range/search.js';
import { firstLines } from './first-lines.js';
import { LineResult } from './line-result.js';
import { headQuery } from './log-window-queries.js';
import { columnsOf, levelsOf, type LogsSearch } from './logs-search.js';
import { everyLine, isLogQuery } from './query-edit.js';
import './logs-page.css';

const MetricResult = lazy(async () => ({ default: (await import('./metric-result.js')).MetricResult }));

export const Route = createLazyRoute('/logs')({ component: LogsPage });

/** Asks for the first lines before there is a page, and for nothing else: what counts them would compete with them. */
export async function askFirst(client: QueryClient, search: LogsSearch): Promise<void> {
  const first = firstLines(search);
  if (first !== undefined) await client.prefetchQuery(headQuery(first));
}

function LogsPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.logs'));
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const range = useTimeRange();
  const setRange = useSetTimeRange();
  const history = useQueryHistory('logql');
  const query = search.q ?? everyLine;
  const [draft, setDraft] = useState(search.q ?? '');
  const [ran, setRan] = useState(search.q);
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<{ readonly query: string; readonly message: string }>();
  // Back, a facet, a link: the query was changed from outside.
  if (ran !== search.q) {
    setRan(search.q);
    setDraft(search.q ?? '');
  }

  /** Members given as undefined leave the URL. */
  const update = (next: { [K in keyof LogsSearch]?: LogsSearch[K] | undefined }, replace = false): void =>
    void navigate({
      search: (previous) =>
        Object.fromEntries(Object.entries({ ...previous, ...next }).filter(([, value]) => value !== undefined)),
      replace,
    });
  const run = (text: string): void => {
    const next = text.trim();
    setDraft(next);
    if (next !== '') history.remember(next);
    if (next === (search.q ?? '')) setRound((n) => n + 1);
    else update({ q: next === '' ? undefined : next, line: undefined });
  };
  const zoom = (start: number, end: number): void => setRange({ from: String(start), to: String(end) });
  return (
    <div className="logs-page">
      <h1 className="visually-hidden">{t('nav.logs')}</h1>
      <div className="logs-query">
        <QueryEditor
          language="logql"
          value={draft}
          onChange={setDraft}
          onRun={() => run(draft)}
          label={t('logs.query')}
          placeholder={t('logs.query.hint')}
          error={problem?.query === (draft.trim() === '' ? everyLine : draft.trim()) ? problem.message : undefined}
          scope={range.resolve}
          history={history.recent.map(({ text }) => text)}
        />
        <QueryHistoryMenu language="logql" current={draft} onPick={run} />
        <Button
          size="compact-sm"
          className="logs-run"
          data-testid="run-query"
          title={t('editor.run.keys')}
          leftSection={<IconPlayerPlay size={13} aria-hidden />}
          onClick={() => run(draft)}
        >
          {t('editor.run')}
        </Button>
      </div>
      {isLogQuery(query) ? (
        <LineResult
          query={query}
          round={round}
          hidden={levelsOf(search.hide)}
          columns={columnsOf(search.cols)}
          wrap={search.wrap === 'on'}
          newestFirst={search.order !== 'oldest'}
          live={search.live === 'on' && range.following}
          patterns={search.view === 'patterns'}
          openId={search.line}
          range={range}
          onQuery={run}
          onZoom={zoom}
          onRange={setRange}
          onUpdate={update}
          onProblem={setProblem}
        />
      ) : (
        <section className="panel logs-metric">
          <Suspense fallback={<Loading rows={8} />}>
            <MetricResult query={query} round={round} range={range} onZoom={zoom} onProblem={setProblem} />
          </Suspense>
        </section>
      )}
    </div>
  );
}
