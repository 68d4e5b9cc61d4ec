/** Mutations a suite; BONGSU_FUZZ raises it. */
export const MUTATIONS = Number(process.env['BONGSU_FUZZ'] ?? 20_000);

/** A seeded generator (xorshift32), so that a failure can be run again. */
export class Dice {
  constructor(private state: number) {}

  below(bound: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % bound;
  }
}

/** Bytes that mean something to a decoder: ends of varints, tags, lengths. */
const TELLING = [0x00, 0x01, 0x0a, 0x12, 0x22, 0x7f, 0x80, 0xff, 0xc3, 0x5b, 0x7b];

/** One to four changes: bytes set, flipped, cut out, put in, copied from elsewhere, or the end cut off. */
export function mutate(seed: Uint8Array, dice: Dice): Uint8Array {
  let mutant = Buffer.from(seed);
  for (let changes = 1 + dice.below(4); changes > 0 && mutant.length > 0; changes--) {
    const at = dice.below(mutant.length);
    const length = 1 + dice.below(8);
    switch (dice.below(6)) {
      case 0:
        mutant[at] = TELLING[dice.below(TELLING.length)]!;
        break;
      case 1:
        mutant[at]! ^= 1 << dice.below(8);
        break;
      case 2:
        mutant = Buffer.concat([mutant.subarray(0, at), mutant.subarray(at + length)]);
        break;
      case 3:
        mutant = Buffer.concat([
          mutant.subarray(0, at),
          Buffer.alloc(length, TELLING[dice.below(11)]),
          mutant.subarray(at),
        ]);
        break;
      case 4:
        mutant.copy(mutant, at, dice.below(mutant.length), mutant.length);
        break;
      default:
        if (dice.below(4) === 0) mutant = mutant.subarray(0, at);
    }
  }
  return mutant;
}

/**
 * The mutant inside a larger buffer that goes on with what looks like more of the message: a decoder that reads past
 * the end of its input sees it, and its answer changes.
 */
export function embedded(mutant: Uint8Array, following: number): Uint8Array {
  const around = Buffer.alloc(mutant.length + 64, following);
  around.set(mutant, 32);
  return around.subarray(32, 32 + mutant.length);
}
