import { CallFailure, type GoFunction, type GoValue, type ParameterType } from '../value.js';

/** The JavaScript value of a parameter. */
interface Native {
  any: GoValue;
  bool: boolean;
  string: string;
  int: bigint;
  float64: number;
}
type Parameter = keyof Native;
type NativeOf<P extends readonly Parameter[]> = { [K in keyof P]: Native[P[K]] };

/** A function of a fixed number of parameters. */
export function fixed<const P extends readonly Parameter[]>(
  parameters: P,
  call: (...args: NativeOf<P>) => GoValue,
): GoFunction {
  // The caller has checked that the arguments have these types.
  return { parameters, call: (args) => call(...(args as unknown as NativeOf<P>)) };
}

/** A function that takes any number of further arguments of any type. */
export const variadic = (parameters: readonly ParameterType[], call: GoFunction['call']): GoFunction => ({
  parameters,
  variadic: 'any',
  call,
});

/** Longer texts are no log line, and a few repetitions of repetitions fill any memory. */
const MAX_LENGTH = 4_000_000;

/** Refuses to make a text of that many characters. */
export function checkLength(length: number): void {
  if (length > MAX_LENGTH) throw new CallFailure(`the text is longer than ${MAX_LENGTH} characters`);
}
