import type { CombinedLabelFilter, CompareOp, LabelFilter } from './ast.js';
import type { Token } from './lex.js';
import { parseIpCall } from './parse-ip-call.js';
import { parseSignedNumber, startsNumber } from './parse-number.js';
import { MATCH_OPS } from './parse-selector.js';
import { MAX_DEPTH, TOO_DEEP, type TokenStream } from './token-stream.js';

/** Whether a label filter can start here. */
export const startsLabelFilter = ({ kind, text }: Token): boolean =>
  kind === 'IDENTIFIER' || (kind === 'operator' && text === '(');

/** How filters are joined. A comma and mere juxtaposition mean `and`. */
type Joint = 'and' | 'or' | ',' | '(';

/**
 * Whether the left one of two joints is done with before the right one starts. Loki's grammar has a precedence for
 * `and` and `or` only; a comma or a space takes all that follows it: `a, b or c` is `a and (b or c)`, and
 * `a or b, c` is `a or (b and c)`. Which of two conjunctions is first makes no difference.
 */
function bindsTighter(left: Joint, right: Joint): boolean {
  if (left === 'and') return true;
  if (left === ',') return right === ',';
  return left === 'or' && right === 'or';
}

/** Filters of one kind side by side; their order is the only thing that matters. */
interface Chain {
  readonly kind: 'and' | 'or';
  readonly parts: LabelFilter[];
}

/** Label filters with their joints. Works on a stack of its own: chains and parentheses may be long. */
export function parseLabelFilter(tokens: TokenStream): LabelFilter {
  const operands: (LabelFilter | Chain)[] = [];
  const joints: Joint[] = [];
  const reduce = (): void => {
    const right = operands.pop()!;
    const left = operands.pop()!;
    operands.push(chain(joints.pop() === 'or' ? 'or' : 'and', left, right));
  };
  let open = 0;
  for (;;) {
    while (tokens.accept('operator', '(')) {
      joints.push('(');
      open++;
    }
    operands.push(parseComparison(tokens));
    while (open > 0 && tokens.accept('operator', ')')) {
      while (joints.at(-1) !== '(') reduce();
      joints.pop();
      open--;
    }
    const joint = takeJoint(tokens);
    if (joint === undefined) break;
    while (joints.length > 0 && bindsTighter(joints.at(-1)!, joint)) reduce();
    joints.push(joint);
    if (!startsLabelFilter(tokens.next)) tokens.unexpected('IDENTIFIER or (');
  }
  if (open > 0) tokens.unexpected();
  while (joints.length > 0) reduce();
  const filter = treeOf(operands[0]!);
  if (isDeeperThan(filter, MAX_DEPTH)) tokens.refuse('check', TOO_DEEP, filter.range);
  return filter;
}

/** Looks without recursion: the filter may be as deep as the text is long. */
function isDeeperThan(filter: LabelFilter, limit: number): boolean {
  const open: [filter: LabelFilter, depth: number][] = [[filter, 1]];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const [at, depth] = entry;
    if (depth > limit) return true;
    if (at.kind === 'and' || at.kind === 'or') open.push([at.left, depth + 1], [at.right, depth + 1]);
  }
  return false;
}

function takeJoint(tokens: TokenStream): Joint | undefined {
  if (tokens.accept('keyword', 'and')) return 'and';
  if (tokens.accept('keyword', 'or')) return 'or';
  return tokens.accept('operator', ',') || startsLabelFilter(tokens.next) ? ',' : undefined;
}

function chain(kind: Chain['kind'], left: LabelFilter | Chain, right: LabelFilter | Chain): Chain {
  const after = isChainOf(right, kind) ? right.parts : [treeOf(right)];
  if (isChainOf(left, kind)) {
    // In place: a chain of thousands is built one by one.
    for (const part of after) left.parts.push(part);
    return left;
  }
  // Of parentheses.
  if (isChainOf(right, kind)) {
    right.parts.unshift(treeOf(left));
    return right;
  }
  return { kind, parts: [treeOf(left), ...after] };
}

const isChainOf = (filter: LabelFilter | Chain, kind: Chain['kind']): filter is Chain =>
  'parts' in filter && filter.kind === kind;

/** A chain as a tree that is only as deep as its length needs. Order, and with it short-circuiting, stays. */
function treeOf(filter: LabelFilter | Chain): LabelFilter {
  return 'parts' in filter ? balanced(filter.kind, filter.parts, 0, filter.parts.length) : filter;
}

function balanced(kind: Chain['kind'], parts: readonly LabelFilter[], from: number, to: number): LabelFilter {
  if (to - from === 1) return parts[from]!;
  const middle = Math.ceil((from + to) / 2);
  const left = balanced(kind, parts, from, middle);
  const right = balanced(kind, parts, middle, to);
  return { kind, left, right, range: { start: left.range.start, end: right.range.end } } satisfies CombinedLabelFilter;
}

const COMPARE_OPS: ReadonlySet<string> = new Set(['==', '!=', '>', '>=', '<', '<=', '=']);

/** `name op literal` */
function parseComparison(tokens: TokenStream): LabelFilter {
  const { text: name, range } = tokens.expectKind('IDENTIFIER', 'IDENTIFIER or (');
  const op = tokens.next;
  if (op.kind !== 'operator' || !(MATCH_OPS.has(op.text) || COMPARE_OPS.has(op.text))) return tokens.unexpected();
  tokens.take();
  const ranged = (): LabelFilter['range'] => ({ start: range.start, end: tokens.end });
  const literal = tokens.next;
  const equality = op.text === '=' || op.text === '!=';
  if (op.text === '=~' || op.text === '!~' || (equality && literal.kind === 'STRING')) {
    return { kind: 'string', name, op: op.text, value: tokens.string(), range: ranged() };
  }
  if (equality && tokens.is('function', 'ip')) {
    return { kind: 'ip', name, op: op.text, value: parseIpCall(tokens), range: ranged() };
  }
  const compare = op.text === '=' ? '==' : (op.text as CompareOp);
  if (literal.kind === 'DURATION' || literal.kind === 'BYTES') {
    tokens.take();
    const kind = literal.kind === 'DURATION' ? 'duration' : 'bytes';
    return { kind, name, op: compare, value: literal.value, text: literal.text, range: ranged() };
  }
  if (!startsNumber(literal)) return tokens.unexpected();
  const { value, text } = parseSignedNumber(tokens);
  return { kind: 'number', name, op: compare, value, text, range: ranged() };
}
