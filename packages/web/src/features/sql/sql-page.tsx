import { Button } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { ApiError } from '../../api/http.js';
import { fetchSchema, runSql } from '../../api/sql.js';
import { EmptyState } from '../../controls/notice.js';
import { QueryEditor } from '../../controls/query-editor/query-editor.js';
import { useI18n } from '../../i18n/translate.js';
import { Pending } from '../progress/pending.js';
import { QueryHistoryMenu } from '../query-history/query-history-menu.js';
import { useQueryHistory } from '../query-history/use-query-history.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { SchemaTree } from './schema-tree.js';
import { SqlResult } from './sql-result.js';
import './sql-page.css';

export const Route = createLazyRoute('/sql')({ component: SqlPage });

/** Rows asked for: more are read by nobody on a page. */
const LIMIT = 1_000;

/** What the empty page offers to start from. */
const examples = [
  'SELECT service, count() AS lines, max(ts) AS newest\nFROM logs\nGROUP BY service\nORDER BY lines DESC',
  'SELECT service, name, count() AS spans, quantile(0.95)(duration) / 1e6 AS p95_ms\nFROM spans\nGROUP BY service, name\nORDER BY p95_ms DESC\nLIMIT 20',
  'SELECT table, sum(rows) AS rows, formatReadableSize(sum(bytes_on_disk)) AS size\nFROM system.parts\nWHERE active\nGROUP BY table\nORDER BY rows DESC',
] as const;

function SqlPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.sql'));
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const history = useQueryHistory('sql');
  const [draft, setDraft] = useState({ of: q, text: q ?? '' });
  // Back and links bring another statement: the editor follows.
  if (draft.of !== q) setDraft({ of: q, text: q ?? '' });

  const schema = useQuery({ queryKey: ['schema'], queryFn: ({ signal }) => fetchSchema(signal), staleTime: Infinity });
  const names = useMemo(
    () => Object.fromEntries((schema.data ?? []).map(({ name, columns }) => [name, columns.map((one) => one.name)])),
    [schema.data],
  );
  const answer = useQuery({
    queryKey: ['sql', q],
    enabled: q !== undefined,
    queryFn: ({ signal }) => runSql(q ?? '', LIMIT, signal),
    placeholderData: (previous) => previous,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const run = (text: string): void => {
    const statement = text.trim();
    if (statement === '') return;
    history.remember(statement);
    if (statement === q) void answer.refetch();
    else void navigate({ search: (previous) => ({ ...previous, q: statement }) });
  };
  // About the statement: shown at its place in the editor. Anything else is shown where the rows would be.
  const refused = answer.error instanceof ApiError && answer.error.status === 400 ? answer.error.message : undefined;
  return (
    <div className="sql">
      <h1 className="visually-hidden">{t('nav.sql')}</h1>
      <div className="sql-main">
        <div className="panel sql-editor">
          <QueryEditor
            language="sql"
            multiline
            label={t('sql.statement')}
            placeholder="SELECT … FROM logs"
            value={draft.text}
            onChange={(text) => setDraft({ of: q, text })}
            onRun={() => run(draft.text)}
            error={draft.text.trim() === q ? refused : undefined}
            schema={names}
            history={history.recent.map(({ text }) => text)}
          />
          <div className="sql-tools">
            <Button
              size="compact-sm"
              leftSection={<IconPlayerPlayFilled size={12} aria-hidden />}
              disabled={draft.text.trim() === ''}
              onClick={() => run(draft.text)}
              title="Ctrl-Enter"
            >
              {t('sql.run')}
            </Button>
            <QueryHistoryMenu language="sql" current={draft.text} onPick={run} />
            <span className="muted sql-hint">{t('sql.readonly')}</span>
          </div>
        </div>
        {q === undefined ? (
          <EmptyState title={t('sql.start')}>
            <div className="sql-examples">
              {examples.map((example) => (
                <button key={example} type="button" className="panel sql-example" onClick={() => run(example)}>
                  <code>{example}</code>
                </button>
              ))}
            </div>
          </EmptyState>
        ) : answer.data && !(answer.isError && refused === undefined) ? (
          <SqlResult answer={answer.data} stale={answer.isFetching || answer.isError || answer.isPlaceholderData} />
        ) : refused === undefined ? (
          <Pending query={answer} rows={8} />
        ) : null}
      </div>
      <aside className="panel sql-schema" aria-label={t('sql.schema')}>
        <h2 className="panel-title">{t('sql.schema')}</h2>
        {schema.data ? (
          <SchemaTree
            tables={schema.data}
            onInsert={(name) => setDraft(({ of, text }) => ({ of, text: joined(text, name) }))}
          />
        ) : (
          <Pending query={schema} compact />
        )}
      </aside>
    </div>
  );
}

function joined(text: string, name: string): string {
  return text === '' || /\s$/.test(text) ? `${text}${name}` : `${text} ${name}`;
}
