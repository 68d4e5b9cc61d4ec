/** Bounds of a request in seconds, 0 for none, as the parameters of the HTTP API, so that both have the same rules. */
export function secondsRange({ start, end }: { readonly start: number; readonly end: number }): URLSearchParams {
  return start === 0 && end === 0 ? new URLSearchParams() : new URLSearchParams({ start: `${start}`, end: `${end}` });
}
