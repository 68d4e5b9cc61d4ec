import { CloseButton } from '@mantine/core';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import './toasts.css';

export interface Toast {
  readonly tone: 'error' | 'done';
  readonly text: string;
}

/** Says that something worked goes away by itself; an error stays until it is closed. */
const DONE_MS = 4_000;
/** Older ones make room. */
const SHOWN = 4;

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

/** For what has no place on the page: an action that failed, or one whose effect cannot be seen. */
export function useToast(): (toast: Toast) => void {
  const show = use(ToastContext);
  if (show === null) throw new Error('useToast needs Toasts above it');
  return show;
}

export function Toasts(props: { readonly children: ReactNode }): ReactNode {
  const { t } = useI18n();
  const [shown, setShown] = useState<readonly (Toast & { readonly id: number })[]>([]);
  const close = useCallback((id: number) => setShown((all) => all.filter((one) => one.id !== id)), []);
  const show = useMemo(() => {
    let last = 0;
    return (toast: Toast): void => {
      const id = ++last;
      setShown((all) => [...all.filter((one) => one.text !== toast.text).slice(1 - SHOWN), { ...toast, id }]);
      if (toast.tone === 'done') setTimeout(() => close(id), DONE_MS);
    };
  }, [close]);
  return (
    <ToastContext value={show}>
      {props.children}
      <div className="toasts" role="log" aria-label={t('toasts.label')} aria-live="polite">
        {shown.map((toast) => (
          <div key={toast.id} className={`toast toast-${toast.tone}`} data-testid="toast">
            <span>{toast.text}</span>
            <CloseButton size="sm" aria-label={t('close')} onClick={() => close(toast.id)} />
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
