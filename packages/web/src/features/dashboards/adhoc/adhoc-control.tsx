import { IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useI18n } from '../../../i18n/translate.js';
import { type ResolvedVariable } from '../variables/resolve.js';
import { parseAdhoc, printAdhoc, readAdhoc } from './adhoc-filter.js';

/** Filters as pills, and a field that adds one. */
export function AdhocControl(props: {
  readonly resolved: ResolvedVariable;
  readonly onChoose: (values: readonly string[]) => void;
}): ReactNode {
  const { t } = useI18n();
  const { variable, chosen } = props.resolved;
  const [text, setText] = useState('');
  const filters = chosen.flatMap((each) => parseAdhoc(each) ?? []);
  // An empty value says that there are none, where no value leaves those of the dashboard.
  const choose = (next: readonly string[]): void => props.onChoose(next.length === 0 ? [''] : next);
  const add = (): void => {
    const filter = readAdhoc(text);
    if (!filter) return;
    choose([...filters.map(printAdhoc), printAdhoc(filter)]);
    setText('');
  };
  return (
    <span className="variable-field">
      {variable.hide !== 'label' && <span className="variable-label">{variable.label}</span>}
      {filters.map((filter, at) => {
        const name = `${filter.key}${filter.operator}"${filter.value}"`;
        return (
          <span key={`${at} ${name}`} className="variable-pill">
            <code>{name}</code>
            <button
              type="button"
              className="plain-button"
              aria-label={t('dash.adhoc.remove', { name })}
              onClick={() => choose(filters.filter((_, other) => other !== at).map(printAdhoc))}
            >
              <IconX size={12} aria-hidden />
            </button>
          </span>
        );
      })}
      <input
        className="variable-input"
        aria-label={t('dash.adhoc.add', { name: variable.label })}
        aria-invalid={text !== '' && readAdhoc(text) === undefined}
        placeholder={'label="value"'}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) add();
        }}
      />
    </span>
  );
}
