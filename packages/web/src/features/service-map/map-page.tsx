import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { createLazyRoute } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { EmptyState, errorMessage, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { useKeys } from '../keyboard/keys.js';
import { Pending } from '../progress/pending.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { useSetTimeRange, useTimeRange } from '../time-range/search.js';
import { EdgeLinks, NodeLinks } from './map-links.js';
import { MapTable } from './map-table.js';
import { busiestPart, type ServiceGraph } from './service-graph.js';
import { TrafficLine } from './traffic.js';
import { useServiceGraph } from './use-service-graph.js';
import './map.css';

export const Route = createLazyRoute('/map')({ component: MapPage });

// The graph library is larger than the page around it; the table does without.
const MapCanvas = lazy(() => import('./map-canvas.js'));

/** Dagre takes a quarter of a second for a hundred nodes and two for three hundred. */
const MAX_NODES = 150;

function MapPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.map'));
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const setRange = useSetTimeRange();
  const narrow = useMediaQuery('(max-width: 40rem)', window.matchMedia('(max-width: 40rem)').matches);
  const graph = useServiceGraph(useTimeRange());
  const table = search.view === 'table' || narrow;
  const setOpen = (open: string | undefined): void =>
    void navigate({
      search: ({ open: _open, ...rest }) => ({ ...rest, ...(open === undefined ? {} : { open }) }),
      replace: true,
    });
  useKeys({ Escape: () => setOpen(undefined) });

  const { data } = graph;
  const part = useMemo(() => data && busiestPart(data, MAX_NODES), [data]);
  if (!data || !part) return <Pending query={graph} rows={8} />;
  if (data.edges.length === 0) {
    return (
      <EmptyState title={t('map.empty')}>
        {t('map.empty.hint')}
        <Button variant="default" size="compact-sm" onClick={() => setRange({ from: 'now-24h', to: 'now' })}>
          {t('map.widen')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <div className="map">
      <h1 className="visually-hidden">{t('nav.map')}</h1>
      <section className="panel map-panel" aria-label={t('nav.map')}>
        <div className="map-bar">
          {!narrow && (
            <div className="map-views" role="group" aria-label={t('map.view')}>
              {(['graph', 'table'] as const).map((view) => (
                <button
                  key={view}
                  type="button"
                  className="map-view"
                  aria-pressed={table === (view === 'table')}
                  onClick={() =>
                    void navigate({
                      search: ({ view: _view, ...rest }) => ({ ...rest, ...(view === 'table' ? { view } : {}) }),
                    })
                  }
                >
                  {t(`map.${view}`)}
                </button>
              ))}
            </div>
          )}
          {!table && <Details graph={data} open={search.open} />}
        </div>
        {graph.isError && <p className="notice-line">{t('error.stale', { message: errorMessage(graph.error) })}</p>}
        {!table && part.hiddenEdges > 0 && (
          <p className="notice-line">{t('map.hidden', { nodes: part.hiddenNodes, edges: part.hiddenEdges })}</p>
        )}
        {table ? (
          <MapTable graph={data} />
        ) : (
          <Suspense fallback={<Loading rows={6} label={t('map.drawing')} />}>
            <MapCanvas graph={part} open={search.open} onOpen={setOpen} />
          </Suspense>
        )}
      </section>
    </div>
  );
}

/** What is known of the open node or edge, and where it leads. */
function Details(props: { readonly graph: ServiceGraph; readonly open: string | undefined }): ReactNode {
  const { t } = useI18n();
  const node = props.graph.nodes.find(({ id }) => id === props.open);
  const edge = props.graph.edges.find(({ id }) => id === props.open);
  if (node) {
    return (
      <div className="map-details" data-testid="map-details" role="status">
        <b>{node.name}</b> <span className="muted">{t(`map.${node.kind}`)}</span>
        {node.rate > 0 && <TrafficLine traffic={node} />}
        <NodeLinks node={node} />
      </div>
    );
  }
  if (!edge) return null;
  return (
    <div className="map-details" data-testid="map-details" role="status">
      <b>
        {edge.from.name} → {edge.to.name}
      </b>
      <TrafficLine traffic={edge} />
      <EdgeLinks edge={edge} />
    </div>
  );
}
