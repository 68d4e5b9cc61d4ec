/** An expected outcome as a value. Bugs throw; what a caller must handle is returned. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** Marks a place the types say cannot be reached; getting there is a bug. */
export function assertUnreachable(value: never): never {
  throw new Error(`BUG: unexpected value ${JSON.stringify(value)}`);
}
