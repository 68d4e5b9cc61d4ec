import { err, ok, type Result } from '@bongsu/model';
import { unquoteGoString, type SourceRange } from '../../lang/index.js';
import type { ComparisonOp, Condition, Field, Literal, Query, SyntaxFault } from './ast.js';
import { readAttributeName } from './attribute-name.js';
import { parseDurationNs } from './duration.js';
import { INTRINSICS, KIND_NAMES, LATER_INTRINSICS, STATUS_NAMES } from './fields.js';
import { lex, type Token } from './lex.js';

/** Tempo's bound on the text of a query, in bytes. */
export const MAX_QUERY_BYTES = 128 * 1024;
/** Conditions of one filter; more would be a program, not a question. */
export const MAX_CONDITIONS = 200;
const MAX_NESTING = 100;

const encoder = new TextEncoder();

/** Parses a query. Says nothing about its meaning: see `checkQuery`. */
export function parseQuery(text: string): Result<Query, SyntaxFault> {
  const bytes = encoder.encode(text).length;
  if (bytes > MAX_QUERY_BYTES) {
    const message = `query of ${bytes} bytes exceeds the limit of ${MAX_QUERY_BYTES} bytes`;
    return err({ kind: 'check', message, range: { start: 0, end: text.length } });
  }
  try {
    return ok(new Parser(lex(text)).query());
  } catch (error) {
    if (error instanceof Refused) return err(error.fault);
    throw error;
  }
}

/** Reads a field as `tag values` names it: an intrinsic, `.x`, `span.x` or `resource.x`. */
export function parseField(text: string): Field | undefined {
  const [token, end] = lex(text);
  const whole = token !== undefined && end?.kind === '$end' && token.text === text;
  return whole ? fieldOf(token) : undefined;
}

/** Leaves the recursive descent; caught at its one entry. */
class Refused extends Error {
  constructor(readonly fault: SyntaxFault) {
    super(fault.message);
  }
}

const COMPARISONS: readonly string[] = ['=', '!=', '<', '<=', '>', '>=', '=~', '!~'];
const ARITHMETIC: readonly string[] = ['+', '-', '*', '/', '%', '^'];
const STRUCTURAL: readonly string[] = '> >> < << ~ !> !>> !< !<< !~ &> &>> &< &<< &~'.split(' ');

function fieldOf({ kind, text, range }: Token): Field | undefined {
  if (kind === 'IDENTIFIER' && Object.hasOwn(INTRINSICS, text)) {
    return { kind: 'intrinsic', name: INTRINSICS[text]!, range };
  }
  if (kind !== 'ATTRIBUTE') return undefined;
  const dot = text.indexOf('.');
  const scope = text.slice(0, dot) || 'any';
  if (scope !== 'any' && scope !== 'span' && scope !== 'resource') return undefined;
  return { kind: 'attribute', scope, name: readAttributeName(text.slice(dot + 1)), range };
}

const WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ['nil', { type: 'nil' }],
  ['minInt', { type: 'int', value: -(2n ** 63n) }],
  ['maxInt', { type: 'int', value: 2n ** 63n - 1n }],
  ...STATUS_NAMES.map((name, value): [string, Literal] => [name, { type: 'status', value }]),
  ...KIND_NAMES.map((name, value): [string, Literal] => [name, { type: 'kind', value }]),
]);

class Parser {
  #at = 0;
  #nesting = 0;
  #conditions = 0;

  constructor(readonly tokens: readonly Token[]) {}

  query(): Query {
    const { start } = this.#token.range;
    if (this.#is('(')) this.#unsupported(this.#token, 'a spanset in parentheses');
    this.#expect('{');
    const condition = this.#is('}') ? undefined : this.#condition();
    this.#expect('}');
    const range = { start, end: this.#before };
    this.#refuseContinuation();
    return { kind: 'spanset-filter', condition, range };
  }

  #refuseContinuation(): void {
    const token = this.#token;
    if (token.kind === '$end') return;
    if (token.text === '|') this.#unsupported(token, 'a pipeline');
    if (token.text === 'with') this.#unsupported(token, 'a hint');
    if (token.text === '&&' || token.text === '||') this.#unsupported(token, 'an operator between spansets');
    if (token.kind === 'operator' && STRUCTURAL.includes(token.text)) this.#unsupported(token, 'a structural operator');
    if (token.kind === 'operator' && ARITHMETIC.includes(token.text)) this.#unsupported(token, 'arithmetic');
    this.#unexpected('');
  }

  /** `&&` and `||` bind equally and to the left, as in Tempo. */
  #condition(): Condition {
    let left = this.#term();
    for (;;) {
      const op = this.#token;
      if (op.kind !== 'operator' || (op.text !== '&&' && op.text !== '||')) return left;
      this.#at++;
      const right = this.#term();
      const range = { start: left.range.start, end: right.range.end };
      left = { kind: 'logical', op: op.text, left, right, range };
    }
  }

