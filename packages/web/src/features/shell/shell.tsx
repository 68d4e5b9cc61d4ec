import { ActionIcon, Button } from '@mantine/core';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useMatch, useNavigate, type ErrorComponentProps } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { errorMessage } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { useZone } from '../../time/zone.js';
import { focusFilter, useCommandKey, useKeys } from '../keyboard/keys.js';
import { ProgressBar } from '../progress/progress-bar.js';
import { TimeRangePicker } from '../time-range/time-range-picker.js';
import { validateRangeSearch } from '../time-range/search.js';
import { Navigation } from './navigation.js';
import { pages } from './pages.js';
import { SettingsMenu } from './settings-menu.js';
import './shell.css';

const KeysHelp = lazy(async () => ({ default: (await import('../keyboard/keys-help.js')).KeysHelp }));

/** Loaded with the first wish for it. */
const palette = async () => await import('../palette/palette.js');
const Palette = lazy(async () => ({ default: (await palette()).Palette }));

/** The frame of every page: where one is, which time one looks at, and the way home. */
export function Shell(): ReactNode {
  const { t } = useI18n();
  const zone = useZone();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [paletteWanted, setPaletteWanted] = useState(false);
  const [helpWanted, setHelpWanted] = useState(false);
  const [help, setHelp] = useState(false);
  const service = useMatch({ from: '/services/$name', shouldThrow: false });
  const trace = useMatch({ from: '/traces/$traceId', shouldThrow: false });
  const sql = useMatch({ from: '/sql', shouldThrow: false });
  const dashboards = useMatch({ from: '/dashboards', shouldThrow: false });
  // What stands on these pages is of no time.
  const timeless = [sql, dashboards, trace].some((match) => match !== undefined);
  const openHelp = (): void => {
    setHelpWanted(true);
    setHelp(true);
  };
  const showPalette = (): void => {
    setPaletteWanted(true);
    void palette().then(({ openPalette }) => openPalette());
  };
  const jumps = Object.fromEntries(
    pages.map(({ key, to }) => [
      `g ${key}`,
      () => void navigate({ to, search: (previous) => validateRangeSearch({ ...previous }) }),
    ]),
  );
  useKeys({
    '/': focusFilter,
    '?': openHelp,
    // Not by an id: the popover gives its button one of its own.
    d: () => document.querySelector<HTMLElement>('[data-range]')?.click(),
    r: () => void client.invalidateQueries(),
    ...jumps,
  });
  useCommandKey('k', showPalette);
  return (
    <div className="shell">
      <button type="button" className="shell-skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('app.skip')}
      </button>
      <header className="shell-head">
        <div className="shell-where">
          <Link to="/" search={(previous) => validateRangeSearch(previous)} className="shell-brand">
            <Mark />
            <span>Bongsu</span>
          </Link>
          {(service ?? trace) && (
            <span className="shell-crumb" aria-hidden>
              /
            </span>
          )}
          {service && <span className="shell-here">{service.params.name}</span>}
          {trace && <span className="shell-here">{t('trace.title')}</span>}
        </div>
        <div className="shell-tools">
          {!timeless && <TimeRangePicker />}
          <ActionIcon
            variant="default"
            size="md"
            aria-label={t('palette.open')}
            title={`${t('palette.open')} (Ctrl+K)`}
            onClick={showPalette}
          >
            <IconSearch size={15} aria-hidden />
          </ActionIcon>
          <SettingsMenu />
          <ActionIcon
            variant="default"
            size="md"
            className="shell-keys"
            aria-label={t('app.keys')}
            title={`${t('app.keys')} (?)`}
            onClick={openHelp}
          >
            <IconKeyboard size={16} aria-hidden />
          </ActionIcon>
        </div>
      </header>
      <div className="shell-body">
        <Navigation />
        <div className="shell-page" key={zone}>
          <ProgressBar />
          <main id="main" className="shell-main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      {paletteWanted && (
        <Suspense fallback={null}>
          <Palette onKeys={openHelp} />
        </Suspense>
      )}
      {helpWanted && (
        <Suspense fallback={null}>
          <KeysHelp opened={help} onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** A beacon tower with its fire. */
function Mark(): ReactNode {
  return (
    <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden>
      <path
        fill="var(--ember)"
        d="M12 1.5c.4 2.6 3.9 4 3.9 7.3a3.9 3.9 0 0 1-7.8 0c0-1.5.7-2.5 1.5-3.3.1 1.1.5 1.8 1.1 2.1C10.7 5.3 11 3 12 1.5Z"
      />
      <path fill="var(--muted)" d="M7 14h10l1.9 8.5H5.100L7 14Zm3.2 4.200h3.600v-1.700h-3.600v1.700Z" />
    </svg>
  );
}

export function NotFound(): ReactNode {
  const { t } = useI18n();
  return (
    <div className="notice" data-testid="empty-state">
      <h1 className="notice-title">{t('app.notFound')}</h1>
      <Link to="/">{t('app.notFound.home')}</Link>
    </div>
  );
}

/** A bug in a page does not take the frame with it. */
export function Crash(props: ErrorComponentProps): ReactNode {
  const { t } = useI18n();
  return (
    <div className="notice notice-error" role="alert">
      <p className="notice-title">{t('app.crash')}</p>
      <code className="notice-message">{errorMessage(props.error)}</code>
      <Button variant="default" size="compact-sm" onClick={() => location.reload()}>
        {t('app.crash.reload')}
      </Button>
    </div>
  );
}
