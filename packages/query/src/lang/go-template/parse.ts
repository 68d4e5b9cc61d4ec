import { err, ok, type Result } from '@bongsu/model';
import { quoteGoString, unquoteGoString } from '../go-string.js';
import { isKeyword, lexTemplate, type Token, type TokenKind } from './lex.js';
import {
  nodeText,
  type ActionNode,
  type BranchNode,
  type CommandNode,
  type NumberNode,
  type OperandNode,
  type PipeNode,
  type TemplateCallNode,
  type TemplateNode,
  type VariableNode,
} from './node.js';

/** A template's text as trees: its own and those it defines. */
export interface ParsedTemplate {
  readonly name: string;
  readonly source: string;
  /** By name; the template itself among them, unless it is empty and another of its name is defined. */
  readonly templates: ReadonlyMap<string, readonly TemplateNode[]>;
}

/**
 * Parses a Go text/template. `knows` says which functions there are. The error is Go's own:
 * `template: line:1: function "foo" not defined`.
 */
export function parseTemplateText(
  name: string,
  source: string,
  knows: (fn: string) => boolean,
): Result<ParsedTemplate, string> {
  try {
    return ok(new Parser(name, source, knows).parse());
  } catch (error) {
    if (error instanceof TemplateFault) return err(error.message);
    throw error;
  }
}

/** Leaves the recursive descent; caught at its one entry. */
class TemplateFault extends Error {}

/** Blocks within blocks, and parentheses within parentheses; Go's own bound is its stack. */
const MAX_DEPTH = 200;

type ListEnd = { readonly kind: 'end' } | { readonly kind: 'else'; readonly then?: 'if' | 'with' };

const OPERANDS: readonly TokenKind[] = [
  'bool',
  'char constant',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'raw string',
  'string',
  'variable',
  '(',
];

class Parser {
  readonly #tokens: readonly Token[];
  readonly #templates = new Map<string, readonly TemplateNode[]>();
  #at = 0;
  /** The line of the token read last, which errors name. */
  #line = 1;
  /** Where the action began that is being read; 0 outside of actions. */
  #actionLine = 0;
  #variables: string[] = ['$'];
  #rangeDepth = 0;
  #depth = 0;

  constructor(
    readonly name: string,
    readonly source: string,
    readonly knows: (fn: string) => boolean,
  ) {
    this.#tokens = lexTemplate(source);
  }

  parse(): ParsedTemplate {
    const nodes: TemplateNode[] = [];
    while (this.#peek().kind !== 'EOF') {
      if (this.#peek().kind === 'left delim') {
        const open = this.#at;
        this.#next();
        if (this.#nextNonSpace().kind === 'define') {
          this.#definition();
          continue;
        }
        this.#at = open;
      }
      const node = this.#textOrAction();
      if (node.kind === 'end' || node.kind === 'else') this.#fail(`unexpected {{${node.kind}}}`);
      nodes.push(node);
    }
    const empty = nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
    if (!empty || !this.#templates.has(this.name)) this.#templates.set(this.name, nodes);
    return { name: this.name, source: this.source, templates: this.#templates };
  }

  #definition(): void {
    const name = this.#templateName(this.#nextNonSpace(), 'define clause');
    this.#expect('right delim', 'define clause');
    this.#body(name, 'define clause');
  }

  /** A template defined in place, up to its `{{end}}`; it has variables and loops of its own. */
  #body(name: string, context: string): void {
    const outer = { variables: this.#variables, rangeDepth: this.#rangeDepth };
    this.#variables = ['$'];
    this.#rangeDepth = 0;
    const { nodes, end } = this.#list();
    if (end.kind !== 'end') this.#fail(`unexpected {{else}} in ${context}`);
    this.#variables = outer.variables;
    this.#rangeDepth = outer.rangeDepth;
    this.#templates.set(name, nodes);
  }

  #list(): { nodes: TemplateNode[]; end: ListEnd } {
    if (++this.#depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`);
    const nodes: TemplateNode[] = [];
    while (this.#peekNonSpace().kind !== 'EOF') {
      const node = this.#textOrAction();
      if (node.kind === 'end' || node.kind === 'else') {
        this.#depth--;
        return { nodes, end: node };
      }
      nodes.push(node);
    }
    return this.#fail('unexpected EOF');
  }

  #textOrAction(): TemplateNode | ListEnd {
    const token = this.#nextNonSpace();
    if (token.kind === 'text') return { kind: 'text', text: token.text, at: token.at };
    if (token.kind !== 'left delim') return this.#unexpected(token, 'input');
    this.#actionLine = token.line;
    const node = this.#action();
    this.#actionLine = 0;
    return node;
  }

