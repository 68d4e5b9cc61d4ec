const TWO_32 = 4_294_967_296n;

const nanosOf = (lo: number, hi: number): bigint => BigInt.asIntN(64, BigInt(hi) * TWO_32 + BigInt(lo));

/** A time in whole seconds as Go's `time.RFC3339` prints it: `2026-01-02T03:04:05Z`. */
export function rfc3339(lo: number, hi: number): string {
  const ms = nanosOf(lo, hi) / 1_000_000n;
  return `${new Date(Number(ms)).toISOString().slice(0, 19)}Z`;
}

/** A time as Go's `Time.String` prints it: `2026-01-02 03:04:05.000000006 +0000 UTC`. */
export function goTimeString(lo: number, hi: number): string {
  const ns = nanosOf(lo, hi);
  const whole = rfc3339(lo, hi).slice(0, 19).replace('T', ' ');
  const rest = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
  return `${whole}${fraction} +0000 UTC`;
}

/** Bytes as Loki prints a limit: `3MB` for a multiple of 2^20, else the next smaller unit that fits, `1536KB`. */
export function byteSize(bytes: number): string {
  for (const [unit, size] of [
    ['GB', 1 << 30],
    ['MB', 1 << 20],
    ['KB', 1 << 10],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return `${bytes}B`;
}
