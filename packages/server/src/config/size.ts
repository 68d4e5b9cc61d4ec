import { err, ok, type Result } from '@bongsu/model';

const K = 1000;
const KI = 1024;
const UNIT_BYTES: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: K,
  MB: K ** 2,
  GB: K ** 3,
  TB: K ** 4,
  KIB: KI,
  MIB: KI ** 2,
  GIB: KI ** 3,
  TIB: KI ** 4,
};

export const SIZE_FORMS = 'a size such as 1048576, 512MiB, 20GB or 1.5TB';

/** Bytes. Decimal units (kB, MB, GB, TB) are powers of 1000, binary ones (KiB, MiB, GiB, TiB) of 1024; case does not matter. */
export function parseSize(text: string): Result<number, string> {
  const found = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text);
  const unit = found === null ? undefined : UNIT_BYTES[found[2]!.toUpperCase()];
  if (found === null || unit === undefined || text.endsWith('\n')) return err(`use ${SIZE_FORMS}`);
  const bytes = Math.round(Number(found[1]) * unit);
  return Number.isSafeInteger(bytes) ? ok(bytes) : err(`use ${SIZE_FORMS}, below 8 PiB`);
}

/** For people: three significant digits, binary units. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= KI && unit < units.length - 1) {
    value /= KI;
    unit++;
  }
  return `${Number(value.toPrecision(value >= 1000 ? 4 : 3))} ${units[unit] ?? 'B'}`;
}
