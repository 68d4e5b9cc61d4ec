import { useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { fetchServices } from '../../api/services.js';
import { copyText } from '../../controls/copy-text.js';
import { languages, useI18n } from '../../i18n/translate.js';
import { BROWSER_ZONE, choosePreferredZone, zoneName } from '../../time/zone.js';
import { useQueryLists } from '../query-history/use-query-history.js';
import { pages } from '../shell/pages.js';
import { languageNames, schemes } from '../shell/settings-menu.js';
import { absoluteLink } from '../time-range/absolute-link.js';
import { useTimeRange, validateRangeSearch } from '../time-range/search.js';
import { useToast } from '../toasts/toasts.js';
import { findActions, queryActions, queryPages, type PaletteGroup } from './palette-actions.js';
import './palette.css';

const [store, spotlight] = createSpotlight();

export const openPalette = (): void => spotlight.open();

/** Everything by name: pages, services, saved and recent queries, and what can be done anywhere. */
export function Palette(props: { readonly onKeys: () => void }): ReactNode {
  const { t, setLanguage } = useI18n();
  const { setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const client = useQueryClient();
  const range = useTimeRange();
  const lists = useQueryLists();
  const toast = useToast();
  const [text, setText] = useState('');
  const services = useQuery({
    queryKey: ['services', range.text.from, range.text.to],
    queryFn: ({ signal }) => fetchServices(range.resolve(), signal),
    staleTime: 30_000,
    meta: { quiet: true },
  });
  const queries = queryActions(
    lists,
    (language, q) =>
      void navigate({
        to: queryPages[language],
        search: (previous) => ({ ...validateRangeSearch({ ...previous }), q }),
      }),
  );
  const groups: readonly PaletteGroup[] = [
    {
      title: t('palette.pages'),
      actions: pages.map(({ to, name }) => ({
        id: to,
        label: t(name),
        run: () => void navigate({ to, search: (previous) => validateRangeSearch({ ...previous }) }),
      })),
    },
    {
      title: t('palette.services'),
      actions: (services.data ?? []).map(({ name }) => ({
        id: `service ${name}`,
        label: name,
        run: () =>
          void navigate({
            to: '/services/$name',
            params: { name },
            search: (previous) => validateRangeSearch({ ...previous }),
          }),
      })),
    },
    { title: t('queries.saved'), actions: queries.saved },
    { title: t('queries.recent'), actions: queries.recent },
    {
      title: t('palette.actions'),
      actions: [
        { id: 'refresh', label: t('refresh.now'), run: () => void client.invalidateQueries() },
        {
          id: 'link',
          label: t('range.copy'),
          run: () =>
            void copyText(absoluteLink(range.resolve())).then((copied) =>
              toast(copied ? { tone: 'done', text: t('copy.copied') } : { tone: 'error', text: t('palette.nocopy') }),
            ),
        },
        { id: 'keys', label: t('app.keys'), run: props.onKeys },
        ...schemes.map((scheme) => ({
          id: `scheme ${scheme}`,
          label: `${t('settings.theme')}: ${t(`settings.theme.${scheme}`)}`,
          run: () => setColorScheme(scheme),
        })),
        ...languages.map((one) => ({
          id: `language ${one}`,
          label: `${t('app.language')}: ${languageNames[one]}`,
          run: () => setLanguage(one),
        })),
        ...[
          { zone: 'UTC', name: 'UTC' },
          // Its name alone might be UTC too.
          { zone: BROWSER_ZONE, name: t('settings.zone.browser', { zone: zoneName(BROWSER_ZONE) }) },
        ].map(({ zone, name }) => ({
          id: `zone ${zone}`,
          label: `${t('settings.zone')}: ${name}`,
          run: () => choosePreferredZone(zone),
        })),
      ],
    },
  ];
  const found = findActions(groups, text);
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={text}
      onQueryChange={setText}
      clearQueryOnClose
      scrollable
      maxHeight="60vh"
      overlayProps={{ backgroundOpacity: 0.4 }}
    >
      <Spotlight.Search placeholder={t('palette.find')} aria-label={t('palette.find')} />
      <Spotlight.ActionsList>
        {found.length === 0 && <Spotlight.Empty>{t('palette.none')}</Spotlight.Empty>}
        {found.map((group) => (
          <Spotlight.ActionsGroup key={group.title} label={group.title}>
            {group.actions.map((action) => (
              <Spotlight.Action key={action.id} onClick={action.run} className="palette-action">
                <bdi className="palette-label">{action.label}</bdi>
                {action.detail !== undefined && <code className="palette-detail">{action.detail}</code>}
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
