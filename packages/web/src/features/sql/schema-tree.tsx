import { IconChevronRight, IconTable } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { type SqlTable } from '../../api/sql.js';
import { useI18n } from '../../i18n/translate.js';

/** The tables with their columns; a column goes into the statement by a click. */
export function SchemaTree(props: {
  readonly tables: readonly SqlTable[];
  readonly onInsert: (text: string) => void;
}): ReactNode {
  const { t } = useI18n();
  return (
    <div className="schema">
      {props.tables.map((table) => (
        <details key={table.name} className="schema-table">
          <summary title={table.comment}>
            <IconChevronRight size={12} aria-hidden className="schema-fold" />
            <IconTable size={14} aria-hidden />
            <span>{table.name}</span>
            <span className="muted num">{table.columns.length}</span>
          </summary>
          {table.comment !== '' && <p className="schema-comment">{table.comment}</p>}
          <p className="schema-comment">{t('sql.order', { keys: table.orderBy.join(', ') })}</p>
          <ul>
            {table.columns.map((column) => (
              <li key={column.name}>
                <button
                  type="button"
                  className="schema-column"
                  title={column.comment}
                  aria-label={t('sql.insert', { name: column.name })}
                  onClick={() => props.onInsert(column.name)}
                >
                  <span>{column.name}</span>
                  <code className="muted">{column.type}</code>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
