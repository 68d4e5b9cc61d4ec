import { CallFailure } from '../value.js';

/** Digits behind the point of a quotient (github.com/shopspring/decimal). */
const DIVISION_DIGITS = 16;

/** `digits * 10^exponent`, exact. Sprig's float functions count so: 0.1 and 0.2 give 0.3. */
export class Decimal {
  private constructor(
    readonly digits: bigint,
    readonly exponent: number,
  ) {}

  /** The shortest decimal that reads back as the number, which must be finite. */
  static of(value: number): Decimal {
    if (!Number.isFinite(value)) throw new CallFailure(`Cannot create a Decimal from ${value}`);
    const [mantissa, exponent] = value.toExponential().split('e');
    const point = mantissa!.indexOf('.');
    const fraction = point < 0 ? 0 : mantissa!.length - point - 1;
    return new Decimal(BigInt(mantissa!.replace('.', '')), Number(exponent) - fraction);
  }

  plus(other: Decimal): Decimal {
    const exponent = Math.min(this.exponent, other.exponent);
    return new Decimal(this.#at(exponent) + other.#at(exponent), exponent);
  }

  minus(other: Decimal): Decimal {
    return this.plus(new Decimal(-other.digits, other.exponent));
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.digits * other.digits, this.exponent + other.exponent);
  }

  /** To 16 digits behind the point, halves away from zero. */
  over(other: Decimal): Decimal {
    if (other.digits === 0n) throw new CallFailure('decimal division by 0');
    const shift = this.exponent - other.exponent + DIVISION_DIGITS;
    const above = this.digits * 10n ** BigInt(Math.max(0, shift));
    const below = other.digits * 10n ** BigInt(Math.max(0, -shift));
    const quotient = above / below;
    const rest = above % below;
    const half = abs(rest) * 2n >= abs(below);
    const sign = above < 0n === below < 0n ? 1n : -1n;
    return new Decimal(half ? quotient + sign : quotient, -DIVISION_DIGITS);
  }

  toNumber(): number {
    return Number(`${this.digits}e${this.exponent}`);
  }

  #at(exponent: number): bigint {
    return this.digits * 10n ** BigInt(this.exponent - exponent);
  }
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
