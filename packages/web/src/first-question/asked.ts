/** What the document itself asked, while the scripts of the page were still under way. */
interface Asked {
  /** The whole address. */
  readonly href: string;
  /** The moment that its time range was resolved at, Unix milliseconds. */
  readonly nowMs: number;
  readonly answer: Promise<Response>;
  readonly abort: () => void;
}

/** Between two scripts of one document there is no other place: the first is over before the second is there. */
const place = globalThis as { bongsuAsked?: Asked | undefined };

/** Sends the question and leaves it for {@link takeAsked}. */
export function ask(url: URL, headers: Readonly<Record<string, string>>, nowMs: number): void {
  const control = new AbortController();
  const answer = fetch(url, { headers, signal: control.signal });
  // Who takes it hears of a failure; when nobody does, nobody needs to.
  answer.catch(() => undefined);
  place.bongsuAsked = { href: url.href, nowMs, answer, abort: () => control.abort() };
}

/**
 * The answer to the first question, for the page that asks the same; once, and to the first that asks anything: what
 * does not fit then never will.
 */
export function takeAsked(url: URL, signal: AbortSignal | undefined): Promise<Response> | undefined {
  const asked = place.bongsuAsked;
  place.bongsuAsked = undefined;
  if (asked === undefined) return undefined;
  if (asked.href !== url.href || signal?.aborted === true) {
    asked.abort();
    return undefined;
  }
  signal?.addEventListener('abort', asked.abort, { once: true });
  return asked.answer;
}

/** Now, Unix milliseconds; until the first question is taken, the moment it was asked at, so that the page asks the same. */
export const nowOfPage = (): number => place.bongsuAsked?.nowMs ?? Date.now();
