/**
 * ClickHouse SQL as immutable nodes. Nothing in Bongsu concatenates SQL: compilers build nodes, `print` numbers
 * the parameters. User text reaches the engine only through `param`.
 */
export type SqlType = string & { readonly __sqlType?: true };

export type ParamValue = string | number | bigint | boolean | Uint8Array | null | readonly ParamValue[];

export type Expr =
  | { readonly kind: 'column'; readonly name: string; readonly table?: string }
  | { readonly kind: 'param'; readonly type: SqlType; readonly value: ParamValue }
  | { readonly kind: 'literal'; readonly value: number | string }
  | { readonly kind: 'call'; readonly name: string; readonly params?: readonly Expr[]; readonly args: readonly Expr[] }
  | { readonly kind: 'infix'; readonly op: InfixOp; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'not'; readonly expr: Expr }
  | { readonly kind: 'subquery'; readonly select: Select }
  | { readonly kind: 'lambda'; readonly params: readonly string[]; readonly body: Expr }
  | { readonly kind: 'star' };

export type InfixOp =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR' | '+' | '-' | '*' | '/' | '%' | 'IN' | 'NOT IN' | 'GLOBAL IN';

export interface Selected {
  readonly expr: Expr;
  readonly as?: string;
}

export type Source =
  | { readonly kind: 'table'; readonly name: string; readonly as?: string }
  | { readonly kind: 'select'; readonly select: Select; readonly as?: string }
  | { readonly kind: 'union'; readonly selects: readonly Select[]; readonly as?: string };

export interface Join {
  readonly type: 'INNER' | 'LEFT' | 'LEFT ANY' | 'LEFT SEMI' | 'LEFT ANTI' | 'ASOF LEFT';
  readonly source: Source;
  readonly on: Expr;
}

export interface OrderBy {
  readonly expr: Expr;
  readonly direction: 'ASC' | 'DESC';
}

export interface Select {
  readonly with?: readonly { readonly name: string; readonly select: Select }[];
  readonly columns: readonly Selected[];
  readonly distinct?: boolean;
  readonly from?: Source;
  readonly joins?: readonly Join[];
  readonly arrayJoin?: readonly Selected[];
  /** Rows the engine may drop before reading other columns. */
  readonly prewhere?: Expr;
  readonly where?: Expr;
  readonly groupBy?: readonly Expr[];
  readonly having?: Expr;
  readonly orderBy?: readonly OrderBy[];
  readonly limitBy?: { readonly limit: number; readonly by: readonly Expr[] };
  readonly limit?: number;
  readonly offset?: number;
  readonly settings?: Readonly<Record<string, number | string>>;
}

export const col = (name: string, table?: string): Expr =>
  table === undefined ? { kind: 'column', name } : { kind: 'column', name, table };
export const param = (type: SqlType, value: ParamValue): Expr => ({ kind: 'param', type, value });
/** A constant of the program itself, never of a user. */
export const lit = (value: number | string): Expr => ({ kind: 'literal', value });
export const call = (name: string, ...args: Expr[]): Expr => ({ kind: 'call', name, args });
/** A parametric aggregate: `quantile(0.9)(x)` is `callWith('quantile', [lit(0.9)], x)`. */
export const callWith = (name: string, params: readonly Expr[], ...args: Expr[]): Expr => ({
  kind: 'call',
  name,
  params,
  args,
});
export const infix = (left: Expr, op: InfixOp, right: Expr): Expr => ({ kind: 'infix', op, left, right });
export const not = (expr: Expr): Expr => ({ kind: 'not', expr });
export const subquery = (select: Select): Expr => ({ kind: 'subquery', select });
export const lambda = (params: readonly string[], body: Expr): Expr => ({ kind: 'lambda', params, body });
export const star: Expr = { kind: 'star' };

/** `undefined` for no conditions, the condition itself for one, else their conjunction. */
export function and(conditions: readonly (Expr | undefined)[]): Expr | undefined {
  return fold(conditions, 'AND');
}

export function or(conditions: readonly (Expr | undefined)[]): Expr | undefined {
  return fold(conditions, 'OR');
}

function fold(conditions: readonly (Expr | undefined)[], op: 'AND' | 'OR'): Expr | undefined {
  return conditions.reduce((all, one) => {
    if (one === undefined) return all;
    return all === undefined ? one : infix(all, op, one);
  }, undefined);
}
