import type { TypedAttribute } from '@bongsu/model';
import type { Comparison, Field } from '../syntax/index.js';
import type { SpanWithResource } from './span-row.js';
import { compareNumbers, textTest, valueTest, type OrderedOp } from './value.js';

export type SpanTest = (span: SpanWithResource) => boolean;

/** A missing attribute fails every comparison but `= nil`. */
export function comparisonTest({ field, op, literal }: Comparison): SpanTest {
  if (field.kind === 'attribute') {
    if (literal.type === 'nil') {
      const wanted = op === '!=';
      return (span) => (attributeOf(field, span) !== undefined) === wanted;
    }
    const test = valueTest(op, literal);
    return (span) => {
      const attribute = attributeOf(field, span);
      return attribute !== undefined && test(attribute);
    };
  }
  switch (literal.type) {
    case 'string':
    case 'text': {
      const test = textTest(op, literal.value);
      return field.name === 'name' ? ({ span }) => test(span.name) : ({ span }) => test(span.statusMessage);
    }
    case 'int':
    case 'float':
    case 'duration':
      return ({ span }) => compareNumbers(span.duration, op as OrderedOp, literal.value);
    case 'status':
      return ({ span }) => compareNumbers(span.statusCode, op as OrderedOp, literal.value);
    case 'kind':
      return ({ span }) => compareNumbers(span.kind, op as OrderedOp, literal.value);
    case 'bool':
    case 'nil':
      throw new Error(`BUG: ${field.name} is never compared with ${literal.type}`);
  }
}

/** The attribute a field names. `service.name` of a resource is a column of its own that every span has. */
export function attributeOf(
  field: Extract<Field, { kind: 'attribute' }>,
  { span, resource }: SpanWithResource,
): TypedAttribute | undefined {
  const named = (attributes: readonly TypedAttribute[]): TypedAttribute | undefined =>
    attributes.find((a) => a.key === field.name);
  if (field.scope !== 'resource') {
    const own = named(span.attributes);
    if (own !== undefined || field.scope === 'span') return own;
  }
  if (field.name === 'service.name') return { key: field.name, value: span.service, type: 's' };
  return resource && named(resource.attributes);
}
