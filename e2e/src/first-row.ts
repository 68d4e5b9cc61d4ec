import type { Page } from 'playwright-core';

/** Milliseconds of the page's own clock, which begins with the navigation. */
export interface FirstRow {
  /** The first row was on the screen. */
  readonly painted: number;
  /** A key that was pressed then had brought the focus to the page's own field. */
  readonly answered: number;
  /** Scripts and styles that a script had to ask for before there was a row: each such wait is a round trip more. */
  readonly late: readonly string[];
  /** Paths of the first questions: those that waited for no other's answer. */
  readonly asked: readonly string[];
  /** Questions that were asked more than once: the document asks one of them ahead of its scripts. */
  readonly twice: readonly string[];
}

/**
 * Opens an address and waits for its first row, without looking: what looks from outside is a script in the page too, of
 * more weight than some of its own.
 * @param row the `data-testid` of a row.
 */
export async function openUntilFirstRow(page: Page, url: string, row: string): Promise<FirstRow> {
  let arrived = (): void => {};
  const there = new Promise<void>((resolve) => (arrived = resolve));
  await page.exposeBinding('firstRowAnswered', () => arrived());
  await page.addInitScript(`(() => {
    const marks = (globalThis.firstRow = {});
    addEventListener('focusin', ({ target }) => {
      if (marks.painted === undefined || !(target instanceof Element) || !target.closest('[data-filter]')) return;
      marks.answered ??= performance.now();
      firstRowAnswered();
    });
    const press = () => {
      marks.painted ??= performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }));
      if (marks.answered === undefined) setTimeout(press);
    };
    const watch = new MutationObserver(() => {
      if (document.querySelector('[data-testid="${row}"]') === null) return;
      watch.disconnect();
      marks.inPlace = performance.now();
      requestAnimationFrame(() => setTimeout(press));
    });
    watch.observe(document, { childList: true, subtree: true });
  })()`);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const filesOfScripts: { readonly pathname: string; readonly at: number }[] = [];
  const questions: string[] = [];
  const asked = new Map<string, string>();
  let answers = 0;
  session.on('Network.requestWillBeSent', ({ requestId, request, initiator, type, wallTime }) => {
    const { pathname } = new URL(request.url);
    if (type === 'Fetch' && answers === 0) asked.set(requestId, pathname);
    if (type === 'Fetch') questions.push(request.url);
    if (/\.(js|css)$/.test(pathname) && initiator.type === 'script')
      filesOfScripts.push({ pathname, at: wallTime * 1_000 });
  });
  session.on('Network.loadingFinished', ({ requestId }) => {
    if (asked.has(requestId)) answers++;
  });
  await page.goto(url, { waitUntil: 'commit' });
  await there;
  const { origin, inPlace, ...marks } = await page.evaluate<
    Pick<FirstRow, 'painted' | 'answered'> & { readonly origin: number; readonly inPlace: number }
  >('({ ...globalThis.firstRow, origin: performance.timeOrigin })');
  await session.detach();
  const late = filesOfScripts.filter(({ at }) => at < origin + inPlace).map(({ pathname }) => pathname);
  const twice = questions.filter((url, i) => questions.indexOf(url) < i);
  return { ...marks, late, asked: [...asked.values()], twice };
}
