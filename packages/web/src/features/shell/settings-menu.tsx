import { ActionIcon, Popover, useMantineColorScheme } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { languages, useI18n, type Language } from '../../i18n/translate.js';
import { BROWSER_ZONE, choosePreferredZone, useZone, zoneName } from '../../time/zone.js';
import { validateRangeSearch } from '../time-range/search.js';
import { pages } from './pages.js';
import './settings-menu.css';

export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };
export const schemes = ['light', 'dark', 'auto'] as const;

/** How the page looks and speaks, and, where the bar has no room for them, the other pages. */
export function SettingsMenu(): ReactNode {
  const { t, lang, setLanguage } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const zone = useZone();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="default"
          size="md"
          aria-label={t('settings.title')}
          title={t('settings.title')}
          onClick={() => setOpened(!opened)}
        >
          <IconAdjustmentsHorizontal size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('settings.title')}>
        <div className="settings">
          <nav className="settings-pages" aria-label={t('nav.more')}>
            {pages
              .filter(({ bar }) => !bar)
              .map((page) => (
                <Link
                  key={page.to}
                  to={page.to}
                  search={(previous) => validateRangeSearch({ ...previous })}
                  onClick={() => setOpened(false)}
                >
                  <page.icon size={16} stroke={1.6} aria-hidden />
                  {t(page.name)}
                </Link>
              ))}
          </nav>
          <fieldset className="settings-scheme">
            <legend>{t('settings.theme')}</legend>
            {schemes.map((scheme) => (
              <label key={scheme}>
                <input
                  type="radio"
                  name="scheme"
                  checked={colorScheme === scheme}
                  onChange={() => setColorScheme(scheme)}
                />
                <span>{t(`settings.theme.${scheme}`)}</span>
              </label>
            ))}
          </fieldset>
          <label className="settings-row">
            <span>{t('app.language')}</span>
            <select
              className="range-select"
              value={lang}
              onChange={(event) => setLanguage(event.currentTarget.value as Language)}
            >
              {languages.map((one) => (
                <option key={one} value={one} lang={one}>
                  {languageNames[one]}
                </option>
              ))}
            </select>
          </label>
          <label className="settings-row">
            <span>{t('settings.zone')}</span>
            <select
              className="range-select"
              value={zone}
              onChange={(event) => choosePreferredZone(event.currentTarget.value)}
            >
              <option value={BROWSER_ZONE}>{t('settings.zone.browser', { zone: zoneName(BROWSER_ZONE) })}</option>
              <option value="UTC">UTC</option>
              {Intl.supportedValuesOf('timeZone').map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
