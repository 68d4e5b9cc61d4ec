import { useEffect, useRef } from 'react';

/** Typing, composing (Korean, Japanese and Chinese input) and browser shortcuts are not ours to take. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target;
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** How long the first key of a pair waits for the second. */
const PAIR_MS = 1_200;

/**
 * Calls the handler of a pressed key (`KeyboardEvent.key`) while the page shows. Two keys with a space between, `g l`, are
 * pressed one after the other; the first of them must be the first of pairs only.
 */
export function useKeys(handlers: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    let first = { key: '', at: -Infinity };
    const onKey = (event: KeyboardEvent): void => {
      if (isTaken(event)) return;
      const pair = event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : undefined;
      first = { key: event.key, at: event.timeStamp };
      const handler = (pair === undefined ? undefined : current.current[pair]) ?? current.current[event.key];
      if (!handler) return;
      // Capturing and stopping: `t` after `g` is no `t` for the page.
      if (pair !== undefined && pair in current.current) event.stopImmediatePropagation();
      event.preventDefault();
      handler(event);
    };
    const pairs = Object.keys(current.current).some((key) => key.includes(' '));
    document.addEventListener('keydown', onKey, { capture: pairs });
    return () => document.removeEventListener('keydown', onKey, { capture: pairs });
  }, []);
}

/** Calls back for Ctrl or Cmd with a letter, also while one types. */
export function useCommandKey(key: string, run: () => void): void {
  const current = useRef(run);
  useEffect(() => {
    current.current = run;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== key || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      current.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [key]);
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
