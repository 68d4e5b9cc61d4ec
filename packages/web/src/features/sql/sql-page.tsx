import { createLazyRoute } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { useDocumentTitle } from '../shell/document-title.js';

export const Route = createLazyRoute('/sql')({ component: SqlPage });

function SqlPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.sql'));
  return <h1>{t('nav.sql')}</h1>;
}
