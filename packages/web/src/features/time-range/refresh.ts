/** Auto refresh of charts and lists: what may stand in the URL, and milliseconds. */
export const refreshMs = {
  off: false,
  '5s': 5_000,
  '10s': 10_000,
  '30s': 30_000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
} as const;

export type Refresh = keyof typeof refreshMs;

export const refreshChoices = Object.keys(refreshMs) as readonly Refresh[];

export const defaultRefresh: Refresh = '10s';

export function parseRefresh(text: string | undefined): Refresh | undefined {
  return refreshChoices.find((choice) => choice === text);
}

/** The choice next to a wish such as `25s` or `2m`, never more often than wished; off for none. */
export function nearestRefresh(text: string): Refresh {
  const wish = /^(\d{1,6})(s|m|h|d)$/.exec(text.trim());
  if (!wish) return 'off';
  const unit = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[wish[2] ?? ''] ?? 0;
  const ms = Number(wish[1]) * unit;
  const choices = refreshChoices.filter((choice) => choice !== 'off');
  return choices.find((choice) => refreshMs[choice] >= ms) ?? choices.at(-1) ?? 'off';
}
