import { createLazyRoute } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { useDocumentTitle } from '../shell/document-title.js';

export const Route = createLazyRoute('/map')({ component: MapPage });

function MapPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.map'));
  return <h1>{t('nav.map')}</h1>;
}