  #term(): Condition {
    const first = this.#token;
    if (this.#is('!')) this.#unsupported(first, 'negation');
    if (this.#is('(')) {
      if (++this.#nesting > MAX_NESTING) {
        this.#refuse('check', first.range, `parentheses nest deeper than ${MAX_NESTING}`);
      }
      this.#at++;
      const inner = this.#condition();
      this.#expect(')');
      this.#nesting--;
      return inner;
    }
    if (++this.#conditions > MAX_CONDITIONS) {
      this.#refuse('check', first.range, `more than ${MAX_CONDITIONS} conditions in one filter`);
    }
    const field = this.#field();
    return field ? this.#comparison(field) : this.#constant();
  }

  #field(): Field | undefined {
    const token = this.#token;
    const field = fieldOf(token);
    if (field) this.#at++;
    else if (token.kind === 'ATTRIBUTE' || (token.kind === 'IDENTIFIER' && LATER_INTRINSICS.has(token.text))) {
      this.#unsupported(token, token.text);
    }
    return field;
  }

  #comparison(field: Field): Condition {
    const op = this.#token;
    if (op.kind === 'operator' && ARITHMETIC.includes(op.text)) this.#unsupported(op, 'arithmetic');
    if (op.text === '}' || op.text === ')' || op.text === '&&' || op.text === '||') {
      this.#unsupported(op, 'a field that stands for its truth');
    }
    if (op.kind !== 'operator' || !COMPARISONS.includes(op.text)) this.#unexpected('');
    this.#at++;
    const right = this.#token;
    if (this.#field()) this.#unsupported(right, 'comparing two fields');
    if (this.#is('(')) this.#unsupported(right, 'an expression on the right of a comparison');
    const literal = this.#literal();
    this.#refuseArithmetic();
    const range = { start: field.range.start, end: this.#before };
    return { kind: 'comparison', field, op: op.text as ComparisonOp, literal, range };
  }

  /** `true` or `false` alone. */
  #constant(): Condition {
    const { start } = this.#token.range;
    const literal = this.#literal();
    this.#refuseArithmetic();
    const range = { start, end: this.#before };
    if (this.#token.kind === 'operator' && COMPARISONS.includes(this.#token.text)) {
      this.#unsupported(this.#token, 'a literal on the left of a comparison');
    }
    if (literal.type !== 'bool') this.#refuse('check', range, 'a condition must be true or false');
    return { kind: 'constant', value: literal.value, range };
  }

  #refuseArithmetic(): void {
    const token = this.#token;
    if (token.kind === 'operator' && ARITHMETIC.includes(token.text)) this.#unsupported(token, 'arithmetic');
  }

  #literal(): Literal {
    const first = this.#token;
    const negative = this.#is('-');
    if (negative) this.#at++;
    const token = this.#token;
    const number = this.#number(token, negative);
    if (number === undefined && negative) this.#unexpected('');
    const literal = number ?? this.#wordOrString(token);
    if (literal === undefined) {
      if (token.kind === 'unterminated') this.#refuse('parse', first.range, 'literal not terminated');
      this.#unexpected('');
    }
    this.#at++;
    return literal;
  }

  #number({ kind, text, range }: Token, negative: boolean): Literal | undefined {
    if (kind === 'INTEGER') {
      const value = negative ? -BigInt(text) : BigInt(text);
      if (BigInt.asIntN(64, value) !== value) this.#refuse('parse', range, `integer ${text} does not fit 64 bits`);
      return { type: 'int', value };
    }
    if (kind === 'FLOAT') {
      const value = Number(text);
      if (!Number.isFinite(value)) this.#refuse('parse', range, `number ${text} is too large`);
      return { type: 'float', value: negative ? -value : value };
    }
    if (kind === 'DURATION') {
      const ns = parseDurationNs(text);
      if (!ns.ok) this.#refuse('parse', range, ns.error);
      return { type: 'duration', value: negative ? -ns.value : ns.value };
    }
    return undefined;
  }

  #wordOrString({ kind, text, range }: Token): Literal | undefined {
    if (kind === 'IDENTIFIER') return WORDS.get(text);
    if (kind !== 'STRING') return undefined;
    const value = unquoteGoString(text);
    if (!value.ok) this.#refuse('parse', range, value.error);
    return { type: 'string', value: value.value };
  }

  get #token(): Token {
    return this.tokens[this.#at]!;
  }

  /** Where the token before the cursor ends. */
  get #before(): number {
    return this.tokens[this.#at - 1]!.range.end;
  }

  #is(operator: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === operator;
  }

  #expect(operator: string): void {
    if (!this.#is(operator)) this.#unexpected(operator === ')' ? ')' : operator === '{' ? '{ or (' : '');
    this.#at++;
  }

  #unexpected(expecting: string): never {
    const token = this.#token;
    if (token.kind === 'unterminated') this.#refuse('parse', token.range, 'literal not terminated');
    const named = token.kind === 'operator' ? token.text : token.kind;
    const hint = expecting === '' ? '' : `, expecting ${expecting}`;
    this.#refuse('parse', token.range, `syntax error: unexpected ${named}${hint}`);
  }

  #unsupported(token: Token, what: string): never {
    this.#refuse('unsupported', token.range, `${what} is not supported yet`);
  }

  #refuse(kind: SyntaxFault['kind'], range: SourceRange, message: string): never {
    throw new Refused({ kind, message, range });
  }
}