  #action(): TemplateNode | ListEnd {
    const token = this.#nextNonSpace();
    switch (token.kind) {
      case 'if':
      case 'with':
      case 'range':
        return this.#branch(token.kind, token);
      case 'end':
        this.#expect('right delim', 'end');
        return { kind: 'end' };
      case 'else': {
        const next = this.#peekNonSpace();
        if (next.kind === 'if' || next.kind === 'with') return { kind: 'else', then: next.kind };
        this.#expect('right delim', 'else');
        return { kind: 'else' };
      }
      case 'template':
        return this.#templateCall();
      case 'block':
        return this.#block();
      case 'break':
      case 'continue': {
        const text = `{{${token.kind}}}`;
        const close = this.#nextNonSpace();
        if (close.kind !== 'right delim') this.#unexpected(close, text);
        if (this.#rangeDepth === 0) this.#fail(`${text} outside {{range}}`);
        return { kind: token.kind, at: token.at };
      }
    }
    this.#at--;
    const node: ActionNode = { kind: 'action', at: token.at, pipe: this.#pipeline('command', 'right delim') };
    return node;
  }

  #branch(kind: BranchNode['kind'], { at }: Token): BranchNode {
    const visible = this.#variables.length;
    const pipe = this.#pipeline(kind, 'right delim');
    if (kind === 'range') this.#rangeDepth++;
    const { nodes: list, end } = this.#list();
    if (kind === 'range') this.#rangeDepth--;
    let elseList: readonly TemplateNode[] | undefined;
    if (end.kind === 'else') {
      if (end.then !== undefined && end.then === kind) {
        const token = this.#nextNonSpace();
        if (++this.#depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`);
        elseList = [this.#branch(kind, token)];
        this.#depth--;
      } else {
        if (end.then !== undefined) this.#unexpected(this.#peekNonSpace(), 'else');
        const rest = this.#list();
        if (rest.end.kind !== 'end') this.#fail('expected end; found {{else}}');
        elseList = rest.nodes;
      }
    }
    this.#variables.length = visible;
    return { kind, at, pipe, list, ...(elseList ? { elseList } : {}) };
  }

  #templateCall(): TemplateCallNode {
    const token = this.#nextNonSpace();
    const { at } = token;
    const name = this.#templateName(token, 'template clause');
    if (this.#nextNonSpace().kind === 'right delim') return { kind: 'template', at, name };
    this.#at--;
    return { kind: 'template', at, name, pipe: this.#pipeline('template clause', 'right delim') };
  }

  #block(): TemplateCallNode {
    const token = this.#nextNonSpace();
    const { at } = token;
    const name = this.#templateName(token, 'block clause');
    const pipe = this.#pipeline('block clause', 'right delim');
    this.#body(name, 'block clause');
    return { kind: 'template', at, name, pipe };
  }

  #templateName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'raw string') return this.#unexpected(token, context);
    return this.#unquote(token);
  }

  #pipeline(context: string, end: 'right delim' | ')'): PipeNode {
    const { at } = this.#peekNonSpace();
    const declarations: VariableNode[] = [];
    const assigns = this.#declarations(context, declarations);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.#nextNonSpace();
      if (token.kind === end) break;
      if (!OPERANDS.includes(token.kind)) this.#unexpected(token, context);
      this.#at--;
      commands.push(this.#command());
    }
    if (commands.length === 0) this.#fail(`missing value for ${context}`);
    for (const [i, command] of commands.entries()) {
      const first = command.args[0]!.kind;
      if (
        i > 0 &&
        (first === 'bool' || first === 'dot' || first === 'nil' || first === 'number' || first === 'string')
      ) {
        this.#fail(`non executable command in pipeline stage ${i + 1}`);
      }
    }
    return { kind: 'pipe', at, declarations, assigns, commands };
  }

