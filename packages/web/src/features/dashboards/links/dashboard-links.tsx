import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { fetchDashboards, type DashboardListing } from '../../../api/dashboards.js';
import { useI18n } from '../../../i18n/translate.js';
import { type TimeRange } from '../../time-range/search.js';
import { type Dashboard, type DashboardLink } from '../model/dashboard.js';
import { interpolate } from '../variables/interpolate.js';
import { type Scope } from '../variables/scope.js';
import { linkAddress, variableQuery } from './link-address.js';

/** The links above a dashboard: addresses, and the other dashboards that have the same tags. */
export function DashboardLinks(props: {
  readonly dashboard: Dashboard;
  readonly scope: Scope;
  readonly range: TimeRange;
}): ReactNode {
  const { t } = useI18n();
  const { dashboard, scope, range } = props;
  const tagged = dashboard.links.some(({ kind }) => kind === 'dashboards');
  const list = useQuery({
    queryKey: ['dashboards'],
    queryFn: ({ signal }) => fetchDashboards(signal),
    enabled: tagged,
  });
  const links = dashboard.links.flatMap((link) => {
    const carried = carriedQuery(link, scope, range);
    if (link.kind === 'link') {
      const href = linkAddress(link.url, scope);
      const title = interpolate(link.title, scope, 'text');
      return href === undefined
        ? []
        : [{ title, href: withQuery(href, carried), newTab: link.newTab || /^http/i.test(href) }];
    }
    return (list.data?.dashboards ?? [])
      .filter((one) => one.uid !== dashboard.uid && hasTags(one, link))
      .map(({ uid, title }) => ({
        title,
        href: withQuery(`dashboards/${encodeURIComponent(uid)}`, carried),
        newTab: link.newTab,
      }));
  });
  if (links.length === 0) return null;
  return (
    <nav className="dash-links" aria-label={t('dash.links')}>
      {links.map(({ title, href, newTab }) => (
        <a key={href + title} href={href} {...(newTab ? { target: '_blank', rel: 'noreferrer noopener' } : {})}>
          {title}
        </a>
      ))}
    </nav>
  );
}

/** Without tags a link of this kind is to all dashboards. */
function hasTags({ tags }: DashboardListing, link: DashboardLink): boolean {
  return link.tags.every((tag) => tags.includes(tag));
}

function carriedQuery(link: DashboardLink, scope: Scope, { text }: TimeRange): string {
  const range = new URLSearchParams({ from: text.from, to: text.to }).toString();
  return [...(link.keepTime ? [range] : []), ...(link.includeVars ? [variableQuery(scope)] : [])]
    .filter((part) => part !== '')
    .join('&');
}

function withQuery(href: string, query: string): string {
  return query === '' ? href : `${href}${href.includes('?') ? '&' : '?'}${query}`;
}
