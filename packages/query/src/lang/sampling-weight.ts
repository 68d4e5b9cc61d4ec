import type { TypedAttribute } from '@bongsu/model';

/** OpenTelemetry's rejection threshold in a tracestate: `ot=th:8` keeps one of two. */
const THRESHOLD = /(?:^|,)\s*ot=(?:[^,]*;)?th:([0-9a-f]{1,14})(?:[;,\s]|$)/;
/** The same for the engine. */
export const THRESHOLD_PATTERN = THRESHOLD.source;
const DIGITS = 14;
const ALL = 2n ** 56n;

/** How many spans one with this threshold stands for; '' is 1. */
export function weightOfThreshold(hex: string): number {
  if (hex === '') return 1;
  const rejected = BigInt(`0x${hex.padEnd(DIGITS, '0')}`);
  return Number(ALL) / Number(ALL - rejected);
}

/** Of a tracestate; 1 when it says nothing. */
export const weightOfTraceState = (traceState: string): number =>
  traceState === '' ? 1 : weightOfThreshold(THRESHOLD.exec(traceState)?.[1] ?? '');

/** Of a numeric attribute that says how many spans its span stands for; `undefined` when it does not. */
export function weightOfAttribute(attributes: readonly TypedAttribute[], name: string): number | undefined {
  const attribute = attributes.find((a) => a.key === name);
  const weight = attribute && (attribute.type === 'i' || attribute.type === 'd') ? Number(attribute.value) : NaN;
  return weight > 0 && Number.isFinite(weight) ? weight : undefined;
}