  /** `$x :=`, `$x =` and, of `range`, `$i, $x :=`. @returns whether variables are assigned to rather than declared. */
  #declarations(context: string, into: VariableNode[]): boolean {
    for (;;) {
      const variable = this.#peekNonSpace();
      if (variable.kind !== 'variable') return false;
      const before = this.#at;
      this.#next();
      const next = this.#peekNonSpace();
      if (next.kind !== '=' && next.kind !== ':=' && !(next.kind === 'char' && next.text === ',')) {
        this.#at = before;
        return false;
      }
      this.#nextNonSpace();
      into.push({ kind: 'variable', at: variable.at, names: [variable.text] });
      this.#variables.push(variable.text);
      if (next.kind === '=') return true;
      if (next.kind === ':=') return false;
      if (context !== 'range' || into.length >= 2) this.#fail(`too many declarations in ${context}`);
      const after = this.#peekNonSpace().kind;
      if (after !== 'variable' && after !== 'right delim' && after !== ')') {
        this.#fail('range can only initialize variables');
      }
    }
  }

  #command(): CommandNode {
    const { at } = this.#peekNonSpace();
    const args: OperandNode[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand) args.push(operand);
      const token = this.#next();
      if (token.kind === 'space') continue;
      if (token.kind === 'right delim' || token.kind === ')') this.#at--;
      else if (token.kind !== '|') this.#unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) this.#fail('empty command');
    return { kind: 'command', at, args };
  }

  #operand(): OperandNode | undefined {
    const node = this.#term();
    if (!node || this.#peek().kind !== 'field') return node;
    const { at } = this.#peek();
    const names: string[] = [];
    while (this.#peek().kind === 'field') names.push(this.#next().text.slice(1));
    switch (node.kind) {
      case 'field':
      case 'variable':
        return { ...node, at, names: [...node.names, ...names] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return this.#fail(`unexpected . after term ${quoteGoString(nodeText(node))}`);
      default:
        return { kind: 'chain', at, node, names };
    }
  }

  #term(): OperandNode | undefined {
    const token = this.#nextNonSpace();
    const { at, text } = token;
    switch (token.kind) {
      case 'identifier':
        if (!this.knows(text)) this.#fail(`function ${quoteGoString(text)} not defined`);
        return { kind: 'identifier', at, name: text };
      case 'dot':
      case 'nil':
        return { kind: token.kind, at };
      case 'variable':
        if (!this.#variables.includes(text)) this.#fail(`undefined variable ${quoteGoString(text)}`);
        return { kind: 'variable', at, names: [text] };
      case 'field':
        return { kind: 'field', at, names: [text.slice(1)] };
      case 'bool':
        return { kind: 'bool', at, value: text === 'true' };
      case 'char constant':
        return this.#charConstant(token);
      case 'number':
        return this.#number(token);
      case '(': {
        if (++this.#depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`);
        const pipe = this.#pipeline('parenthesized pipeline', ')');
        this.#depth--;
        return pipe;
      }
      case 'string':
      case 'raw string':
        return { kind: 'string', at, quoted: text, value: this.#unquote(token) };
    }
    this.#at--;
    return undefined;
  }

  #charConstant({ at, text }: Token): NumberNode {
    const inner = unquoteGoString(`"${text.slice(1, -1).replaceAll('"', '\\"')}"`);
    if (!inner.ok || [...inner.value].length !== 1) return this.#fail(`malformed character constant: ${text}`);
    const code = inner.value.codePointAt(0)!;
    return { kind: 'number', at, text, integer: BigInt(code), float: code, ideal: 'int' };
  }

  #number({ at, text }: Token): NumberNode {
    const integer = integerLiteral(text);
    const float = integer === undefined ? floatLiteral(text) : Number(integer);
    if (float === undefined) return this.#fail(`illegal number syntax: ${quoteGoString(text)}`);
    if (integer === undefined) {
      const whole = Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined;
      return { kind: 'number', at, text, integer: whole, float, ideal: 'float64' };
    }
    const fits = BigInt.asIntN(64, integer) === integer;
    return { kind: 'number', at, text, integer: fits ? integer : undefined, float, ideal: fits ? 'int' : 'overflow' };
  }

  #unquote(token: Token): string {
    const text = unquoteGoString(token.text);
    return text.ok ? text.value : this.#fail('invalid syntax');
  }

  #next(): Token {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!;
    this.#at++;
    this.#line = token.line;
    return token;
  }

  #peek(): Token {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!;
    this.#line = token.line;
    return token;
  }

  #nextNonSpace(): Token {
    let token = this.#next();
    while (token.kind === 'space') token = this.#next();
    return token;
  }

  /** The next token that is no space; the spaces before it are passed over. */
  #peekNonSpace(): Token {
    while (this.#peek().kind === 'space') this.#next();
    return this.#peek();
  }

  #expect(kind: TokenKind, context: string): void {
    const token = this.#nextNonSpace();
    if (token.kind !== kind) this.#unexpected(token, context);
  }

  #unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') this.#fail(`unexpected ${tokenText(token)} in ${context}`);
    const elsewhere = this.#actionLine !== 0 && this.#actionLine !== token.line;
    // Go avoids "action in action".
    const started = token.text.endsWith(' action') ? ' started at' : ' in action started at';
    this.#fail(elsewhere ? `${token.text}${started} ${this.name}:${this.#actionLine}` : token.text);
  }

  #fail(what: string): never {
    throw new TemplateFault(`template: ${this.name}:${this.#line}: ${what}`);
  }
}

function tokenText({ kind, text }: Token): string {
  if (kind === 'EOF') return 'EOF';
  if (isKeyword(kind)) return `<${text}>`;
  const characters = [...text];
  return characters.length > 10 ? `${quoteGoString(characters.slice(0, 10).join(''))}...` : quoteGoString(text);
}

/** A Go integer literal of any base, with underscores between digits. */
function integerLiteral(text: string): bigint | undefined {
  const match = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|0[0-7_]*|[1-9][0-9_]*)$/.exec(text);
  if (!match) return undefined;
  const digits = match[2]!.replaceAll('_', '');
  const magnitude = BigInt(/^0[0-9]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === '-' ? -magnitude : magnitude;
}

function floatLiteral(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain) && Number.isFinite(Number(plain))
    ? Number(plain)
    : undefined;
}
