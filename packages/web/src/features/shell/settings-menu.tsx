import { ActionIcon, Popover, useMantineColorScheme } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { languages, useI18n, type Language } from '../../i18n/translate.js';
import { BROWSER_ZONE, choosePreferredZone, useZone, zoneName } from '../../time/zone.js';
import './settings-menu.css';

export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };
export const schemes = ['light', 'dark', 'auto'] as const;

/** How the page looks and speaks, and in which zone it shows times. */
export function SettingsMenu(): ReactNode {
  const { t } = useI18n();
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
        <Settings />
      </Popover.Dropdown>
    </Popover>
  );
}

/** A component, so that the four hundred zones are listed when they are looked at. */
function Settings(): ReactNode {
  const { t, lang, setLanguage } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const zone = useZone();
  return (
    <div className="settings">
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
  );
}
