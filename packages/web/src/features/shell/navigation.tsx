import { Popover } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link, useMatchRoute } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
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
      <MorePages />
    </nav>
  );
}

const others = pages.filter(({ bar }) => !bar);

/** The pages that the bar of a narrow screen has no room for. */
function MorePages(): ReactNode {
  const { t } = useI18n();
  const [opened, setOpened] = useState(false);
  const matches = useMatchRoute();
  const here = others.some(({ to }) => matches({ to, fuzzy: true }) !== false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-end" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button
          type="button"
          className="nav-link nav-more"
          data-status={here ? 'active' : undefined}
          onClick={() => setOpened(!opened)}
        >
          <IconDots size={20} stroke={1.6} aria-hidden />
          <span className="nav-name">{t('nav.more')}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('nav.more')} className="nav-others">
        {others.map((page) => (
          <Link
            key={page.to}
            to={page.to}
            search={(previous) => validateRangeSearch({ ...previous })}
            activeOptions={{ includeSearch: false }}
            className="nav-other"
            onClick={() => setOpened(false)}
          >
            <page.icon size={18} stroke={1.6} aria-hidden />
            {t(page.name)}
          </Link>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
