import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { fetchServices, isServerItself, lastSeenMs, type ServiceRow } from '../../api/services.js';
import { EmptyState, errorMessage, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAgo } from '../../time/format.js';
import { focusRow, useKeys } from '../keyboard/keys.js';
import { Pending } from '../progress/pending.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { timeRangeOf, useSetTimeRange, useTimeRange, validateRangeSearch } from '../time-range/search.js';
import { FirstData } from './first-data.js';
import { type HomeSearch } from './home-search.js';
import { HomeSide } from './home-side.js';
import { ServiceTable } from './service-table.js';
import { servicesQuery } from './services-query.js';
import { redQuery, useServiceRed } from './use-service-red.js';
import './home.css';

export const Route = createLazyRoute('/')({ component: HomePage });

/** Asks for the rows before there is a page, and when they are there, while they are drawn, for what fills them. */
export async function askFirst(client: QueryClient, search: HomeSearch): Promise<void> {
  const range = timeRangeOf(search);
  await client.prefetchQuery(servicesQuery(range));
  void client.prefetchQuery(redQuery(range));
}

/** While nothing is there, ask this often: the first record should appear as it arrives. */
const WAIT_MS = 2_000;

/** Whether services are known and none of them is anybody's but the server itself. */
const nothingIn = (services: readonly ServiceRow[] | undefined): boolean => services?.every(isServerItself) ?? false;

function HomePage(): ReactNode {
  const { t } = useI18n();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const range = useTimeRange();
  useDocumentTitle(t('nav.home'));
  // Whoever watches for a first record sees each way turn green, and leaves when it is enough.
  const [watching, setWatching] = useState(false);
  const inRange = useQuery({
    ...servicesQuery(range),
    refetchInterval: (query) => (watching || nothingIn(query.state.data) ? WAIT_MS : range.refetchInterval),
    placeholderData: (previous) => previous,
  });
  // Empty may mean "nothing yet" or "not in this range": the second question tells them apart.
  const ever = useQuery({
    queryKey: ['services', 'ever'],
    enabled: nothingIn(inRange.data),
    meta: { quiet: true },
    queryFn: ({ signal }) => fetchServices({ start: 0, end: Date.now() + 60_000 }, signal),
    refetchInterval: WAIT_MS,
  });
  const red = useServiceRed(range);
  const quiet = nothingIn(inRange.data);
  const senders = ((quiet ? ever.data : inRange.data) ?? []).filter((service) => !isServerItself(service));
  const nobody = quiet && ever.data !== undefined && senders.length === 0;
  if (nobody && !watching) setWatching(true);
  useKeys({ j: () => focusRow(1), k: () => focusRow(-1), ArrowDown: () => focusRow(1), ArrowUp: () => focusRow(-1) });

  if (watching || search.send === 'on') {
    const done = (): void => {
      setWatching(false);
      void navigate({ search: (previous) => ({ ...previous, send: undefined }) });
    };
    return <FirstData services={senders.length} onDone={done} />;
  }
  if (!inRange.data) {
    return <Pending query={inRange} rows={8} />;
  }
  if (quiet) {
    return senders.length > 0 ? <Quiet services={senders} /> : <Loading rows={8} />;
  }
  const needle = (search.q ?? '').toLowerCase();
  const shown = inRange.data
    .filter(({ name }) => name.toLowerCase().includes(needle))
    .sort((a, b) => a.name.localeCompare(b.name));
  const setFilter = (q: string): void =>
    void navigate({ search: { ...validateRangeSearch({ ...search }), ...(q === '' ? {} : { q }) }, replace: true });
  return (
    <div className="home">
      <div className="home-main">
        <header className="home-head">
          <h1>{t('home.title')}</h1>
          <span className="muted num" role="status">
            {t('home.count', { n: shown.length })}
          </span>
          <Link to="/" search={(previous) => ({ ...previous, send: 'on' as const })} className="home-send">
            <IconPlus size={14} aria-hidden />
            {t('home.send')}
          </Link>
          <TextInput
            size="xs"
            className="home-filter"
            data-filter
            aria-label={t('home.filter')}
            placeholder={t('home.filter')}
            leftSection={<IconSearch size={14} aria-hidden />}
            defaultValue={search.q ?? ''}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        </header>
        {inRange.isError && <p className="notice-line">{t('error.stale', { message: errorMessage(inRange.error) })}</p>}
        <div className="panel home-list">
          {shown.length > 0 ? (
            <ServiceTable services={shown} red={red} now={inRange.dataUpdatedAt} />
          ) : (
            <EmptyState title={t('home.nomatch', { text: search.q ?? '' })} />
          )}
        </div>
      </div>
      <HomeSide />
    </div>
  );
}

/** There is data, only not in this range: say where. */
function Quiet(props: { readonly services: readonly ServiceRow[] }): ReactNode {
  const { t, lang } = useI18n();
  const setRange = useSetTimeRange();
  const newest = props.services.reduce((a, b) => (lastSeenMs(b) > lastSeenMs(a) ? b : a));
  const at = lastSeenMs(newest);
  return (
    <EmptyState title={t('home.quiet')}>
      {t('home.quiet.last', { name: newest.name, ago: formatAgo(at, Date.now(), lang) })}
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => setRange({ from: String(at - 3_600_000), to: String(at + 60_000) })}
      >
        {t('home.quiet.widen')}
      </Button>
    </EmptyState>
  );
}
