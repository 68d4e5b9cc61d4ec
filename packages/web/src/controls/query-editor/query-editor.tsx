import { ActionIcon } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
// Types alone: a plain import would bring the editor into the page's own chunk.
import type { SQLNamespace } from '@codemirror/lang-sql';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { formatQuery } from '../../api/format-query.js';
import { useI18n } from '../../i18n/translate.js';
import { errorMessage } from '../notice.js';
import type { CodeView } from './code-view.js';
import { firstAnswers } from './first-answers.js';
import type { Scope } from './languages/answers.js';
import type { QueryLanguage } from './languages/language.js';
import './query-editor.css';

export interface QueryEditorProps {
  readonly language: QueryLanguage;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter in a one-line editor, Ctrl-Enter in any. */
  readonly onRun: () => void;
  /** The accessible name. */
  readonly label: string;
  readonly placeholder?: string;
  /** The server's message about the query as it stands; its place is underlined. It goes when the text changes. */
  readonly error?: string | undefined;
  /** Enter makes a line and Ctrl-Enter runs; by default Enter runs and Shift-Enter makes a line. */
  readonly multiline?: boolean;
  /** Unix milliseconds: where completion looks for labels and values. By default the last hour. */
  readonly scope?: () => Scope;
  /** Tables and their columns, for SQL; must keep its identity between renders. */
  readonly schema?: SQLNamespace | undefined;
  /** Earlier queries, newest first, for Ctrl-Up and Ctrl-Down. */
  readonly history?: readonly string[];
}

const lastHour = (): Scope => ({ start: Date.now() - 3_600_000, end: Date.now() });

/** A field for a query. It is a plain text area until the editor has loaded, and takes text from the first moment. */
export function QueryEditor(props: QueryEditorProps): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const view = useRef<CodeView>(undefined);
  const latest = useRef(props);
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState<{ readonly message: string; readonly value: string }>();
  const { language, schema, value, multiline = false, label, placeholder = '' } = props;

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const abort = new AbortController();
    void open(abort.signal);
    return () => {
      abort.abort();
      view.current?.destroy();
      view.current = undefined;
      setReady(false);
    };

    async function open(signal: AbortSignal): Promise<void> {
      if (plain.current) await firstAnswers(client, plain.current, signal);
      if (signal.aborted) return;
      const { loadLanguage, openCodeView } = await import('./code-view.js');
      const extension = await loadLanguage(language, { scope: () => (latest.current.scope ?? lastHour)(), schema });
      await composed(plain.current);
      const parent = host.current;
      if (signal.aborted || !parent) return;
      const area = plain.current;
      const focused = area !== null && document.activeElement === area;
      view.current = openCodeView({
        parent,
        language: extension,
        value: latest.current.value,
        label,
        placeholder,
        multiline,
        selection: focused ? { start: area.selectionStart, end: area.selectionEnd } : undefined,
        onChange: (text) => latest.current.onChange(text),
        onRun: () => latest.current.onRun(),
        earlier: () => latest.current.history ?? [],
      });
      setReady(true);
    }
  }, [client, language, schema, multiline, label, placeholder]);

  const message = failed?.value === value ? failed.message : props.error;
  useEffect(() => {
    view.current?.setValue(value);
    view.current?.setProblem(message);
  }, [value, message, ready]);

  const format = async (): Promise<void> => {
    if (language !== 'logql' && language !== 'promql') return;
    try {
      props.onChange(await formatQuery(language, value));
    } catch (error) {
      setFailed({ message: errorMessage(error), value });
    }
    view.current?.focus();
  };
  return (
    <div className="query-editor">
      <div className={message === undefined ? 'query-editor-box' : 'query-editor-box query-editor-wrong'}>
        <div ref={host} className="query-editor-host" data-testid="query-editor" data-ready={ready} />
        {!ready && <PlainEditor {...props} ref={plain} />}
        {(language === 'logql' || language === 'promql') && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            className="query-editor-format"
            aria-label={t('editor.format')}
            title={t('editor.format')}
            disabled={value.trim() === ''}
            onClick={() => void format()}
          >
            <IconBraces size={15} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {message !== undefined && (
        <p className="query-editor-problem" role="alert" data-testid="query-problem">
          {message}
        </p>
      )}
    </div>
  );
}

/** Resolves when no syllable is being composed in the field: taking the field away would lose it. */
async function composed(area: HTMLTextAreaElement | null): Promise<void> {
  if (area?.dataset['composing'] !== 'true') return;
  await new Promise((resolve) => area.addEventListener('compositionend', resolve, { once: true }));
}

function PlainEditor(props: QueryEditorProps & { readonly ref: React.Ref<HTMLTextAreaElement> }): ReactNode {
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && (command || (!props.multiline && !event.shiftKey))) {
      event.preventDefault();
      props.onRun();
    }
  };
  return (
    <textarea
      ref={props.ref}
      className="query-editor-plain"
      aria-label={props.label}
      placeholder={props.placeholder}
      rows={props.value.split('\n').length}
      spellCheck={false}
      autoCapitalize="off"
      data-filter
      data-testid="query-input"
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onKeyDown={onKey}
      onCompositionStart={(event) => (event.currentTarget.dataset['composing'] = 'true')}
      onCompositionEnd={(event) => (event.currentTarget.dataset['composing'] = 'false')}
    />
  );
}
