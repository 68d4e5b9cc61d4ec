import { err, ok, type Result } from '@bongsu/model';
import { unquoteGoString, type MatchOp } from '../../lang/index.js';
import type {
  LineFilter,
  LineFilterOp,
  LineFilterValue,
  Query,
  Selector,
  SelectorMatcher,
  Stage,
  SyntaxFault,
} from './ast.js';
import { lex, type Token } from './lex.js';

/** Loki's bound on the text of a query, in bytes (pkg/logql/syntax/parser.go). */
export const MAX_QUERY_BYTES = 131_072;

/** Parses a query. Says nothing about its meaning: see `checkQuery`. */
export function parseQuery(text: string): Result<Query, SyntaxFault> {
  return run(text, (parser) => parser.query());
}

/** Parses `{...}` alone, as `labels`, `series` and other endpoints take it. */
export function parseMatchers(text: string): Result<Selector, SyntaxFault> {
  return run(text, (parser) => parser.selectorAlone());
}

const encoder = new TextEncoder();

function run<T>(text: string, rule: (parser: Parser) => T): Result<T, SyntaxFault> {
  const bytes = encoder.encode(text).length;
  if (bytes > MAX_QUERY_BYTES) {
    const message = `input size too long (${bytes} > ${MAX_QUERY_BYTES})`;
    return err({ kind: 'check', message, range: { start: 0, end: text.length } });
  }
  try {
    return ok(rule(new Parser(lex(text))));
  } catch (error) {
    if (error instanceof Refused) return err(error.fault);
    throw error;
  }
}

/** Leaves the recursive descent; caught at its one entry. */
class Refused extends Error {
  constructor(readonly fault: SyntaxFault) {
    super(fault.message);
  }
}

const MATCH_OPS: readonly string[] = ['=', '!=', '=~', '!~'];
const LINE_FILTERS: readonly string[] = ['|=', '!=', '|~', '!~'];

/** Names that start a metric query (pkg/logql/syntax/lex.go, `functionTokens`). */
const METRIC_FUNCTIONS = new Set(
  (
    'rate rate_counter count_over_time bytes_rate bytes_over_time avg_over_time sum_over_time min_over_time ' +
    'max_over_time stdvar_over_time stddev_over_time quantile_over_time first_over_time last_over_time ' +
    'absent_over_time vector label_replace sum avg max min count stddev stdvar bottomk topk approx_topk sort sort_desc'
  ).split(' '),
);

class Parser {
  #at = 0;

  constructor(readonly tokens: readonly Token[]) {}

  query(): Query {
    let open = 0;
    while (this.#take('(')) open++;
    const first = this.#token;
    if (first.kind === 'NUMBER' || (first.kind === 'IDENTIFIER' && METRIC_FUNCTIONS.has(first.text.toLowerCase()))) {
      this.#unsupported(first, 'a metric query');
    }
    const selector = this.#selector('');
    const stages: Stage[] = [];
    for (let stage = this.#stage(); stage !== undefined; stage = this.#stage()) stages.push(stage);
    const end = this.#before;
    for (; open > 0; open--) this.#expect(')', ')');
    this.#end();
    return { kind: 'log-query', selector, stages, range: { start: selector.range.start, end } };
  }

  selectorAlone(): Selector {
    const selector = this.#selector('{');
    this.#end();
    return selector;
  }

  #selector(expecting: string): Selector {
    const { start } = this.#token.range;
    this.#expect('{', expecting);
    const matchers: SelectorMatcher[] = [];
    if (!this.#take('}')) {
      matchers.push(this.#matcher('IDENTIFIER or }'));
      while (this.#take(',')) matchers.push(this.#matcher('IDENTIFIER'));
      this.#expect('}', '} or ,');
    }
    return { kind: 'selector', matchers, range: { start, end: this.#before } };
  }

  #matcher(expecting: string): SelectorMatcher {
    const name = this.#token;
    if (name.kind !== 'IDENTIFIER') this.#unexpected(expecting);
    this.#at++;
    const op = this.#token;
    if (op.kind !== 'operator' || !MATCH_OPS.includes(op.text)) this.#unexpected('= or != or =~ or !~');
    this.#at++;
    const value = this.#string('STRING');
    const dotted = name.text.includes('.') ? { dotted: name.text } : {};
    return {
      name: name.text.replaceAll('.', '_'),
      op: op.text as MatchOp,
      value,
      ...dotted,
      range: { start: name.range.start, end: this.#before },
    };
  }

  #stage(): Stage | undefined {
    const token = this.#token;
    if (token.kind !== 'operator') return undefined;
    if (LINE_FILTERS.includes(token.text)) return this.#lineFilter(token);
    if (token.text === '|>' || token.text === '!>') this.#unsupported(token, 'the pattern filter');
    if (token.text === '|') {
      const stage = this.tokens[this.#at + 1]!;
      if (stage.kind === 'keyword' || stage.kind === 'IDENTIFIER' || stage.text === '(') {
        this.#unsupported(stage, stage.kind === 'keyword' ? `the stage ${stage.text}` : 'a label filter');
      }
      this.#at++;
      this.#unexpected('');
    }
    return undefined;
  }

  #lineFilter(op: Token): LineFilter {
    this.#at++;
    const values = [this.#filterValue()];
    while (this.#token.kind === 'keyword' && this.#token.text === 'or') {
      this.#at++;
      values.push(this.#filterValue());
    }
    return {
      kind: 'line-filter',
      op: op.text as LineFilterOp,
      values,
      range: { start: op.range.start, end: this.#before },
    };
  }

  #filterValue(): LineFilterValue {
    const token = this.#token;
    if (token.kind === 'keyword' && token.text === 'ip') this.#unsupported(token, 'the line filter ip()');
    return { kind: 'text', value: this.#string('STRING or ip') };
  }

  #string(expecting: string): string {
    const token = this.#token;
    if (token.kind === 'unterminated') this.#refuse('parse', token, 'literal not terminated');
    if (token.kind !== 'STRING') this.#unexpected(expecting);
    const text = unquoteGoString(token.text);
    if (!text.ok) this.#refuse('parse', token, text.error);
    this.#at++;
    return text.value;
  }

  #end(): void {
    if (this.#token.kind !== '$end') this.#unexpected('');
  }

  get #token(): Token {
    return this.tokens[this.#at]!;
  }

  /** Where the token before the cursor ends. */
  get #before(): number {
    return this.tokens[this.#at - 1]!.range.end;
  }

  #take(operator: string): boolean {
    if (this.#token.kind !== 'operator' || this.#token.text !== operator) return false;
    this.#at++;
    return true;
  }

  #expect(operator: string, expecting: string): void {
    if (!this.#take(operator)) this.#unexpected(expecting);
  }

  #unexpected(expecting: string): never {
    const token = this.#token;
    if (token.kind === 'unterminated') this.#refuse('parse', token, 'literal not terminated');
    const named = token.kind === 'operator' || token.kind === 'keyword' ? token.text : token.kind;
    const hint = expecting === '' ? '' : `, expecting ${expecting}`;
    this.#refuse('parse', token, `syntax error: unexpected ${named}${hint}`);
  }

  #unsupported(token: Token, what: string): never {
    this.#refuse('unsupported', token, `${what} is not supported yet`);
  }

  #refuse(kind: SyntaxFault['kind'], token: Token, message: string): never {
    throw new Refused({ kind, message, range: token.range });
  }
}
