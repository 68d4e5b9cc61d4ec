import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatPercent } from '../../time/format.js';
import { EdgeLinks } from './map-links.js';
import { type ServiceGraph } from './service-graph.js';
import { FAILING, formatP95 } from './traffic.js';

/** The same as the graph, to be read: for narrow screens, and for those who do not see it. */
export function MapTable(props: { readonly graph: ServiceGraph }): ReactNode {
  const { t } = useI18n();
  return (
    <div className="map-table" tabIndex={0} role="region" aria-label={t('map.table')}>
      <table data-testid="map-table">
        <thead>
          <tr>
            <th scope="col">{t('map.from')}</th>
            <th scope="col">{t('map.to')}</th>
            <th scope="col" className="map-number">
              {t('map.rate')}
            </th>
            <th scope="col" className="map-number">
              {t('map.errors')}
            </th>
            <th scope="col" className="map-number">
              {t('map.p95')}
            </th>
            <th scope="col">{t('map.links')}</th>
          </tr>
        </thead>
        <tbody>
          {props.graph.edges.map((edge) => (
            <tr key={edge.id}>
              <td className="map-from">{edge.from.name}</td>
              <td className="map-to">
                {edge.to.name} {edge.to.kind !== 'service' && <span className="muted">{t(`map.${edge.to.kind}`)}</span>}
              </td>
              <td className="num map-number">{t('map.rate.value', { rate: formatAmount(edge.rate) })}</td>
              <td
                className={edge.errors >= FAILING ? 'num map-number map-failing' : 'num map-number'}
                data-label={t('map.errors')}
              >
                {formatPercent(edge.errors)}
              </td>
              <td className="num map-number" data-label={t('map.p95')}>
                {formatP95(edge.p95)}
              </td>
              <td className="map-open">
                <EdgeLinks edge={edge} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
