import { FingerprintTable, nanos, type Nanos, type SpanPlaces, type Tenant } from '@bongsu/model';

/** What finds the spans of a trace. */
export interface TraceExtent {
  /** The first and the last span start in here, both inclusive. */
  readonly first: Nanos;
  readonly last: Nanos;
  /** Bits of `RARE_PARTS`: no span has others. */
  readonly rare: number;
  /** At least the spans that there are. */
  readonly spanCount: number;
}

const NS_PER_S = 1_000_000_000n;
/** A start in whole seconds may be that wrong, see `SpanPlaces`. */
const SLACK_S = 1;

/**
 * Where the stored traces lie, in memory: about 40 bytes each. Either it has every trace that is stored or it is of no
 * use: one that is not whole would hide spans. So it is `known` only after all were loaded, and hears of every batch
 * before and after it is stored. Traces that retention has taken away stay until it is full; then what is stored is loaded
 * anew, and where that is too much it is off.
 */
export class TraceExtents {
  #table = new FingerprintTable();
  #first = new Uint32Array(0);
  #last = new Uint32Array(0);
  #counts = new Uint32Array(0);
  readonly #tenants = new Map<Tenant, number>();
  #state: 'loading' | 'known' | 'off' = 'loading';

  /**
   * @param most traces held at most.
   * @param reload is called when it is full and has begun anew.
   */
  constructor(
    readonly most: number,
    private readonly reload: () => void,
  ) {
    if (most === 0) this.#begin('off');
  }

  get size(): number {
    return this.#table.size;
  }

  get state(): 'loading' | 'known' | 'off' {
    return this.#state;
  }

  /** Says that all that was stored before is loaded. */
  loaded(): void {
    if (this.#state === 'loading') this.#state = 'known';
  }

  /** Says that not all can be loaded. */
  giveUp(): void {
    this.#begin('off');
  }

  /**
   * A trace as a row of `traces` has it, seconds since the epoch; rows of one trace add up.
   * @param idHi bytes 8 to 11 of the id, `idLo` bytes 12 to 15.
   */
  load(tenant: Tenant, idHi: number, idLo: number, first: number, last: number, rare: number, spans: number): void {
    this.#add(this.#saltOf(tenant), idHi, idLo, first, last, rare, spans);
  }

  /** Spans that are about to be stored, or just were. Those that then fail do no harm. */
  tell(tenant: Tenant, places: SpanPlaces): void {
    if (this.#state === 'off') return;
    const salt = this.#saltOf(tenant);
    places.forEach((idHi, idLo, seconds, rare) => this.#add(salt, idHi, idLo, seconds, seconds, rare, 1));
  }

  /** `undefined` where it is not known, which does not say that there is none. */
  find(tenant: Tenant, idHi: number, idLo: number): TraceExtent | undefined {
    if (this.#state !== 'known') return undefined;
    const index = this.#table.find(placeOf(this.#saltOf(tenant), idHi, idLo));
    if (index < 0) return undefined;
    return {
      first: nanos(BigInt(Math.max(0, this.#first[index]! - SLACK_S)) * NS_PER_S),
      last: nanos(BigInt(this.#last[index]! + SLACK_S + 1) * NS_PER_S - 1n),
      rare: this.#table.mark(index),
      spanCount: this.#counts[index]!,
    };
  }

  #add(salt: number, idHi: number, idLo: number, first: number, last: number, rare: number, spans: number): void {
    if (this.#state === 'off') return;
    const place = placeOf(salt, idHi, idLo);
    let index = this.#table.find(place);
    if (index < 0) {
      if (this.#table.size === this.most && !this.#makeRoom()) return;
      index = this.#table.add(place);
      if (index >= this.#first.length) this.#grow();
      this.#first[index] = first;
      this.#last[index] = last;
      this.#counts[index] = spans;
      this.#table.setMark(index, rare);
      return;
    }
    if (first < this.#first[index]!) this.#first[index] = first;
    if (last > this.#last[index]!) this.#last[index] = last;
    this.#counts[index] = Math.min(this.#counts[index]! + spans, 0xffff_ffff);
    this.#table.setMark(index, this.#table.mark(index) | rare);
  }

  /** Whether there is room now: what is loaded already is what is stored, and too much. */
  #makeRoom(): boolean {
    const again = this.#state === 'known';
    this.#begin(again ? 'loading' : 'off');
    if (again) this.reload();
    return again;
  }

  #begin(state: 'loading' | 'off'): void {
    this.#state = state;
    this.#table = new FingerprintTable();
    this.#first = this.#last = this.#counts = new Uint32Array(0);
  }

  #grow(): void {
    const grown = (from: Uint32Array): Uint32Array<ArrayBuffer> => {
      const to = new Uint32Array(Math.max(64, 2 * from.length));
      to.set(from);
      return to;
    };
    this.#first = grown(this.#first);
    this.#last = grown(this.#last);
    this.#counts = grown(this.#counts);
  }

  #saltOf(tenant: Tenant): number {
    let salt = this.#tenants.get(tenant);
    if (salt === undefined) this.#tenants.set(tenant, (salt = Math.imul(this.#tenants.size, 0x9e37_79b1)));
    return salt;
  }
}

/**
 * Two traces in one place share an extent that holds both. Ids need not be random: the finaliser of MurmurHash3 spreads
 * those that count up.
 */
function placeOf(salt: number, idHi: number, idLo: number): { readonly hi: number; readonly lo: number } {
  let lo = idLo ^ Math.imul(idHi, 0x85eb_ca6b) ^ salt;
  lo = Math.imul(lo ^ (lo >>> 16), 0x85eb_ca6b);
  lo = Math.imul(lo ^ (lo >>> 13), 0xc2b2_ae35);
  return { hi: (idHi ^ salt) >>> 0, lo: (lo ^ (lo >>> 16)) >>> 0 };
}
