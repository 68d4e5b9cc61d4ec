import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue, type ReactNode } from 'react';
import { ApiError } from '../../api/http.js';
import { EmptyState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { Pending } from '../progress/pending.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { normalizeTraceId } from './ids.js';
import { loadTrace, traceKey, type LoadedTrace } from './load-trace.js';
import { type TraceSearch } from './trace-search.js';
import { TraceView } from './trace-view.js';
import './trace-page.css';

const CompareView = lazy(async () => ({ default: (await import('./compare-view.js')).CompareView }));

export const Route = createLazyRoute('/traces/$traceId')({ component: TracePage });

/** A trace that has not arrived is asked for this often, this many times: batching exporters need up to 30 s. */
const WAIT_MS = 3_000;
const WAIT_TIMES = 12;

function TracePage(): ReactNode {
  const { t } = useI18n();
  const { traceId: given } = Route.useParams();
  const search = Route.useSearch();
  const other = search.with;
  const traceId = normalizeTraceId(given);
  useDocumentTitle(`${t('trace.title')} ${given.slice(0, 8)}`);
  const client = useQueryClient();
  const trace = useQuery({
    queryKey: traceKey(traceId ?? ''),
    enabled: traceId !== undefined,
    queryFn: ({ signal, queryKey }) =>
      loadTrace(traceId ?? '', signal, (first) => {
        // A trace that is read anew is there already.
        client.setQueryData<LoadedTrace>(queryKey, (before) => (before?.tree.nodes.length ? before : first));
      }),
    // Trees are large and compared by nothing: sharing their structure would walk every span.
    structuralSharing: false,
    refetchInterval: ({ state }) => {
      const waits = isMissing(state.error, state.data) && state.errorUpdateCount + state.dataUpdateCount < WAIT_TIMES;
      return waits || isYoung(state.data) ? WAIT_MS : false;
    },
  });

  // Deferred, a large trace is drawn in parts between which the page is free.
  const shown = useDeferredValue(trace.data);

  if (traceId === undefined) return <EmptyState title={t('trace.badid', { id: given })} />;
  const ready = shown?.traceId === traceId && shown.tree.nodes.length > 0;
  if (ready && (!shown.partial || (!trace.isError && worthAGlance(shown, search)))) {
    return other === undefined ? (
      <TraceView key={traceId} traceId={traceId} trace={shown} />
    ) : (
      <Suspense fallback={<Loading rows={14} />}>
        <CompareView traceId={traceId} trace={shown} other={other} />
      </Suspense>
    );
  }
  if (isMissing(trace.error, trace.data)) {
    return (
      <EmptyState title={t('trace.missing')}>
        <code>{traceId}</code>
        {t('trace.missing.wait')} {t('trace.missing.give')}
      </EmptyState>
    );
  }
  return <Pending query={trace} rows={14} />;
}

/** Whether the first spans of a trace answer what the address asks for: spans in time, and one that is linked to among them. */
function worthAGlance({ tree }: LoadedTrace, { view, span, root, with: other }: TraceSearch): boolean {
  const there = (id: string | undefined): boolean =>
    id === undefined || tree.nodes.some(({ span: { spanId } }) => spanId === id);
  return view === undefined && other === undefined && there(span) && there(root);
}

function isMissing(error: unknown, trace: LoadedTrace | undefined): boolean {
  return (error instanceof ApiError && error.status === 404) || trace?.tree.nodes.length === 0;
}

/** More spans than this are not read anew while the trace is young: reading them takes longer than a person waits. */
const YOUNG_SPANS = 5_000;

/** The services of a trace send on their own: its last spans come up to a batch later than its first. */
function isYoung(trace: LoadedTrace | undefined): boolean {
  if (trace === undefined || trace.partial || trace.tree.nodes.length === 0 || trace.tree.nodes.length > YOUNG_SPANS)
    return false;
  const { start, duration } = trace.tree;
  return Date.now() - (Number(start / 1_000_000n) + duration / 1e6) < WAIT_MS * WAIT_TIMES;
}
