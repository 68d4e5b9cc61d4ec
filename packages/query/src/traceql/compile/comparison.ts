import { call, col, infix, lit, not, param, subquery, type Expr } from '../../sql/index.js';
import type { Comparison, ComparisonOp, Literal } from '../syntax/index.js';
import { compileResources, type SpanScope } from './scope.js';
import { compileOp, compileText, compileTyped, numberParam } from './value.js';

/** A condition on `spans`. Mirrors `exec/comparison.ts`. */
export function compileComparison({ field, op, literal }: Comparison, scope: SpanScope): Expr {
  if (field.kind === 'intrinsic') return compileIntrinsic(field.name, op, literal);
  switch (field.scope) {
    case 'span':
      return compileAttribute(field.name, op, literal);
    case 'resource':
      return compileResourceAttribute(field.name, op, literal, scope);
    case 'any':
      // The span's attribute hides the resource's, whatever its value.
      return call(
        'if',
        present(field.name),
        compileAttribute(field.name, op, literal),
        compileResourceAttribute(field.name, op, literal, scope),
      );
  }
}

type FieldName = Extract<Comparison['field'], { kind: 'intrinsic' }>['name'];

const COLUMN: Readonly<Record<FieldName, string>> = {
  name: 'name',
  statusMessage: 'status_message',
  duration: 'duration',
  status: 'status_code',
  kind: 'kind',
};

function compileIntrinsic(name: FieldName, op: ComparisonOp, literal: Literal): Expr {
  const column = col(COLUMN[name]);
  switch (literal.type) {
    case 'string':
    case 'text':
      return compileText(column, op, literal.value);
    case 'int':
    case 'float':
    case 'duration':
      return compileOp(column, op, numberParam(literal));
    case 'status':
    case 'kind':
      return compileOp(column, op, param('UInt8', literal.value));
    case 'bool':
    case 'nil':
      throw new Error(`BUG: ${name} is never compared with ${literal.type}`);
  }
}

/** Of the columns `attributes` and `attribute_types`, which spans and resources both have. */
const present = (name: string): Expr => call('mapContains', col('attributes'), param('String', name));

function compileAttribute(name: string, op: ComparisonOp, literal: Literal): Expr {
  if (literal.type === 'nil') return op === '=' ? not(present(name)) : present(name);
  const value = call('arrayElement', col('attributes'), param('String', name));
  const place = call('indexOf', call('mapKeys', col('attributes')), param('String', name));
  const letter = call('substring', col('attribute_types'), place, lit(1));
  return infix(present(name), 'AND', compileTyped(value, letter, op, literal));
}

function compileResourceAttribute(name: string, op: ComparisonOp, literal: Literal, scope: SpanScope): Expr {
  // A column of its own, which every span has.
  if (name === 'service.name') {
    if (literal.type === 'nil') return lit(op === '=' ? 0 : 1);
    return compileTyped(col('service'), lit('s'), op, literal);
  }
  if (literal.type === 'nil' && op === '=') {
    return not(compileResourceAttribute(name, '!=', literal, scope));
  }
  return infix(col('resource'), 'IN', subquery(compileResources(scope, compileAttribute(name, op, literal))));
}
