/** How many series colours the theme has (`--series-0` and on); red is not among them, it means an error. */
export const seriesColours = 10;

/**
 * A colour for each service: by a hash of its name, so that a service keeps its colour from trace to trace, moved to the
 * next free one when two of the same trace would meet.
 */
export function serviceColours(services: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<number>();
  const colours = new Map<string, string>();
  for (const service of [...services].sort()) {
    let slot = hash(service) % seriesColours;
    if (taken.size < seriesColours) while (taken.has(slot)) slot = (slot + 1) % seriesColours;
    taken.add(slot);
    colours.set(service, `var(--series-${slot})`);
  }
  return colours;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
