import { createLazyRoute } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { QueryEditor } from '../../controls/query-editor/query-editor.js';
import { useI18n } from '../../i18n/translate.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { useTimeRange } from '../time-range/search.js';

export const Route = createLazyRoute('/logs')({ component: LogsPage });

function LogsPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.logs'));
  const range = useTimeRange();
  const [query, setQuery] = useState('');
  return (
    <div>
      <h1 className="visually-hidden">{t('nav.logs')}</h1>
      <QueryEditor
        language="logql"
        value={query}
        onChange={setQuery}
        onRun={() => undefined}
        label={t('nav.logs')}
        scope={range.resolve}
      />
    </div>
  );
}
