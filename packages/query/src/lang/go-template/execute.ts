import { err, ok, type Limit, type Result } from '@bongsu/model';
import { BUILTINS } from './builtins.js';
import { duration } from './duration.js';
import { GoTime } from './go-time.js';
import {
  literalValue,
  nodeText,
  type BranchNode,
  type ChainNode,
  type CommandNode,
  type IdentifierNode,
  type OperandNode,
  type PipeNode,
  type TemplateCallNode,
  type TemplateNode,
  type VariableNode,
} from './node.js';
import type { ParsedTemplate } from './parse.js';
import { printValue } from './printf.js';
import { TIME_METHODS } from './time-methods.js';
import {
  CallFailure,
  GoFuncValue,
  GoInt,
  GoMap,
  GoSlice,
  GoStruct,
  integerOf,
  isTrue,
  typeName,
  type GoFunction,
  type GoFunctions,
  type GoValue,
  type ParameterType,
} from './value.js';

/** No value was piped into a command. */
const MISSING = Symbol('missing');
type Final = GoValue | typeof MISSING;

/** Bounds of one execution. */
export interface TemplateLimits {
  /** A step is a node or an iteration. */
  readonly steps: Limit;
  /** Templates that call templates. */
  readonly depth: Limit;
}

/** Characters of an output: more than any log line has. */
const MAX_OUTPUT = 4_000_000;

/** What a list of nodes ended with. */
type Jump = 'break' | 'continue' | undefined;

type Variable = { readonly name: string; value: GoValue };

/** Leaves the evaluation; caught at its one entry. */
class ExecutionFault extends Error {}

/** Runs a parsed template. The error is Go's: `template: line:1:2: executing "line" at <.x.y>: ...`. */
export function executeTemplate(
  parsed: ParsedTemplate,
  functions: GoFunctions,
  data: GoValue,
  limits: TemplateLimits,
): Result<string, string> {
  const execution = new Execution(parsed, functions, limits);
  try {
    return ok(execution.run(data));
  } catch (error) {
    if (error instanceof ExecutionFault) return err(error.message);
    throw error;
  }
}

class Execution {
  #output = '';
  #steps = 0;
  #depth = 0;
  #variables: Variable[] = [];
  /** The template that is being run. */
  #template: string;
  /** The node that errors name. */
  #node: CommandNode | OperandNode | TemplateCallNode | undefined;

  constructor(
    readonly parsed: ParsedTemplate,
    readonly functions: GoFunctions,
    readonly limits: TemplateLimits,
  ) {
    this.#template = parsed.name;
  }

  run(data: GoValue): string {
    this.#variables = [{ name: '$', value: data }];
    this.#walk(data, this.parsed.templates.get(this.#template)!);
    return this.#output;
  }

