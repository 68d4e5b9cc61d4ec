/** Few enough for the slowest query, and enough for a short one to run as a server does that is not new. */
const LEAST = 5;
const MOST = 60;
const LENGTH_MS = 1500;

/** The milliseconds that one run took. */
export async function timeOnce(one: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await one();
  return performance.now() - started;
}

/** The milliseconds that each run of `one` took: five at least, sixty at most, and as many in between as 1.5 s hold. */
export async function repeat(one: () => Promise<unknown>): Promise<number[]> {
  return (await repeatInTurn([one])).map(([ms]) => ms!);
}

/** The milliseconds of each of `all` in each round, in which they run one after the other. */
export async function repeatInTurn(all: readonly (() => Promise<unknown>)[]): Promise<number[][]> {
  const rounds: number[][] = [];
  const begun = performance.now();
  while (rounds.length < LEAST || (rounds.length < MOST && performance.now() - begun < LENGTH_MS)) {
    const ms: number[] = [];
    for (const one of all) ms.push(await timeOnce(one));
    rounds.push(ms);
  }
  return rounds;
}
