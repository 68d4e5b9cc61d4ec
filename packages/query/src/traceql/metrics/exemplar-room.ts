/** Chooses which spans to show: of each trace one, and as many of each point as spreads them over all. */
export class ExemplarRoom {
  readonly #traces = new Set<string>();
  readonly #perPoint: Uint32Array;
  readonly #room: number;

  /** `most` exemplars in all, over `points`. */
  constructor(
    private readonly most: number,
    points: number,
  ) {
    this.#perPoint = new Uint32Array(points);
    this.#room = Math.max(1, Math.ceil(most / points));
  }

  /** Whether a span of this trace at this point is to be shown; if so its place is taken. */
  take(traceId: string, point: number): boolean {
    if (this.#traces.size >= this.most || this.#perPoint[point]! >= this.#room || this.#traces.has(traceId)) {
      return false;
    }
    this.#traces.add(traceId);
    this.#perPoint[point]!++;
    return true;
  }
}
