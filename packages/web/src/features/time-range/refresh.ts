/** Auto refresh of charts and lists: what may stand in the URL, and milliseconds. */
export const refreshMs = { off: false, '5s': 5_000, '10s': 10_000, '30s': 30_000, '1m': 60_000 } as const;

export type Refresh = keyof typeof refreshMs;

export const refreshChoices = Object.keys(refreshMs) as readonly Refresh[];

export const defaultRefresh: Refresh = '10s';

export function parseRefresh(text: string | undefined): Refresh | undefined {
  return refreshChoices.find((choice) => choice === text);
}
