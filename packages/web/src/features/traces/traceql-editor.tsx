import { Button, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { QueryHistoryMenu } from '../query-history/query-history-menu.js';
import { type TimeRange } from '../time-range/search.js';

/** The query as text. Enter runs it. */
export function TraceqlEditor(props: {
  readonly q: string;
  readonly range: TimeRange;
  readonly onRun: (q: string) => void;
}): ReactNode {
  return <Editor key={props.q} {...props} />;
}

function Editor(props: { readonly q: string; readonly onRun: (q: string) => void }): ReactNode {
  const { t } = useI18n();
  const [text, setText] = useState(props.q);
  return (
    <>
      <TextInput
        className="traces-input"
        size="sm"
        data-filter
        aria-label={t('traces.query')}
        placeholder="{ }"
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) props.onRun(text);
        }}
      />
      <Button
        size="compact-md"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        onClick={() => props.onRun(text)}
      >
        {t('traces.run')}
      </Button>
      <QueryHistoryMenu language="traceql" current={text} onPick={props.onRun} />
    </>
  );
}
