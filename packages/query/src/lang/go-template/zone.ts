/** A time zone: Go's `time.Location`. Seconds since the epoch in, seconds east of UTC out. */
export interface Zone {
  at(seconds: number): { readonly offset: number; readonly name: string };
  /** The offset that counts where clocks show `local`, in seconds as if it were UTC. */
  offsetOfLocal(local: number): number;
}

export const fixedZone = (name: string, offset: number): Zone => ({
  at: () => ({ offset, name }),
  offsetOfLocal: () => offset,
});

/** Also what Go calls `Local`: a server's templates must not depend on where it stands. */
export const UTC: Zone = fixedZone('UTC', 0);

/** Locales that have words for abbreviations that others write as `GMT+9`. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-NZ', 'en-ZA'];

/** Abbreviations of zones for which no locale has one. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  'Asia/Seoul': 'KST',
  'Asia/Tokyo': 'JST',
  'Asia/Shanghai': 'CST',
  'Asia/Taipei': 'CST',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Jakarta': 'WIB',
  'Asia/Karachi': 'PKT',
  'Africa/Johannesburg': 'SAST',
  'Africa/Lagos': 'WAT',
  'Africa/Nairobi': 'EAT',
};

/** The zone of an IANA name; `undefined` for an unknown one. */
export function loadZone(name: string): Zone | undefined {
  if (name === '' || name === 'UTC' || name === 'Local') return UTC;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return new IanaZone(name, format);
}

class IanaZone implements Zone {
  /** By offset: a zone has a few. */
  readonly #names = new Map<number, string>();

  constructor(
    readonly name: string,
    readonly format: Intl.DateTimeFormat,
  ) {}

  at(seconds: number): { readonly offset: number; readonly name: string } {
    const offset = this.#offset(seconds);
    const name = (): string => {
      const known = this.#names.get(offset) ?? this.#abbreviation(seconds, offset);
      this.#names.set(offset, known);
      return known;
    };
    // Few layouts ask for the abbreviation, and it is slow to find.
    return {
      offset,
      get name() {
        return name();
      },
    };
  }

  offsetOfLocal(local: number): number {
    // Go tries the offset that counts at the same number of seconds, then the one that counts there.
    const first = this.#offset(local - this.#offset(local));
    return this.#offset(local - first) === first ? first : this.#offset(local);
  }

  #offset(seconds: number): number {
    const text = zoneName(this.format, seconds);
    const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
    if (!match?.[1]) return 0;
    const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return match[1] === '-' ? -size : size;
  }

  #abbreviation(seconds: number, offset: number): string {
    for (const locale of LOCALES) {
      const format = new Intl.DateTimeFormat(locale, { timeZone: this.name, timeZoneName: 'short' });
      const text = zoneName(format, seconds);
      if (!/^(?:GMT|UTC)[+-]/.test(text)) return text;
    }
    const known = Object.hasOwn(ABBREVIATIONS, this.name) ? ABBREVIATIONS[this.name] : undefined;
    if (known !== undefined) return known;
    const hours = String(Math.floor(Math.abs(offset) / 3600)).padStart(2, '0');
    const minutes = Math.floor(Math.abs(offset) / 60) % 60;
    return `${offset < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : String(minutes).padStart(2, '0')}`;
  }
}

/** Milliseconds that a `Date` can hold: beyond, the nearest that it can. */
const MAX_MS = 8.64e15;

function zoneName(format: Intl.DateTimeFormat, seconds: number): string {
  const ms = Math.min(MAX_MS, Math.max(-MAX_MS, seconds * 1000));
  return format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')!.value;
}
