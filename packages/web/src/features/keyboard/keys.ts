import { useEffect, useRef } from 'react';

/** Typing, composing (Korean, Japanese and Chinese input) and browser shortcuts are not ours to take. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target;
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Calls the handler of a pressed key (`KeyboardEvent.key`) while the page shows. */
export function useKeys(handlers: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTaken(event)) return;
      const handler = current.current[event.key];
      if (!handler) return;
      event.preventDefault();
      handler(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** `/` focuses the first filter box or query of the page. */
export function focusFilter(): void {
  const box = document.querySelector<HTMLElement>('[data-filter]');
  box?.focus();
  if (box instanceof HTMLInputElement) box.select();
}

/** Moves the focus among the row links of a plain list; from outside the list it goes to the first. */
export function focusRow(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('a[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}
