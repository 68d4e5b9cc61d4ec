import { assertUnreachable } from '@bongsu/model';
import { call, lit, param, type Expr } from '../../../sql/index.js';
import type { QuantityLabelFilter } from '../../syntax/index.js';

export type Quantity = QuantityLabelFilter['kind'];

/**
 * Texts that the engine and the pipeline read alike but for rounding, as RE2: a number, a duration of one unit, a size
 * of bytes. None is so large that the pipeline refuses it. `gap` may stand before the unit of a size.
 */
export function plainText(quantity: Quantity, gap: '' | ' '): string {
  switch (quantity) {
    case 'number':
      return '-?[0-9]{1,15}(?:\\.[0-9]{1,15})?';
    case 'duration':
      return '-?[0-9]{1,6}(?:\\.[0-9]{1,9})?[hm]|-?[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:[num]s|s|µs|μs)';
    case 'bytes':
      return `[0-9]{1,15}[Bb]?|[0-9]{1,6}(?:\\.[0-9]{1,9})?${gap === '' ? '' : `${gap}?`}[kKmMgGtT][iI]?[Bb]?`;
    default:
      return assertUnreachable(quantity);
  }
}

const NANOSECONDS: readonly (readonly [unit: string, size: number])[] = [
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3], // U+00B5, micro sign
  ['μs', 1e3], // U+03BC, Greek letter mu
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
];

/** Without the `b` at their end. */
const BYTES: readonly (readonly [unit: string, size: number])[] = ['k', 'm', 'g', 't'].flatMap((prefix, i) => [
  [prefix, 1000 ** (i + 1)] as const,
  [`${prefix}i`, 1024 ** (i + 1)] as const,
]);

/** What a plain text, in quotes or not, amounts to: the number itself, nanoseconds or bytes. */
export function plainValue(quantity: Quantity, text: Expr): Expr {
  if (quantity === 'number') return call('toFloat64OrZero', text);
  const units = quantity === 'duration' ? NANOSECONDS : BYTES;
  const unit = call(
    'extract',
    call('lower', text),
    lit(quantity === 'duration' ? '([^-0-9."]+)"?$' : '([a-z]*?)b?"?$'),
  );
  const size = call(
    'transform',
    unit,
    param(
      'Array(String)',
      units.map(([name]) => name),
    ),
    param(
      'Array(Float64)',
      units.map(([, factor]) => factor),
    ),
    call('toFloat64', lit(1)),
  );
  return call('multiply', call('toFloat64OrZero', call('extract', text, lit('[-0-9.]+'))), size);
}

/** Whether the whole text is a plain one. Of a text that is found already this is cheap, within an expression for it not. */
export const isPlainText = (text: Expr, pattern: string): Expr =>
  call('match', text, param('String', `^(?:${pattern})$`));

/** A field of a line, for comparing it. */
export interface FieldQuantity {
  /** What {@link plainValue} is taken of where `isPlain` holds. */
  readonly text: Expr;
  readonly isPlain: Expr;
  /** Whether there may be a text where it is no plain one. */
  readonly some: Expr;
  /** Whether the line has the form in which the parser would find the plain text, where there is one. */
  readonly form: Expr;
  /** A form that most lines have and that is cheaper to tell, where there is one. */
  readonly common?: Expr;
  /** Whether a line of that form without a plain text has no text at all. */
  readonly lacks?: Expr;
  /** Whether it would find nothing in a line of the form that has no text; absent: so it is. */
  readonly lacking?: Expr;
}
