import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { QueryEditor } from '../../controls/query-editor/query-editor.js';
import { useI18n } from '../../i18n/translate.js';
import { QueryHistoryMenu } from '../query-history/query-history-menu.js';
import { useQueryHistory } from '../query-history/use-query-history.js';
import { type TimeRange } from '../time-range/search.js';

/** The query as text. Enter runs it. */
export function TraceqlEditor(props: {
  /** The query that was run last. */
  readonly q: string;
  /** What the server says of it. */
  readonly error: string | undefined;
  readonly range: TimeRange;
  readonly onRun: (q: string) => void;
}): ReactNode {
  const { t } = useI18n();
  const { q } = props;
  const history = useQueryHistory('traceql');
  const [draft, setDraft] = useState({ of: q, text: q });
  // A query that comes from elsewhere (the form, Back) takes the place of what was typed.
  if (draft.of !== q) setDraft({ of: q, text: q });
  const { text } = draft;
  const run = (): void => props.onRun(text);
  return (
    <>
      <QueryEditor
        language="traceql"
        value={text}
        onChange={(next) => setDraft({ of: q, text: next })}
        onRun={run}
        label={t('traces.query')}
        placeholder='{ resource.service.name = "…" && status = error }'
        error={props.error}
        scope={props.range.resolve}
        history={history.recent.map((recent) => recent.text)}
      />
      <Button size="compact-md" leftSection={<IconPlayerPlay size={14} aria-hidden />} onClick={run}>
        {t('traces.run')}
      </Button>
      <QueryHistoryMenu language="traceql" current={text} onPick={props.onRun} />
    </>
  );
}
