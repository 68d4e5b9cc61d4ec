import { millisToNanos, systemClock, type Clock, type Nanos } from '@bongsu/model';
import {
  ALIGN_FUNCTIONS,
  CallFailure,
  ENCODING_FUNCTIONS,
  GO_TEXT_FUNCTIONS,
  GoTime,
  MATH_FUNCTIONS,
  SPRIG_TEXT_FUNCTIONS,
  dateFunctions,
  fixed,
  regexFunctions,
  type GoFunction,
  type GoFunctions,
} from '../../../lang/go-template/index.js';
import type { Result } from '@bongsu/model';
import { parseByteSize } from './byte-size.js';
import { durationSeconds } from './duration-seconds.js';

/** The line that a template is about. */
export interface TemplateLine {
  ts: Nanos;
  line: string;
}

const conversion = (read: (text: string) => Result<number, string>): GoFunction =>
  fixed(['string'], (text) => {
    const value = read(text);
    if (!value.ok) throw new CallFailure(value.error);
    return value.value;
  });

/**
 * Every function that `line_format` and `label_format` know besides Go's own (pkg/logql/log/fmt.go). `current` is read
 * when `__line__` or `__timestamp__` is called.
 */
export function templateFunctions(current: Readonly<TemplateLine>, clock: Clock = systemClock()): GoFunctions {
  const duration = conversion(durationSeconds);
  return new Map<string, GoFunction>([
    ...GO_TEXT_FUNCTIONS,
    ...SPRIG_TEXT_FUNCTIONS,
    ...ALIGN_FUNCTIONS,
    ...MATH_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...regexFunctions(),
    ...dateFunctions(() => new GoTime(millisToNanos(clock.now()))),
    ['bytes', conversion(parseByteSize)],
    ['duration', duration],
    ['duration_seconds', duration],
    ['__line__', fixed([], () => current.line)],
    ['__timestamp__', fixed([], () => new GoTime(current.ts))],
  ]);
}
