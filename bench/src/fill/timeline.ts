/** Rows a statement, so that no statement needs much memory. */
const CHUNK = 500_000;

export interface Chunk {
  readonly from: number;
  readonly count: number;
}

export const chunks = (total: number): Chunk[] =>
  Array.from({ length: Math.ceil(total / CHUNK) }, (_, i) => ({
    from: i * CHUNK,
    count: Math.min(CHUNK, total - i * CHUNK),
  }));

/** Days that logs and spans reach back. */
export const DAYS = 3;

/** The time of row `number` of `total`: evenly over the days before `endMs`. Program text with whole numbers only. */
export const at = (endMs: number, total: number): string => {
  const startNs = `${BigInt(endMs - DAYS * 86_400_000) * 1_000_000n}`;
  const stepNs = Math.floor((DAYS * 86_400_000 * 1_000_000) / total);
  return `fromUnixTimestamp64Nano(toInt64(${startNs}) + toInt64(number) * ${stepNs}, 'UTC')`;
};
