import { err, type Limit, limitExceeded, ok, type Result } from '@bongsu/model';
import { uncompress } from 'snappy';

/** `too_large` and `no_room`: by what the block says of itself, before a byte is decompressed. */
export interface SnappyError {
  readonly kind: 'malformed' | 'too_large' | 'no_room';
  readonly message: string;
}

const TWO_32 = 4_294_967_296;

/** What a block says its content takes; undefined when it says nothing sensible. */
export function snappyLength(block: Uint8Array): number | undefined {
  let length = 0;
  let factor = 1;
  for (let i = 0; i < Math.min(block.length, 5); i++) {
    const byte = block[i]!;
    length += (byte & 127) * factor;
    if (byte < 128) return length < TWO_32 ? length : undefined;
    factor *= 128;
  }
  return undefined;
}

/**
 * Decompresses a block of Snappy (not its frame format), off the main thread. `reserve` is asked for room for the
 * content.
 */
export async function unsnappy(
  block: Uint8Array,
  max: Limit,
  reserve: (bytes: number) => boolean,
): Promise<Result<Buffer, SnappyError>> {
  const length = snappyLength(block);
  if (length === undefined)
    return err({ kind: 'malformed', message: 'snappy: the block does not begin with a length' });
  if (length > max.value) return err({ kind: 'too_large', message: `decompressed: ${limitExceeded(max, length)}` });
  if (!reserve(length)) return err({ kind: 'no_room', message: `no room for ${length} bytes` });
  // The library takes no block of nothing.
  if (length === 0 && block.length === 1) return ok(Buffer.alloc(0));
  try {
    return ok((await uncompress(block, { asBuffer: true })) as Buffer);
  } catch (error) {
    return err({ kind: 'malformed', message: error instanceof Error ? error.message : String(error) });
  }
}
