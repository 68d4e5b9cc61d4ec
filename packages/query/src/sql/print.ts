import { assertUnreachable } from '@bongsu/model';
import type { Expr, OrderBy, ParamValue, Select, Selected, Source, SqlType } from './nodes.js';

export interface Parameter {
  readonly type: SqlType;
  readonly value: ParamValue;
}

/** SQL with `{p1:Type}` placeholders; parameter `pN` is `params[N - 1]`. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly Parameter[];
}

/** Prints a select and numbers its parameters from 1 in the order they appear. */
export function print(select: Select): Statement {
  const printer = new Printer();
  const sql = printer.select(select);
  return { sql, params: printer.params };
}

/** Prints the removal of the rows of a table that `where` names; numbered as {@link print} does. */
export function printDelete(table: string, where: Expr): Statement {
  const printer = new Printer();
  const sql = `DELETE FROM ${printName(table)} WHERE ${printer.expr(where)}`;
  return { sql, params: printer.params };
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Back-quotes what is not a plain identifier; each dotted part of a nested column stays one name. */
export function printName(name: string): string {
  return NAME.test(name) ? name : '`' + name.replaceAll('\\', '\\\\').replaceAll('`', '\\`') + '`';
}

function printLiteral(value: number | string): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`BUG: literal ${value}; use a parameter`);
    return String(value);
  }
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

class Printer {
  readonly params: Parameter[] = [];

  select(node: Select): string {
    const parts: string[] = [];
    if (node.with?.length) {
      parts.push('WITH ' + node.with.map((w) => `${printName(w.name)} AS (${this.select(w.select)})`).join(', '));
    }
    parts.push(`SELECT ${node.distinct ? 'DISTINCT ' : ''}${node.columns.map((c) => this.#selected(c)).join(', ')}`);
    if (node.from) parts.push(`FROM ${this.#source(node.from)}`);
    for (const join of node.joins ?? []) {
      parts.push(`${join.type} JOIN ${this.#source(join.source)} ON ${this.expr(join.on)}`);
    }
    if (node.arrayJoin?.length) parts.push('ARRAY JOIN ' + node.arrayJoin.map((c) => this.#selected(c)).join(', '));
    if (node.prewhere) parts.push(`PREWHERE ${this.expr(node.prewhere)}`);
    if (node.where) parts.push(`WHERE ${this.expr(node.where)}`);
    if (node.groupBy?.length) parts.push(`GROUP BY ${this.#list(node.groupBy)}`);
    if (node.having) parts.push(`HAVING ${this.expr(node.having)}`);
    if (node.orderBy?.length) parts.push('ORDER BY ' + node.orderBy.map((o) => this.#order(o)).join(', '));
    if (node.limitBy) parts.push(`LIMIT ${node.limitBy.limit} BY ${this.#list(node.limitBy.by)}`);
    if (node.limit !== undefined) parts.push(`LIMIT ${node.limit}`);
    if (node.offset !== undefined) parts.push(`OFFSET ${node.offset}`);
    const settings = Object.entries(node.settings ?? {});
    if (settings.length) {
      parts.push('SETTINGS ' + settings.map(([k, v]) => `${printName(k)} = ${printLiteral(v)}`).join(', '));
    }
    return parts.join(' ');
  }

  #list(exprs: readonly Expr[]): string {
    return exprs.map((e) => this.expr(e)).join(', ');
  }

  #selected(node: Selected): string {
    const expr = this.expr(node.expr);
    return node.as === undefined ? expr : `${expr} AS ${printName(node.as)}`;
  }

  #order(node: OrderBy): string {
    return `${this.expr(node.expr)} ${node.direction}`;
  }

  #source(node: Source): string {
    const as = node.as === undefined ? '' : ` AS ${printName(node.as)}`;
    switch (node.kind) {
      case 'table':
        return printName(node.name) + as;
      case 'select':
        return `(${this.select(node.select)})${as}`;
      case 'union':
        return `(${node.selects.map((s) => this.select(s)).join(' UNION ALL ')})${as}`;
      default:
        return assertUnreachable(node);
    }
  }

  expr(node: Expr): string {
    switch (node.kind) {
      case 'column':
        return node.table === undefined ? printName(node.name) : `${printName(node.table)}.${printName(node.name)}`;
      case 'param':
        this.params.push({ type: node.type, value: node.value });
        return `{p${this.params.length}:${node.type}}`;
      case 'literal':
        return printLiteral(node.value);
      case 'call': {
        const params = node.params === undefined ? '' : `(${this.#list(node.params)})`;
        return `${printName(node.name)}${params}(${this.#list(node.args)})`;
      }
      case 'infix':
        return `(${this.expr(node.left)} ${node.op} ${this.expr(node.right)})`;
      case 'not':
        return `(NOT ${this.expr(node.expr)})`;
      case 'subquery':
        return `(${this.select(node.select)})`;
      case 'lambda':
        return `(${node.params.map(printName).join(', ')}) -> ${this.expr(node.body)}`;
      case 'star':
        return '*';
      default:
        return assertUnreachable(node);
    }
  }
}
