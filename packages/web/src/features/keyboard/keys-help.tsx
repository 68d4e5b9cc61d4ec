import { Kbd, Modal } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { pages } from '../shell/pages.js';
import './keys-help.css';
import { frameKeys, pageKeys, type KeyMeaning } from './page-keys.js';

/** What can be pressed on the page that shows, and everywhere. */
export function KeysHelp(props: { readonly opened: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const route = useRouterState({ select: ({ matches }) => matches.at(-1)?.routeId ?? '' });
  const here = pageKeys[route] ?? [];
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('app.keys')}
      size="md"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className="keys-groups">
        {here.length > 0 && <KeyList title={t('keys.page')} keys={here} />}
        <KeyList title={t('keys.everywhere')} keys={frameKeys} />
        <section>
          <h3 className="keys-title">{t('keys.jumps')}</h3>
          <dl className="keys">
            {pages.map((page) => (
              <div key={page.to} className="keys-row">
                <dt>
                  <Kbd size="xs">g</Kbd>
                  <Kbd size="xs">{page.key}</Kbd>
                </dt>
                <dd>{t(page.name)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}

function KeyList(props: { readonly title: string; readonly keys: readonly KeyMeaning[] }): ReactNode {
  const { t } = useI18n();
  return (
    <section>
      <h3 className="keys-title">{props.title}</h3>
      <dl className="keys">
        {props.keys.map(([combo, meaning]) => (
          <div key={combo} className="keys-row">
            <dt>
              {combo.split(' ').map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
