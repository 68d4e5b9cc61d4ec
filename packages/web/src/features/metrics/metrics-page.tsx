import { createLazyRoute } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { useDocumentTitle } from '../shell/document-title.js';

export const Route = createLazyRoute('/metrics')({ component: MetricsPage });

function MetricsPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.metrics'));
  return <h1>{t('nav.metrics')}</h1>;
}
