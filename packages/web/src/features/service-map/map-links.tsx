import { type ReactNode } from 'react';
import { SignalLink } from '../../controls/signal-link.js';
import { useI18n } from '../../i18n/translate.js';
import { validateRangeSearch } from '../time-range/search.js';
import { edgeTraces, nodeTraces } from './graph-queries.js';
import { type GraphEdge, type GraphNode } from './service-graph.js';

/** From a node to its page and its traces. */
export function NodeLinks(props: { readonly node: GraphNode }): ReactNode {
  const { t } = useI18n();
  const { node } = props;
  const traces = nodeTraces(node);
  const unavailable = node.kind === 'service' ? undefined : t('map.none.service', { name: node.name });
  return (
    <span className="map-links">
      <SignalLink
        signal="service"
        to="/services/$name"
        params={{ name: node.name }}
        search={(previous) => validateRangeSearch({ ...previous })}
        unavailable={unavailable}
        data-testid="map-service"
      >
        {t('map.open.service')}
      </SignalLink>
      <SignalLink
        signal="trace"
        to="/traces"
        search={(previous) => ({ ...validateRangeSearch({ ...previous }), q: traces ?? '' })}
        unavailable={traces === undefined ? t('map.none.traces', { name: node.name }) : undefined}
      >
        {t('map.open.traces')}
      </SignalLink>
    </span>
  );
}

/** From an edge to the traces of its calls. */
export function EdgeLinks(props: { readonly edge: GraphEdge }): ReactNode {
  const { t } = useI18n();
  const { edge } = props;
  return (
    <span className="map-links">
      <SignalLink
        signal="trace"
        to="/traces"
        search={(previous) => ({ ...validateRangeSearch({ ...previous }), q: edgeTraces(edge) })}
        data-testid="map-traces"
      >
        {t('map.open.traces')}
      </SignalLink>
      {edge.errors > 0 && (
        <SignalLink
          signal="trace"
          to="/traces"
          search={(previous) => ({
            ...validateRangeSearch({ ...previous }),
            q: edgeTraces(edge).replace(/ \}$/, ' && status = error }'),
          })}
        >
          {t('map.open.failed')}
        </SignalLink>
      )}
    </span>
  );
}
