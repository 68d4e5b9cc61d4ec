export interface Early<T> {
  readonly result: Promise<T>;
  /** What was asked; what was started ends where the answers say that it is of no use, or where there are none. */
  unless<A>(asked: Promise<A>, useless: (answers: A) => boolean): Promise<A>;
}

/**
 * Starts what is probably needed before it is known to be.
 * @param signal ends it, as does what {@link Early.unless} finds.
 */
export function startEarly<T>(signal: AbortSignal | undefined, start: (own: AbortSignal) => Promise<T>): Early<T> {
  const stop = new AbortController();
  const result = start(signal ? AbortSignal.any([signal, stop.signal]) : stop.signal);
  // Where nobody waits for it any more its failure is of no interest.
  result.catch(() => undefined);
  const unless = async <A>(asked: Promise<A>, useless: (answers: A) => boolean): Promise<A> => {
    let needed = false;
    try {
      const answers = await asked;
      needed = !useless(answers);
      return answers;
    } finally {
      if (!needed) stop.abort();
    }
  };
  return { result, unless };
}
