import { err, ok, type Result } from '@bongsu/model';
import type { FieldExpr } from './ast.js';
import { checkQuery } from './check.js';
import { lex, type Token } from './lex.js';
import { parseQuery } from './parse.js';

/** Alternatives that a filter may have, as Tempo's limit of them is unless it is configured. */
const MAX_GROUPS = 100;

/**
 * The condition of the one `{...}` of a query that may still be being typed: what cannot be read yet counts as true,
 * and so does a field alone, which may be the beginning of a comparison; what comes behind a `|` is left out.
 * `undefined` when nothing of it restricts spans, as when there are several spansets. Fails for too many alternatives.
 */
export function lenientFilter(text: string): Result<FieldExpr | undefined, string> {
  const tokens = lex(text);
  const open = tokens.findIndex((t) => t.kind === 'operator' && t.text === '{');
  if (open < 0) return ok(undefined);
  const close = tokens.findIndex((t, i) => i > open && t.kind === 'operator' && (t.text === '}' || t.text === '{'));
  const behind = close < 0 ? undefined : tokens.slice(close + 1).find((t) => t.text !== ')');
  if (behind?.kind === 'operator' && behind.text !== '|') return ok(undefined);
  const inner = tokens.slice(open + 1, close < 0 ? tokens.length : close).filter((t) => t.kind !== '$end');
  const pieces = split(inner);
  let condition: FieldExpr | undefined;
  for (const { op, tokens: some } of pieces ?? []) {
    const part = read(text, some);
    if (part === undefined) {
      // `a || ?` restricts nothing.
      if (op === '||') condition = undefined;
      continue;
    }
    if (condition === undefined) condition = op === '||' ? undefined : part;
    else condition = { kind: 'binary', op, left: condition, right: part, range: part.range };
  }
  if (condition === undefined || groupsOf(condition) <= MAX_GROUPS) return ok(condition);
  return err(
    `maximum condition groups reached (limit: ${MAX_GROUPS}). Reduce the number of OR conditions in the query`,
  );
}

/** The alternatives that are left when `a && (b || c)` is written as `a && b || a && c`. */
function groupsOf(expr: FieldExpr): number {
  if (expr.kind !== 'binary') return 1;
  if (expr.op === '&&') return groupsOf(expr.left) * groupsOf(expr.right);
  return expr.op === '||' ? groupsOf(expr.left) + groupsOf(expr.right) : 1;
}

interface Piece {
  /** What joins it to the pieces before; `&&` for the first. */
  readonly op: '&&' | '||';
  readonly tokens: readonly Token[];
}

/** The conditions between `&&` and `||` outside of parentheses. */
function split(tokens: readonly Token[]): Piece[] | undefined {
  const pieces: { op: '&&' | '||'; tokens: Token[] }[] = [{ op: '&&', tokens: [] }];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth < 0) return undefined;
    const joins = token.kind === 'operator' && (token.text === '&&' || token.text === '||');
    if (joins && depth === 0) pieces.push({ op: token.text, tokens: [] });
    else pieces.at(-1)!.tokens.push(token);
  }
  return pieces;
}

function read(text: string, tokens: readonly Token[]): FieldExpr | undefined {
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  const query = parseQuery(`{ ${text.slice(tokens[0]!.range.start, last.range.end)} }`);
  if (!query.ok || query.value.kind !== 'search' || checkQuery(query.value)) return undefined;
  const [filter] = query.value.stages;
  if (query.value.stages.length !== 1 || filter?.kind !== 'filter') return undefined;
  const { kind } = filter.expr;
  return kind === 'static' || kind === 'attribute' || kind === 'intrinsic' ? undefined : filter.expr;
}
