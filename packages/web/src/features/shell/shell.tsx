import { ActionIcon, Button } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { Link, Outlet, useMatch, type ErrorComponentProps } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { errorMessage } from '../../controls/notice.js';
import { languages, useI18n, type Language } from '../../i18n/translate.js';
import { focusFilter, useKeys } from '../keyboard/keys.js';
import { ProgressBar } from '../progress/progress-bar.js';
import { TimeRangePicker } from '../time-range/time-range-picker.js';
import { validateRangeSearch } from '../time-range/search.js';
import { Navigation } from './navigation.js';
import './shell.css';

const KeysHelp = lazy(async () => ({ default: (await import('../keyboard/keys-help.js')).KeysHelp }));

const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };

/** The frame of every page: where one is, which time one looks at, and the way home. */
export function Shell(): ReactNode {
  const { t, lang, setLanguage } = useI18n();
  const [helpWanted, setHelpWanted] = useState(false);
  const [help, setHelp] = useState(false);
  const service = useMatch({ from: '/services/$name', shouldThrow: false });
  const trace = useMatch({ from: '/traces/$traceId', shouldThrow: false });
  const openHelp = (): void => {
    setHelpWanted(true);
    setHelp(true);
  };
  useKeys({ '/': focusFilter, '?': openHelp });
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
          {!trace && <TimeRangePicker />}
          <select
            className="range-select"
            aria-label={t('app.language')}
            value={lang}
            onChange={(event) => setLanguage(event.currentTarget.value as Language)}
          >
            {languages.map((one) => (
              <option key={one} value={one} lang={one}>
                {languageNames[one]}
              </option>
            ))}
          </select>
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
        <div className="shell-page">
          <ProgressBar />
          <main id="main" className="shell-main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
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
      <p className="notice-title">{t('app.notFound')}</p>
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
