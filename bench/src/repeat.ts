/** Few enough for the slowest query, and enough for a short one to run as a server does that is not new. */
const LEAST = 9;
const MOST = 60;
const LENGTH_MS = 3000;

/** The milliseconds that one run took. */
export async function timeOnce(one: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await one();
  return performance.now() - started;
}

/** What each run of `one` says it took, in milliseconds: nine runs at least, sixty at most, in between as many as 3 s hold. */
export async function repeat(one: () => Promise<number>): Promise<number[]> {
  return (await repeatInTurn([one])).map(([ms]) => ms!);
}

/** What each of `all` took in each round, in milliseconds; in a round they run one after the other. */
export async function repeatInTurn(all: readonly (() => Promise<number>)[]): Promise<number[][]> {
  const rounds: number[][] = [];
  const begun = performance.now();
  while (rounds.length < LEAST || (rounds.length < MOST && performance.now() - begun < LENGTH_MS)) {
    const ms: number[] = [];
    for (const one of all) ms.push(await one());
    rounds.push(ms);
  }
  return rounds;
}
