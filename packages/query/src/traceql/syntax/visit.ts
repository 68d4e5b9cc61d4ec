import type { Field, FieldExpr, MetricsExpr, Query, ScalarExpr, SpansetExpr, Stage } from './ast.js';

/** Calls `visit` with every node of a field expression, parents first. */
export function visitExpr(expr: FieldExpr, visit: (expr: FieldExpr) => void): void {
  visit(expr);
  if (expr.kind === 'binary') {
    visitExpr(expr.left, visit);
    visitExpr(expr.right, visit);
  } else if (expr.kind === 'unary') visitExpr(expr.expr, visit);
}

export interface StageVisitor {
  readonly spanset?: (spanset: SpansetExpr) => void;
  readonly expr?: (expr: FieldExpr) => void;
}

/** Walks stages and all that they hold. `expr` gets whole expressions: of filters, aggregates, `by` and `select`. */
export function visitStages(stages: readonly Stage[], visitor: StageVisitor): void {
  for (const stage of stages) visitStage(stage, visitor);
}

function visitStage(stage: Stage, visitor: StageVisitor): void {
  switch (stage.kind) {
    case 'coalesce':
      return;
    case 'by':
      visitor.expr?.(stage.expr);
      return;
    case 'select':
      for (const expr of stage.exprs) visitor.expr?.(expr);
      return;
    case 'scalar-filter':
      visitScalar(stage.left, visitor);
      visitScalar(stage.right, visitor);
      return;
    default:
      visitSpanset(stage, visitor);
  }
}

function visitSpanset(spanset: SpansetExpr, visitor: StageVisitor): void {
  visitor.spanset?.(spanset);
  switch (spanset.kind) {
    case 'filter':
      visitor.expr?.(spanset.expr);
      return;
    case 'spanset-op':
      visitSpanset(spanset.left, visitor);
      visitSpanset(spanset.right, visitor);
      return;
    case 'pipeline':
      visitStages(spanset.stages, visitor);
      return;
    case 'without':
      visitSpanset(spanset.expr, visitor);
  }
}

function visitScalar(scalar: ScalarExpr, visitor: StageVisitor): void {
  switch (scalar.kind) {
    case 'static':
      return;
    case 'aggregate':
      if (scalar.expr) visitor.expr?.(scalar.expr);
      return;
    case 'scalar-op':
      visitScalar(scalar.left, visitor);
      visitScalar(scalar.right, visitor);
      return;
    case 'scalar-pipeline':
      visitStages(scalar.stages, visitor);
      visitScalar(scalar.aggregate, visitor);
  }
}

/** The pipelines with a metrics function of a metrics query, from left to right. */
export function metricsLeaves(expr: MetricsExpr): Extract<MetricsExpr, { kind: 'metrics' }>[] {
  switch (expr.kind) {
    case 'metrics':
      return [expr];
    case 'metrics-op':
      return [...metricsLeaves(expr.left), ...metricsLeaves(expr.right)];
    case 'second-stage':
      return metricsLeaves(expr.inner);
    case 'scalar':
      return [];
  }
}

/** Every field that the stages name, in the order they stand. */
export function visitFields(stages: readonly Stage[], visit: (field: Field) => void): void {
  const expr = (whole: FieldExpr): void =>
    visitExpr(whole, (at) => {
      if (at.kind === 'attribute' || at.kind === 'intrinsic') visit(at);
    });
  visitStages(stages, { expr });
}

/** A name that two fields share only when they are the same. */
export const fieldKey = (field: Field): string =>
  field.kind === 'intrinsic' ? field.name : `${field.scope}.${field.name}`;

/** The fields that the stages name, each once. */
export function fieldsOf(stages: readonly Stage[]): Field[] {
  const fields = new Map<string, Field>();
  visitFields(stages, (field) => fields.set(fieldKey(field), fields.get(fieldKey(field)) ?? field));
  return [...fields.values()];
}

/** Every field expression of a query: what is said without scope, and what has no meaning yet, stands in them. */
export function visitQueryFields(query: Query, visit: (field: Field) => void): void {
  if (query.kind === 'search') return visitFields(query.stages, visit);
  for (const leaf of metricsLeaves(query.expr)) {
    visitFields(leaf.stages, visit);
    const { fn } = leaf;
    if (fn.fn === 'compare') visitFields([fn.filter], visit);
    else {
      for (const field of fn.by) visit(field);
      if ('field' in fn) visit(fn.field);
    }
  }
}
