import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconHistory, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatAgo } from '../../time/format.js';
import { type QueryLanguage } from './query-lists.js';
import { useQueryHistory } from './use-query-history.js';
import './query-history.css';

/** More are found in the palette. */
const SHOWN = 20;

/** The button beside a query editor: what was run before, what is saved, and a way to save what stands there. */
export function QueryHistoryMenu(props: {
  readonly language: QueryLanguage;
  /** The query in the editor. */
  readonly current: string;
  readonly onPick: (text: string) => void;
}): ReactNode {
  const { t, lang } = useI18n();
  const history = useQueryHistory(props.language);
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const pick = (text: string): void => {
    setOpened(false);
    props.onPick(text);
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    history.save(name, props.current);
    setName('');
  };
  const savable = props.current.trim() !== '';
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="default"
          size="md"
          aria-label={t('queries.menu')}
          title={t('queries.menu')}
          onClick={() => setOpened(!opened)}
        >
          <IconHistory size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('queries.menu')}>
        <div className="queries">
          {savable && (
            <form className="queries-save" onSubmit={save}>
              <TextInput
                size="xs"
                aria-label={t('queries.name')}
                placeholder={t('queries.name')}
                value={name}
                maxLength={100}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button type="submit" size="compact-sm" variant="default" disabled={name.trim() === ''}>
                {t('queries.save')}
              </Button>
            </form>
          )}
          {history.saved.length > 0 && (
            <section aria-label={t('queries.saved')}>
              <h2 className="queries-title">{t('queries.saved')}</h2>
              <ul className="queries-list">
                {history.saved.map((query) => (
                  <li key={query.name} className="queries-row">
                    <button type="button" className="queries-pick" title={query.text} onClick={() => pick(query.text)}>
                      <span>{query.name}</span>
                      <code>{query.text}</code>
                    </button>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="sm"
                      aria-label={t('queries.forget', { name: query.name })}
                      onClick={() => history.forget(query.name)}
                    >
                      <IconTrash size={14} aria-hidden />
                    </ActionIcon>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section aria-label={t('queries.recent')}>
            <h2 className="queries-title">
              {t('queries.recent')}
              {history.recent.length > 0 && (
                <button type="button" className="queries-clear" onClick={history.clearRecent}>
                  {t('queries.clear')}
                </button>
              )}
            </h2>
            {history.recent.length === 0 && <p className="muted queries-none">{t('queries.none')}</p>}
            <ul className="queries-list">
              {history.recent.slice(0, SHOWN).map((query) => (
                <li key={query.text} className="queries-row">
                  <button type="button" className="queries-pick" title={query.text} onClick={() => pick(query.text)}>
                    <code>{query.text}</code>
                    <span className="muted num">{formatAgo(query.at, Date.now(), lang)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
