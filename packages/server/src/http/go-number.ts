import { err, ok, type Result } from '@bongsu/model';

/**
 * A whole number as Go reads it, refused in the words of the function of `strconv` that Loki, Tempo or Prometheus ask:
 * `strconv.Atoi: parsing "x": invalid syntax`. Beyond 2^53 the number is rounded.
 */
export function parseGoInt(text: string, name: 'Atoi' | 'ParseInt' = 'Atoi'): Result<number, string> {
  const refused = (why: string): Result<never, string> =>
    err(`strconv.${name}: parsing ${JSON.stringify(text)}: ${why}`);
  if (!/^[+-]?\d+$/.test(text)) return refused('invalid syntax');
  return BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? ok(Number(text)) : refused('value out of range');
}
