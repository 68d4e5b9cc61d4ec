import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { IconAlertCircle, IconFold, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { ApiError } from '../../api/http.js';
import { fetchTrace } from '../../api/tempo-trace.js';
import { CopyButton } from '../../controls/copy-button.js';
import { EmptyState, ErrorState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDateTime, formatDuration, formatNanosUtc } from '../../time/format.js';
import { nanosToMs } from '../../time/nanos.js';
import { useKeys } from '../keyboard/keys.js';
import { serviceColours } from './colours.js';
import { normalizeTraceId } from './ids.js';
import { parseTrace } from './otlp.js';
import { SpanPanel } from './span-panel.js';
import { ancestorsOf, buildTree, spanMatches, visibleNodes, type TraceTree, type TreeNode } from './tree.js';
import { Waterfall, type WaterfallHandle } from './waterfall.js';
import './trace-page.css';

const path = '/traces/$traceId';
export const Route = createLazyRoute(path)({ component: TracePage });

/** A trace that has not arrived is asked for this often, this many times: batching exporters need up to 30 s. */
const WAIT_MS = 3_000;
const WAIT_TIMES = 12;

function TracePage(): ReactNode {
  const { t } = useI18n();
  const { traceId: given } = Route.useParams();
  const traceId = normalizeTraceId(given);
  useEffect(() => {
    document.title = `${t('trace.title')} ${given.slice(0, 8)} · Bongsu`;
  }, [t, given]);
  const trace = useQuery({
    queryKey: ['trace', traceId],
    enabled: traceId !== undefined,
    queryFn: async ({ signal }) => buildTree(parseTrace(await fetchTrace(traceId ?? '', signal))),
    refetchInterval: ({ state }) => {
      const waits = isMissing(state.error, state.data) && state.errorUpdateCount + state.dataUpdateCount < WAIT_TIMES;
      return waits || isYoung(state.data) ? WAIT_MS : false;
    },
  });

  if (traceId === undefined) return <EmptyState title={t('trace.badid', { id: given })} />;
  if (trace.data && trace.data.nodes.length > 0) return <TraceView key={traceId} traceId={traceId} tree={trace.data} />;
  if (isMissing(trace.error, trace.data)) {
    return (
      <EmptyState title={t('trace.missing')}>
        <code>{traceId}</code>
        {t('trace.missing.wait')} {t('trace.missing.give')}
      </EmptyState>
    );
  }
  if (trace.isError) return <ErrorState error={trace.error} onRetry={() => void trace.refetch()} />;
  return <Loading rows={14} label={t('trace.loading')} />;
}

function isMissing(error: unknown, tree: TraceTree | undefined): boolean {
  return (error instanceof ApiError && error.status === 404) || tree?.nodes.length === 0;
}

/** The services of a trace send on their own: its last spans come up to a batch later than its first. */
function isYoung(tree: TraceTree | undefined): boolean {
  if (tree === undefined || tree.nodes.length === 0) return false;
  const endMs = Number(tree.start / 1_000_000n) + tree.duration / 1e6;
  return Date.now() - endMs < WAIT_MS * WAIT_TIMES;
}

function TraceView(props: { readonly traceId: string; readonly tree: TraceTree }): ReactNode {
  const { t } = useI18n();
  const { tree, traceId } = props;
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const waterfall = useRef<WaterfallHandle>(null);
  const colours = useMemo(() => serviceColours(tree.services), [tree]);

  const folded = useMemo(() => new Set(search.fold?.split(',')), [search.fold]);
  const open = search.span;
  // What the URL opens is visible, whatever else is folded.
  const collapsed = useMemo(() => {
    if (open === undefined || folded.size === 0) return folded;
    const way = new Set(ancestorsOf(tree, open));
    return new Set([...folded].filter((id) => !way.has(id)));
  }, [tree, folded, open]);
  const rows = useMemo(() => visibleNodes(tree, collapsed), [tree, collapsed]);
  const selected = useMemo(() => tree.nodes.find(({ span }) => span.spanId === open), [tree, open]);
  const matches = useMemo(() => {
    const { q } = search;
    return q === undefined
      ? undefined
      : new Set(tree.nodes.filter(({ span }) => spanMatches(span, q)).map(({ key }) => key));
  }, [tree, search]);

  const select = (node: TreeNode | undefined): void => {
    // The first span opened is a step back can undo; moving on from span to span is not.
    void navigate({
      search: ({ span: _span, ...rest }) => ({ ...rest, ...(node ? { span: node.span.spanId } : {}) }),
      replace: open !== undefined && node !== undefined,
    });
  };
  const setFolds = (folds: ReadonlySet<string>): void => {
    const fold = [...folds].join(',');
    void navigate({
      search: ({ fold: _fold, ...rest }) => ({ ...rest, ...(fold === '' ? {} : { fold }) }),
      replace: true,
    });
  };
  const foldOne = (node: TreeNode, fold: boolean): void => {
    const next = new Set(collapsed);
    if (fold) next.add(node.span.spanId);
    else next.delete(node.span.spanId);
    setFolds(next);
  };
  const nextError = (): void => {
    const from = selected ? tree.nodes.indexOf(selected) + 1 : 0;
    const failed = [...tree.nodes.slice(from), ...tree.nodes.slice(0, from)].find(
      ({ span }) => span.status === 'error',
    );
    if (!failed) return;
    select(failed);
    waterfall.current?.show(failed.key);
  };
  useKeys({
    j: () => waterfall.current?.move(1),
    k: () => waterfall.current?.move(-1),
    n: nextError,
    Escape: () => select(undefined),
  });

  const parents = tree.nodes.filter(({ children, depth }) => children.length > 0 && depth > 0);
  return (
    <div className="trace">
      <TraceHeader traceId={traceId} tree={tree} colours={colours} onNextError={nextError} />
      <div className={selected ? 'trace-body trace-body-open' : 'trace-body'}>
        <section className="trace-spans panel">
          <div className="trace-bar">
            <SpanFilter
              text={search.q ?? ''}
              onChange={(q) =>
                void navigate({
                  search: ({ q: _q, ...rest }) => ({ ...rest, ...(q === '' ? {} : { q }) }),
                  replace: true,
                })
              }
            />
            {matches && (
              <span className="muted num" role="status">
                {t('trace.matches', { n: matches.size })}
              </span>
            )}
            <ActionIcon
              variant="default"
              size="md"
              aria-pressed={collapsed.size > 0}
              aria-label={collapsed.size > 0 ? t('trace.expandAll') : t('trace.collapseAll')}
              title={collapsed.size > 0 ? t('trace.expandAll') : t('trace.collapseAll')}
              disabled={parents.length === 0}
              onClick={() => setFolds(new Set(collapsed.size > 0 ? [] : parents.map(({ span }) => span.spanId)))}
            >
              <IconFold size={15} aria-hidden />
            </ActionIcon>
          </div>
          <Waterfall
            ref={waterfall}
            tree={tree}
            rows={rows}
            collapsed={collapsed}
            colours={colours}
            selected={open}
            matches={matches}
            onSelect={(node) => select(node === selected ? undefined : node)}
            onFold={foldOne}
          />
        </section>
        {selected && (
          <SpanPanel
            key={selected.key}
            node={selected}
            tree={tree}
            colour={colours.get(selected.span.service) ?? 'var(--muted)'}
            onClose={() => select(undefined)}
          />
        )}
      </div>
    </div>
  );
}

function TraceHeader(props: {
  readonly traceId: string;
  readonly tree: TraceTree;
  readonly colours: ReadonlyMap<string, string>;
  readonly onNextError: () => void;
}): ReactNode {
  const { t } = useI18n();
  const { tree } = props;
  const root = tree.roots[0]?.span;
  const started = nanosToMs(tree.start);
  return (
    <header className="trace-head">
      <h1>
        {root && <span className="span-service">{root.service}</span>} {root?.name}
      </h1>
      <p className="trace-facts num">
        <b>{formatDuration(tree.duration)}</b>
        <span title={formatNanosUtc(tree.start)}>{formatDateTime(started)}</span>
        <span>{t('trace.spans', { n: tree.nodes.length })}</span>
        {tree.errors > 0 && (
          <button
            type="button"
            className="trace-errors plain-button"
            onClick={props.onNextError}
            title={t('trace.nextError')}
          >
            <IconAlertCircle size={13} aria-hidden /> {t('trace.errors', { n: tree.errors })}
          </button>
        )}
        <span className="trace-id">
          <code>{props.traceId}</code>
          <CopyButton text={() => props.traceId} title={t('trace.copyId')} />
        </span>
      </p>
      <ul className="trace-services" aria-label={t('trace.services', { n: tree.services.length })}>
        {tree.services.map((service) => (
          <li key={service}>
            <span className="trace-dot" style={{ background: props.colours.get(service) }} aria-hidden />
            <Link
              to="/services/$name"
              params={{ name: service }}
              search={{
                from: String(started - 900_000),
                to: String(nanosToMs(tree.start + BigInt(tree.duration)) + 900_000),
              }}
            >
              {service}
            </Link>
          </li>
        ))}
      </ul>
    </header>
  );
}

function SpanFilter(props: { readonly text: string; readonly onChange: (text: string) => void }): ReactNode {
  const { t } = useI18n();
  const [text, setText] = useState(props.text);
  const set = (next: string): void => {
    setText(next);
    props.onChange(next);
  };
  return (
    <TextInput
      size="xs"
      className="trace-filter"
      data-filter
      aria-label={t('trace.filter')}
      placeholder={t('trace.filter')}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={text === '' ? null : <CloseButton size="xs" aria-label={t('home.clear')} onClick={() => set('')} />}
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
