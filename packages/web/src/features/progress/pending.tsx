import { Button } from '@mantine/core';
import { type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { EmptyState, ErrorState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';

/**
 * What stands where the data of a query will be while there is none: that it loads, what went wrong, or that it was
 * cancelled, the last two with a way to ask again.
 */
export function Pending(props: {
  readonly query: Pick<UseQueryResult, 'isError' | 'error' | 'fetchStatus' | 'refetch'>;
  readonly rows?: number;
  readonly compact?: boolean;
}): ReactNode {
  const { t } = useI18n();
  const { query, rows = 5, compact = false } = props;
  const again = (): void => void query.refetch();
  if (query.isError) return <ErrorState error={query.error} onRetry={again} compact={compact} />;
  if (query.fetchStatus !== 'idle') return <Loading rows={rows} />;
  return (
    <EmptyState title={t('progress.cancelled')} compact={compact}>
      <Button variant="default" size="compact-sm" onClick={again}>
        {t('progress.again')}
      </Button>
    </EmptyState>
  );
}
