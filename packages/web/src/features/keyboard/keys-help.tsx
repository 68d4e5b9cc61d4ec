import { Kbd, Modal } from '@mantine/core';
import { type ReactNode } from 'react';
import { type MessageKey } from '../../i18n/en.js';
import { useI18n } from '../../i18n/translate.js';
import './keys-help.css';

const keys = [
  ['/', 'keys.filter'],
  ['j k ↓ ↑', 'keys.rows'],
  ['Enter', 'keys.open'],
  ['t', 'keys.trace'],
  ['l', 'keys.live'],
  ['← →', 'keys.fold'],
  ['n', 'keys.error'],
  ['Esc', 'keys.close'],
  ['?', 'keys.help'],
] as const satisfies readonly (readonly [string, MessageKey])[];

export function KeysHelp(props: { readonly opened: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('app.keys')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <dl className="keys">
        {keys.map(([combo, meaning]) => (
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
    </Modal>
  );
}
