/** Few enough for the slowest query, and enough for a short one to run as a server does that is not new. */
const LEAST = 9;
const MOST = 60;
const LENGTH_MS = 1500;

/** The milliseconds that each run of `one` took: nine at least, sixty at most, and as many in between as 1.5 s hold. */
export async function repeat(one: () => Promise<unknown>): Promise<number[]> {
  const ms: number[] = [];
  const begun = performance.now();
  while (ms.length < LEAST || (ms.length < MOST && performance.now() - begun < LENGTH_MS)) {
    const started = performance.now();
    await one();
    ms.push(performance.now() - started);
  }
  return ms;
}
