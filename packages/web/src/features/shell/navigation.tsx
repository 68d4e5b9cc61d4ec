import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { validateRangeSearch } from '../time-range/search.js';
import { pages } from './pages.js';
import './navigation.css';

/** All pages: a rail at the side, at the foot of a narrow screen. The time range goes along. */
export function Navigation(): ReactNode {
  const { t } = useI18n();
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      {pages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          search={(previous) => validateRangeSearch({ ...previous })}
          activeOptions={{ exact: page.to === '/', includeSearch: false }}
          className={page.bar ? 'nav-link' : 'nav-link nav-link-wide'}
          title={t(page.name)}
        >
          <page.icon size={20} stroke={1.6} aria-hidden />
          <span className="nav-name">{t(page.short)}</span>
        </Link>
      ))}
    </nav>
  );
}
