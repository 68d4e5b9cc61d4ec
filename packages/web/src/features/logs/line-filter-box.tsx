import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { IconRegex, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { type LineFilter } from './logql.js';

/** Long enough to finish a word, short enough to feel direct. */
const TYPING_MS = 400;

/** The filter as it is being typed; it is handed on after a pause, on Enter, and never in the middle of a syllable. */
export function LineFilterBox(props: {
  readonly filter: LineFilter;
  readonly onChange: (filter: LineFilter) => void;
}): ReactNode {
  const { t } = useI18n();
  const { filter, onChange } = props;
  const [text, setText] = useState(filter.text);
  const [applied, setApplied] = useState(filter.text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Back and forward change the filter from outside.
  if (applied !== filter.text) {
    setApplied(filter.text);
    setText(filter.text);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const apply = (next: string): void => {
    clearTimeout(timer.current);
    if (next !== filter.text) onChange({ ...filter, text: next });
  };
  const regex = filter.mode === 'regex';
  return (
    <div className="log-filter">
      <TextInput
        size="xs"
        className="log-filter-input"
        data-filter
        aria-label={regex ? t('logs.filter.regex') : t('logs.filter')}
        placeholder={regex ? t('logs.filter.regex') : t('logs.filter')}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          text === '' ? null : (
            <CloseButton
              size="xs"
              aria-label={t('logs.empty.clear')}
              onClick={() => {
                setText('');
                apply('');
              }}
            />
          )
        }
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          clearTimeout(timer.current);
          if (!(event.nativeEvent as InputEvent).isComposing) timer.current = setTimeout(() => apply(next), TYPING_MS);
        }}
        onCompositionEnd={(event) => {
          const next = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => apply(next), TYPING_MS);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') apply(text);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <ActionIcon
        variant={regex ? 'light' : 'default'}
        size="md"
        aria-pressed={regex}
        aria-label={t('logs.regex')}
        title={t('logs.regex')}
        onClick={() => onChange({ text, mode: regex ? 'contains' : 'regex' })}
      >
        <IconRegex size={15} aria-hidden />
      </ActionIcon>
    </div>
  );
}
