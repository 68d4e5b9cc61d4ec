import { err, ok, type Result } from '@bongsu/model';

const TOKEN = /[ \t\n]*(?:([A-Za-z_][A-Za-z0-9_]*)|"([^"]*)"?|([^]))/uy;

/** Reads the key in an expression of `| logfmt x="key"`. The error is Loki's (pkg/logql/log/logfmt). */
export function parseLogfmtKey(expression: string): Result<string, string> {
  const missing = 'syntax error: unexpected $end, expecting STRING or KEY';
  let key: string | undefined;
  const text = expression.replace(/[ \t\n]+$/, '');
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const [, name, string, other] = TOKEN.exec(text)!;
    if (other !== undefined) return err(key === undefined ? missing : `unexpected char ${other}`);
    if (name !== undefined && key !== undefined) return err('syntax error: unexpected KEY');
    key ??= name ?? string!;
  }
  return key === undefined ? err(missing) : ok(key);
}
