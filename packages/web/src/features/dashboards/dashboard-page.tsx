import { Button, Modal } from '@mantine/core';
import { IconDownload, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { fetchDashboard } from '../../api/dashboards.js';
import { ApiError } from '../../api/http.js';
import { type JsonRecord } from '../../api/json.js';
import { CopyButton } from '../../controls/copy-button.js';
import { EmptyState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { Pending } from '../progress/pending.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { parseInstant } from '../time-range/range.js';
import { nearestRefresh } from '../time-range/refresh.js';
import { validateRangeSearch } from '../time-range/search.js';
import { chosenVariables, type DashboardSearch } from './dashboard-search.js';
import { DashboardView } from './dashboard-view.js';
import { downloadText } from './data/csv.js';
import { type CompilePattern } from './patterns/pattern.js';
import { readDashboard } from './model/read-dashboard.js';
import './dashboard-view.css';

const DashboardEditor = lazy(async () => ({
  default: (await import('./editor/dashboard-editor.js')).DashboardEditor,
}));

export const Route = createLazyRoute('/dashboards/$uid')({ component: DashboardPage });

function DashboardPage(): ReactNode {
  const { t } = useI18n();
  const { uid } = Route.useParams();
  const stored = useQuery({
    queryKey: ['dashboard', uid],
    queryFn: async ({ signal }) => {
      const [found, { re2Patterns }] = await Promise.all([
        fetchDashboard(uid, signal),
        import('./patterns/re2-pattern.js'),
      ]);
      return { ...found, compile: re2Patterns() };
    },
    staleTime: 60_000,
  });
  useDocumentTitle(stored.data?.meta.title ?? t('nav.dashboards'));
  if (!stored.data) {
    const missing = stored.error instanceof ApiError && stored.error.status === 404;
    return (
      <>
        <h1 className="visually-hidden">{t('nav.dashboards')}</h1>
        {missing ? (
          <EmptyState title={t('dash.missing', { uid })}>
            <Link to="/dashboards" search={validateRangeSearch}>
              {t('dash.missing.all')}
            </Link>
          </EmptyState>
        ) : (
          <Pending query={stored} rows={8} />
        )}
      </>
    );
  }
  return (
    <Opened
      key={uid}
      uid={uid}
      json={stored.data.dashboard}
      readOnlyFile={stored.data.meta.file}
      compile={stored.data.compile}
    />
  );
}

function Opened(props: {
  readonly uid: string;
  readonly json: JsonRecord;
  readonly readOnlyFile: string | undefined;
  readonly compile: CompilePattern;
}): ReactNode {
  const { t } = useI18n();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const [draft, setDraft] = useState<JsonRecord>();
  const [shown, setShown] = useState<JsonRecord>();
  const json = draft ?? props.json;
  const dashboard = useMemo(() => readDashboard(json, props.compile), [json, props.compile]);
  const update = (
    next: { readonly [K in keyof DashboardSearch]?: DashboardSearch[K] | undefined },
    replace: boolean,
  ): void =>
    void navigate({
      search: (previous) =>
        Object.fromEntries(Object.entries({ ...previous, ...next }).filter(([, value]) => value !== undefined)),
      replace,
    });
  // The dashboard's own range and refresh, each where the address names none.
  const { time, refresh } = dashboard;
  useEffect(() => {
    if (search.edit === 'on') return;
    const now = Date.now();
    const known =
      time !== undefined && parseInstant(time.from, now) !== undefined && parseInstant(time.to, now) !== undefined;
    const [from, to] = known ? [time.from, time.to] : ['now-1h', 'now'];
    const own = {
      ...(search.from === undefined && search.to === undefined ? { from, to } : {}),
      ...(search.refresh === undefined ? { refresh: nearestRefresh(refresh) } : {}),
    };
    if (Object.keys(own).length > 0) update(own, true);
    // Once for a dashboard: what a person then changes stays.
  }, [props.uid]);

  const toggled = new Set((search.rows ?? '').split(',').filter(Boolean));
  const view = (
    <DashboardView
      dashboard={dashboard}
      chosen={chosenVariables(search)}
      onChoose={(name, values) => update({ [`var-${name}`]: values.length === 1 ? values[0] : values }, false)}
      toggled={toggled}
      onToggle={(row) => {
        if (!toggled.delete(row)) toggled.add(row);
        update({ rows: toggled.size === 0 ? undefined : [...toggled].join(',') }, true);
      }}
      viewPanel={search.viewPanel}
      onView={(viewPanel) => update({ viewPanel }, false)}
      onJson={(panel) => setShown(panel.json)}
    />
  );
  const title = dashboard.title === '' ? props.uid : dashboard.title;
  const text = JSON.stringify(props.json, null, 2);
  return (
    <div className="dash" data-testid="dashboard">
      <header className="dash-head">
        <Link to="/dashboards" search={{}} className="muted">
          {t('nav.dashboards')}
        </Link>
        <span className="muted" aria-hidden>
          /
        </span>
        <h1 title={dashboard.description}>{title}</h1>
        <div className="dash-head-end">
          {search.edit !== 'on' && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPencil size={14} aria-hidden />}
              onClick={() => update({ edit: 'on', viewPanel: undefined }, false)}
            >
              {t('dash.edit')}
            </Button>
          )}
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconDownload size={14} aria-hidden />}
            onClick={() => downloadText(`${title}.json`, 'application/json', text)}
          >
            {t('dash.download')}
          </Button>
        </div>
      </header>
      {search.edit === 'on' ? (
        <Suspense fallback={<Loading rows={8} />}>
          <DashboardEditor
            uid={props.uid}
            text={text}
            readOnlyFile={props.readOnlyFile}
            onDraft={setDraft}
            onClose={() => {
              setDraft(undefined);
              update({ edit: undefined }, false);
            }}
          >
            {view}
          </DashboardEditor>
        </Suspense>
      ) : (
        view
      )}
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={t('dash.menu.json')}
        size="xl"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <CopyButton text={() => JSON.stringify(shown, null, 2)} label={t('copy.json')} />
        <pre className="dash-json" tabIndex={0}>
          {JSON.stringify(shown, null, 2)}
        </pre>
      </Modal>
    </div>
  );
}