  #walk(dot: GoValue, nodes: readonly TemplateNode[]): Jump {
    for (const node of nodes) {
      this.#step();
      switch (node.kind) {
        case 'text':
          this.#write(node.text);
          break;
        case 'action': {
          this.#at(node.pipe);
          const value = this.#pipeline(dot, node.pipe);
          if (node.pipe.declarations.length === 0) this.#print(node.pipe, value);
          break;
        }
        case 'template':
          this.#callTemplate(dot, node);
          break;
        case 'break':
        case 'continue':
          return node.kind;
        default: {
          const visible = this.#variables.length;
          const jump = node.kind === 'range' ? this.#range(dot, node) : this.#branch(dot, node);
          this.#variables.length = visible;
          if (jump) return jump;
        }
      }
    }
    return undefined;
  }

  #branch(dot: GoValue, { kind, pipe, list, elseList }: BranchNode): Jump {
    const value = this.#pipeline(dot, pipe);
    if (isTrue(value)) return this.#walk(kind === 'with' ? value : dot, list);
    return elseList ? this.#walk(dot, elseList) : undefined;
  }

  #range(dot: GoValue, { pipe, list, elseList }: BranchNode): Jump {
    const value = this.#pipeline(dot, { ...pipe, declarations: [] });
    const visible = this.#variables.length;
    let ran = false;
    for (const [key, element] of this.#elements(pipe, value)) {
      this.#step();
      ran = true;
      const { declarations, assigns } = pipe;
      const values = declarations.length === 1 ? [element] : [key, element];
      for (const [i, { names }] of declarations.entries()) {
        if (assigns) this.#assign(names[0]!, values[i]!);
        else this.#variables.push({ name: names[0]!, value: values[i]! });
      }
      const jump = this.#walk(element, list);
      this.#variables.length = visible;
      if (jump === 'break') break;
    }
    return !ran && elseList ? this.#walk(dot, elseList) : undefined;
  }

  /** What a range goes through, with the place or key of each. */
  *#elements(pipe: PipeNode, value: GoValue): Generator<[key: GoValue, element: GoValue]> {
    const count = integerOf(value);
    if (value instanceof GoSlice) {
      for (const [i, item] of value.items.entries()) yield [BigInt(i), item];
    } else if (value instanceof GoMap) {
      for (const key of value.sortedKeys()) yield [key, value.entries.get(key) ?? null];
    } else if (count !== undefined) {
      for (let i = 0n; i < count; i++) yield [i, i];
    } else if (value !== null) {
      this.#at(pipe);
      this.#fail(`range can't iterate over ${printValue(value)}`);
    }
  }

  #callTemplate(dot: GoValue, node: TemplateCallNode): void {
    this.#node = node;
    const nodes = this.parsed.templates.get(node.name);
    if (!nodes) this.#fail(`template ${JSON.stringify(node.name)} not defined`);
    const { depth } = this.limits;
    if (this.#depth >= depth.value) {
      this.#fail(`exceeded maximum template depth (${depth.value}; raise ${depth.key})`);
    }
    const inner = node.pipe ? this.#pipeline(dot, node.pipe) : null;
    const outer = { template: this.#template, variables: this.#variables };
    this.#depth++;
    this.#template = node.name;
    this.#variables = [{ name: '$', value: inner }];
    this.#walk(inner, nodes);
    this.#template = outer.template;
    this.#variables = outer.variables;
    this.#depth--;
  }

  #print(node: PipeNode, value: GoValue): void {
    if (value instanceof GoFuncValue) {
      this.#at(node);
      this.#fail(`can't print ${nodeText(node)} of type ${typeName(value)}`);
    }
    this.#write(value === null ? '<no value>' : printValue(value));
  }

  #pipeline(dot: GoValue, pipe: PipeNode): GoValue {
    this.#at(pipe);
    let value: Final = MISSING;
    for (const command of pipe.commands) value = this.#command(dot, command, value);
    const result = value === MISSING ? null : value;
    for (const { names } of pipe.declarations) {
      if (pipe.assigns) this.#assign(names[0]!, result);
      else this.#variables.push({ name: names[0]!, value: result });
    }
    return result;
  }

  #assign(name: string, value: GoValue): void {
    const variable = this.#variables.findLast((v) => v.name === name);
    if (!variable) this.#fail(`undefined variable: ${name}`);
    variable.value = value;
  }

  #command(dot: GoValue, command: CommandNode, final: Final): GoValue {
    this.#step();
    const { args } = command;
    const first = args[0]!;
    switch (first.kind) {
      case 'field':
        this.#at(first);
        return this.#fields(dot, dot, first, first.names, args, final);
      case 'chain':
        return this.#chain(dot, first, args, final);
      case 'identifier':
        return this.#function(dot, first, command, args, final);
      case 'pipe':
        this.#noArguments(args, final);
        return this.#pipeline(dot, first);
      case 'variable':
        return this.#variable(dot, first, args, final);
    }
    this.#at(first);
    this.#noArguments(args, final);
    if (first.kind === 'nil') this.#fail('nil is not a command');
    return first.kind === 'dot' ? dot : this.#literal(first);
  }

  #noArguments(args: readonly OperandNode[], final: Final): void {
    if (args.length > 1 || final !== MISSING) this.#fail(`can't give argument to non-function ${nodeText(args[0]!)}`);
  }

  #literal(node: OperandNode): GoValue {
    const value = literalValue(node);
    if (value === undefined) this.#fail(`${nodeText(node)} overflows int`);
    return value;
  }

  #chain(dot: GoValue, node: ChainNode, args: readonly OperandNode[], final: Final): GoValue {
    this.#at(node);
    if (node.node.kind === 'nil') this.#fail(`indirection through explicit nil in ${nodeText(node)}`);
    const receiver = this.#argument(dot, 'any', node.node);
    return this.#fields(dot, receiver, node, node.names, args, final);
  }

  #variable(dot: GoValue, node: VariableNode, args: readonly OperandNode[], final: Final): GoValue {
    this.#at(node);
    const [name, ...fields] = node.names;
    const variable = this.#variables.findLast((v) => v.name === name);
    if (!variable) this.#fail(`undefined variable: ${name!}`);
    if (fields.length === 0) {
      this.#noArguments(args, final);
      return variable.value;
    }
    return this.#fields(dot, variable.value, node, fields, args, final);
  }

  /** Follows fields; only the last may take arguments. */
  #fields(
    dot: GoValue,
    receiver: GoValue,
    node: OperandNode,
    names: readonly string[],
    args: readonly OperandNode[],
    final: Final,
  ): GoValue {
    let value = receiver;
    for (const [i, name] of names.entries()) {
      const last = i === names.length - 1;
      value = this.#field(dot, value, node, name, last ? args : [node], last ? final : MISSING, i > 0);
    }
    return value;
  }

  #field(
    dot: GoValue,
    receiver: GoValue,
    node: OperandNode,
    name: string,
    args: readonly OperandNode[],
    final: Final,
    nested: boolean,
  ): GoValue {
    if (receiver === null) {
      if (nested) this.#fail(`nil pointer evaluating interface {}.${name}`);
      return null;
    }
    const hasArguments = args.length > 1 || final !== MISSING;
    if (receiver instanceof GoTime) {
      const method = TIME_METHODS.get(name);
      if (method) return this.#call(dot, method(receiver), node, name, args, final);
    }
    if (receiver instanceof GoMap) {
      if (hasArguments) this.#fail(`${name} is not a method but has arguments`);
      return receiver.entries.get(name) ?? (receiver.element === 'string' ? '' : null);
    }
    if (receiver instanceof GoInt) {
      const method = receiver.methods.get(name);
      if (method) return this.#call(dot, method, node, name, args, final);
    }
    if (receiver instanceof GoStruct) {
      const method = receiver.methods.get(name);
      if (method) return this.#call(dot, method, node, name, args, final);
      const value = receiver.fields.get(name);
      if (value !== undefined) {
        if (hasArguments) this.#fail(`${name} has arguments but cannot be invoked as function`);
        return value;
      }
    }
    return this.#fail(`can't evaluate field ${name} in type ${typeName(receiver)}`);
  }

  #function(
    dot: GoValue,
    node: IdentifierNode,
    context: CommandNode | OperandNode,
    args: readonly OperandNode[],
    final: Final,
  ): GoValue {
    this.#at(node);
    const { name } = node;
    const own = this.functions.get(name);
    if (!own && (name === 'and' || name === 'or')) return this.#logic(dot, name, node, args, final);
    return this.#call(dot, own ?? BUILTINS.get(name)!, context, name, args, final);
  }

  /** `and` and `or` give the argument that decides, and do not evaluate those behind it. */
  #logic(dot: GoValue, name: 'and' | 'or', node: OperandNode, args: readonly OperandNode[], final: Final): GoValue {
    const rest = args.slice(1);
    if (rest.length + (final === MISSING ? 0 : 1) < 1) {
      this.#fail(`wrong number of args for ${name}: want at least 1 got ${rest.length}`);
    }
    let value: GoValue = null;
    for (const arg of rest) {
      value = this.#argument(dot, 'any', arg);
      if (isTrue(value) === (name === 'or')) return value;
    }
    this.#at(node);
    return final === MISSING ? value : final;
  }

  #call(
    dot: GoValue,
    fn: GoFunction,
    /** What the function's own error is about: the whole command. */
    context: CommandNode | OperandNode,
    name: string,
    args: readonly OperandNode[],
    final: Final,
  ): GoValue {
    const { parameters, variadic } = fn;
    const given = args.slice(1);
    const count = given.length + (final === MISSING ? 0 : 1);
    if (variadic === undefined ? count !== parameters.length : count < parameters.length) {
      this.#fail(
        variadic === undefined
          ? `wrong number of args for ${name}: want ${parameters.length} got ${count}`
          : `wrong number of args for ${name}: want at least ${parameters.length} got ${given.length}`,
      );
    }
    const values = given.map((arg, i) => this.#argument(dot, parameters[i] ?? variadic!, arg));
    if (final !== MISSING) values.push(this.#typed(final, parameters[values.length] ?? variadic!));
    try {
      return fn.call(values);
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      this.#at(context);
      return this.#fail(`error calling ${name}: ${error.message}`);
    }
  }

  #argument(dot: GoValue, type: ParameterType, node: OperandNode): GoValue {
    this.#step();
    this.#at(node);
    switch (node.kind) {
      case 'dot':
        return this.#typed(dot, type);
      case 'nil':
        if (type !== 'any') this.#fail(`cannot assign nil to ${type}`);
        return null;
      case 'field':
        return this.#typed(this.#fields(dot, dot, node, node.names, [node], MISSING), type);
      case 'variable':
        return this.#typed(this.#variable(dot, node, [node], MISSING), type);
      case 'pipe':
        return this.#typed(this.#pipeline(dot, node), type);
      case 'identifier':
        return this.#typed(this.#function(dot, node, node, [node], MISSING), type);
      case 'chain':
        return this.#typed(this.#chain(dot, node, [node], MISSING), type);
    }
    switch (type) {
      case 'any':
        return this.#literal(node);
      case 'bool':
        return node.kind === 'bool' ? node.value : this.#fail(`expected bool; found ${nodeText(node)}`);
      case 'string':
        return node.kind === 'string' ? node.value : this.#fail(`expected string; found ${nodeText(node)}`);
      case 'int':
        return node.kind === 'number' && node.integer !== undefined
          ? node.integer
          : this.#fail(`expected integer; found ${nodeText(node)}`);
      case 'time.Duration':
        return node.kind === 'number' && node.integer !== undefined
          ? duration(node.integer)
          : this.#fail(`expected integer; found ${nodeText(node)}`);
      case 'float64':
        return node.kind === 'number' ? node.float : this.#fail(`expected float; found ${nodeText(node)}`);
      case 'time.Time':
        return this.#fail(`can't handle ${nodeText(node)} for arg of type ${type}`);
    }
  }

  #typed(value: GoValue, type: ParameterType): GoValue {
    if (type === 'any') return value;
    if (value === null) return this.#fail(`invalid value; expected ${type}`);
    const found = typeName(value);
    return found === type ? value : this.#fail(`wrong type for value; expected ${type}; got ${found}`);
  }

  #write(text: string): void {
    this.#output += text;
    if (this.#output.length > MAX_OUTPUT) this.#fail(`the output is longer than ${MAX_OUTPUT} characters`);
  }

  #step(): void {
    const { steps } = this.limits;
    if (++this.#steps > steps.value) {
      this.#fail(`the template takes more than ${steps.value} steps (raise ${steps.key})`);
    }
  }

  #at(node: CommandNode | OperandNode): void {
    this.#node = node;
  }

  #fail(what: string): never {
    const { source, name } = this.parsed;
    if (!this.#node) throw new ExecutionFault(`template: ${name}: ${what}`);
    const before = source.slice(0, this.#node.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    const column = Buffer.byteLength(before.slice(lineStart));
    const executing = JSON.stringify(this.#template);
    throw new ExecutionFault(
      `template: ${name}:${line}:${column}: executing ${executing} at <${nodeText(this.#node)}>: ${what}`,
    );
  }
}
