import { THRESHOLD_PATTERN, weightOfAttribute, weightOfThreshold } from '../lang/index.js';
import { call, col, lit, param, type Expr } from '../sql/index.js';

/** How many spans one that was kept by sampling stands for. */
export interface Weighing {
  /** Columns that spans of equal weight share. */
  readonly keys: readonly Expr[];
  /** Of the values of `keys`. */
  weight(values: readonly string[]): number;
}

/** By OpenTelemetry's threshold in the tracestate, or by a numeric attribute where one is named and a span has it. */
export function weighing(attribute: string): Weighing {
  const threshold = call('extract', col('trace_state'), lit(THRESHOLD_PATTERN));
  if (attribute === '') return { keys: [threshold], weight: ([hex]) => weightOfThreshold(hex!) };
  return {
    keys: [threshold, call('arrayElement', col('attributes'), param('String', attribute))],
    weight: ([hex, value]) =>
      weightOfAttribute([{ key: attribute, type: 'd', value: value! }], attribute) ?? weightOfThreshold(hex!),
  };
}
