import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { ApiError } from '../api/http.js';
import { useI18n } from '../i18n/translate.js';
import './notice.css';

/** Nothing to show, why, and what to do about it. */
export function EmptyState(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly compact?: boolean;
}): ReactNode {
  return (
    <div className={props.compact ? 'notice notice-compact' : 'notice'} data-testid="empty-state">
      {!props.compact && <IconInbox size={22} stroke={1.5} aria-hidden className="notice-icon" />}
      <p className="notice-title">{props.title}</p>
      {props.children !== undefined && <div className="notice-body">{props.children}</div>}
    </div>
  );
}

/** What went wrong in the server's own words, where, and a way to try again unless the same question has the same answer. */
export function ErrorState(props: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly compact?: boolean;
}): ReactNode {
  const { t } = useI18n();
  const api = props.error instanceof ApiError ? props.error : undefined;
  const unreachable = api?.status === 0;
  const refused = api !== undefined && api.status >= 400 && api.status < 500;
  return (
    <div className={props.compact ? 'notice notice-error notice-compact' : 'notice notice-error'} role="alert">
      <IconAlertTriangle size={props.compact ? 16 : 22} stroke={1.5} aria-hidden className="notice-icon" />
      <p className="notice-title">
        {unreachable ? t('error.unreachable') : refused ? t('error.title') : t('error.failed')}
      </p>
      <div className="notice-body">
        <code className="notice-message">{errorMessage(props.error)}</code>
        {api && !unreachable && <div>{t('error.status', { status: String(api.status), path: api.path })}</div>}
        {props.onRetry && api?.status !== 400 && (
          <Button variant="default" size="compact-sm" onClick={props.onRetry}>
            {t('retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Placeholder bars of the size of what will come. Only for a first load: later ones keep the old content. */
export function Loading(props: { readonly rows?: number; readonly label?: string }): ReactNode {
  const { t } = useI18n();
  return (
    <div className="loading" role="status" aria-label={props.label ?? t('loading')}>
      {Array.from({ length: props.rows ?? 5 }, (_, i) => (
        <div key={i} className="loading-bar" style={{ width: `${92 - ((i * 37) % 45)}%` }} />
      ))}
    </div>
  );
}
