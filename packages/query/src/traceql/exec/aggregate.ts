import type { AggregateOp } from '../syntax/index.js';
import type { Reader } from './field.js';
import type { TraceSpan } from './trace-span.js';
import { compareNumbers, isNumeric, single, type Numeric, type Value } from './value.js';

/** The aggregate over spans; `undefined` when no span has a number. Integers and durations stay what they are. */
export function aggregate(op: AggregateOp, read: Reader | undefined, spans: readonly TraceSpan[]): Value | undefined {
  if (op === 'count' || read === undefined) return { type: 'int', value: BigInt(spans.length) };
  const numbers = spans.map((span) => single(read(span))).filter(isNumeric);
  if (numbers.length === 0) return undefined;
  switch (op) {
    case 'min':
      return numbers.reduce((least, each) => (compareNumbers(each.value, '<', least.value) ? each : least));
    case 'max':
      return numbers.reduce((most, each) => (compareNumbers(each.value, '>', most.value) ? each : most));
    case 'sum':
      return sum(numbers);
    case 'avg': {
      const total = sum(numbers);
      const mean = Number(total.value) / numbers.length;
      return total.type === 'duration'
        ? { type: 'duration', value: BigInt(Math.trunc(mean)) }
        : { type: 'float', value: mean };
    }
  }
}

/** Of one type all through, exact; a mixture is summed up in floats. */
function sum(numbers: readonly Numeric[]): Numeric {
  const { type } = numbers[0]!;
  if (type !== 'float' && numbers.every((n) => n.type === type)) {
    const total = numbers.reduce((all, n) => all + BigInt(n.value), 0n);
    return { type, value: BigInt.asIntN(64, total) };
  }
  return { type: 'float', value: numbers.reduce((all, n) => all + Number(n.value), 0) };
}
