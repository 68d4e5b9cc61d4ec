import { type QueryClient } from '@tanstack/react-query';

/** What takes longer is not waited for. */
const LONGEST_WAIT_MS = 2_000;

/**
 * Resolves when what the page asked first is answered and drawn, or when the field gets the focus: the editor's code is
 * the heaviest of a page, and until then it would only be in the way.
 */
export async function firstAnswers(client: QueryClient, field: HTMLElement, signal: AbortSignal): Promise<void> {
  const waiting = (): boolean => client.isFetching({ predicate: ({ meta }) => meta?.['quiet'] !== true }) > 0;
  const over = new AbortController();
  const end = (): void => over.abort();
  await new Promise<void>((resolve) => {
    over.signal.addEventListener('abort', () => resolve(), { once: true });
    if (document.activeElement === field) return end();
    const answered = (): void => {
      if (!waiting()) requestAnimationFrame(() => setTimeout(end));
    };
    const timer = setTimeout(end, LONGEST_WAIT_MS);
    const unsubscribe = client.getQueryCache().subscribe(answered);
    over.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      unsubscribe();
    });
    signal.addEventListener('abort', end, { signal: over.signal });
    field.addEventListener('focus', end, { signal: over.signal });
    answered();
  });
}
