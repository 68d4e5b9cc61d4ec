import { err, ok, type Result } from '@bongsu/model';
import { parseGoFloat } from '../../../lang/index.js';

const KILO = 1000;
const KIBI = 1024;
const PREFIXES = ['k', 'm', 'g', 't', 'p', 'e'];

/** Bytes of each unit, in lower case: `kb` and `k` count in thousands, `kib` and `ki` in 1024s. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ...PREFIXES.flatMap((prefix, i): [string, number][] => [
    [prefix, KILO ** (i + 1)],
    [`${prefix}b`, KILO ** (i + 1)],
    [`${prefix}i`, KIBI ** (i + 1)],
    [`${prefix}ib`, KIBI ** (i + 1)],
  ]),
]);

const NUMBER = /^[\p{Nd}.,]*/u;

/** Bytes of `1.5 KiB` and its kin, whole, as go-humanize's `ParseBytes` reads them. The error is its own text. */
export function parseByteSize(text: string): Result<number, string> {
  const digits = NUMBER.exec(text)![0];
  const number = parseGoFloat(digits.replaceAll(',', ''));
  if (!number.ok) return number;
  const unit = text.slice(digits.length).trim().toLowerCase();
  const size = UNITS.get(unit);
  if (size === undefined) return err(`unhandled size name: ${unit}`);
  const bytes = number.value * size;
  return bytes >= 2 ** 64 ? err(`too large: ${text}`) : ok(Math.trunc(bytes));
}
