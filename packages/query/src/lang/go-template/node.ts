import type { GoValue } from './value.js';

interface Placed {
  /** Offset in the template's text. */
  readonly at: number;
}

export interface NumberNode extends Placed {
  readonly kind: 'number';
  readonly text: string;
  /** The number as an integer, where it is one: `1.0` is, and so is `'a'`. */
  readonly integer: bigint | undefined;
  readonly float: number;
  /** What the literal is where no type is asked for. */
  readonly ideal: 'int' | 'float64' | 'overflow';
}
export interface StringNode extends Placed {
  readonly kind: 'string';
  readonly quoted: string;
  readonly value: string;
}
export interface BoolNode extends Placed {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface NilNode extends Placed {
  readonly kind: 'nil';
}
export interface DotNode extends Placed {
  readonly kind: 'dot';
}
/** `.a.b` */
export interface FieldNode extends Placed {
  readonly kind: 'field';
  readonly names: readonly string[];
}
/** `$x.a.b`; the first name is the variable's, with its `$`. */
export interface VariableNode extends Placed {
  readonly kind: 'variable';
  readonly names: readonly string[];
}
export interface IdentifierNode extends Placed {
  readonly kind: 'identifier';
  readonly name: string;
}
/** `(pipeline).a.b` */
export interface ChainNode extends Placed {
  readonly kind: 'chain';
  readonly node: OperandNode;
  readonly names: readonly string[];
}
export interface PipeNode extends Placed {
  readonly kind: 'pipe';
  readonly declarations: readonly VariableNode[];
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}
export interface CommandNode extends Placed {
  readonly kind: 'command';
  /** At least one. */
  readonly args: readonly OperandNode[];
}
export type OperandNode =
  | NumberNode
  | StringNode
  | BoolNode
  | NilNode
  | DotNode
  | FieldNode
  | VariableNode
  | IdentifierNode
  | ChainNode
  | PipeNode;

export interface TextNode extends Placed {
  readonly kind: 'text';
  readonly text: string;
}
export interface ActionNode extends Placed {
  readonly kind: 'action';
  readonly pipe: PipeNode;
}
export interface BranchNode extends Placed {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly list: readonly TemplateNode[];
  readonly elseList?: readonly TemplateNode[];
}
export interface TemplateCallNode extends Placed {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe?: PipeNode;
}
export interface JumpNode extends Placed {
  readonly kind: 'break' | 'continue';
}
export type TemplateNode = TextNode | ActionNode | BranchNode | TemplateCallNode | JumpNode;

/** A node's text as Go prints it in error messages. */
export function nodeText(node: OperandNode | CommandNode | TemplateCallNode | BranchNode): string {
  switch (node.kind) {
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'bool':
      return String(node.value);
    case 'nil':
      return 'nil';
    case 'dot':
      return '.';
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return node.names.join('.');
    case 'identifier':
      return node.name;
    case 'chain':
      return `${operandText(node.node)}${node.names.map((name) => `.${name}`).join('')}`;
    case 'pipe': {
      const declared = node.declarations.map(nodeText).join(', ');
      const prefix = declared === '' ? '' : `${declared} ${node.assigns ? '=' : ':='} `;
      return prefix + node.commands.map(nodeText).join(' | ');
    }
    case 'command':
      return node.args.map(operandText).join(' ');
    case 'template':
      return `{{template ${JSON.stringify(node.name)}${node.pipe ? ` ${nodeText(node.pipe)}` : ''}}}`;
    default:
      return nodeText(node.pipe);
  }
}

const operandText = (node: OperandNode): string => (node.kind === 'pipe' ? `(${nodeText(node)})` : nodeText(node));

/** The value of a literal; `undefined` for other nodes. */
export function literalValue(node: OperandNode): GoValue | undefined {
  switch (node.kind) {
    case 'string':
    case 'bool':
      return node.value;
    case 'number':
      return node.ideal === 'float64' ? node.float : node.integer;
    default:
      return undefined;
  }
}

/** Names of fields that the nodes read, in any template of theirs but those called by name. */
export function fieldNames(nodes: readonly TemplateNode[]): string[] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case 'action':
        return namesIn(node.pipe);
      case 'if':
      case 'with':
      case 'range':
        return [...namesIn(node.pipe), ...fieldNames(node.list), ...fieldNames(node.elseList ?? [])];
      default:
        return [];
    }
  });
}

function namesIn(node: OperandNode): readonly string[] {
  if (node.kind === 'field') return node.names;
  if (node.kind !== 'pipe') return [];
  return node.commands.flatMap((command) => command.args.flatMap(namesIn));
}
