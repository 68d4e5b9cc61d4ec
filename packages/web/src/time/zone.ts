import { useSyncExternalStore } from 'react';

/** `browser` for the zone of the machine, or an IANA name such as `UTC` or `Asia/Seoul`. */
export type Zone = string;

export const BROWSER_ZONE: Zone = 'browser';
const storageKey = 'bongsu.zone';

/** Zones change their offset on quarters of an hour, so an offset holds for one. */
const QUARTER_MS = 900_000;

/**
 * The zone in which this page shows and reads times: like its language, one for all of it. What formats a time asks
 * `offsetMs`; what shows one is drawn anew when it changes (the frame sees to that by {@link useZone}).
 */
class ZoneSetting {
  #zone: Zone = BROWSER_ZONE;
  #parts: Intl.DateTimeFormat | undefined;
  #offsets = new Map<number, number>();
  readonly #listeners = new Set<() => void>();

  readonly get = (): Zone => this.#zone;

  /** @returns false for a name that the browser does not know; the zone then stays. */
  readonly set = (zone: Zone): boolean => {
    if (zone !== BROWSER_ZONE && !isZone(zone)) return false;
    this.#zone = zone;
    this.#offsets = new Map();
    this.#parts =
      zone === BROWSER_ZONE
        ? undefined
        : new Intl.DateTimeFormat('en-US', {
            timeZone: zone,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
          });
    for (const listener of this.#listeners) listener();
    return true;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What the clock of the zone is ahead of UTC at an instant. @param ms Unix milliseconds. */
  offsetMs(ms: number): number {
    if (this.#parts === undefined) return -new Date(ms).getTimezoneOffset() * 60_000;
    const quarter = Math.floor(ms / QUARTER_MS);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      offset = this.#offsetOf(this.#parts, quarter * QUARTER_MS);
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }

  #offsetOf(format: Intl.DateTimeFormat, ms: number): number {
    const field: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(ms)) field[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
    return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
  }
}

export const zoneSetting = new ZoneSetting();

export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** Takes the zone that was chosen earlier; once, before the first paint. */
export function readPreferredZone(): void {
  zoneSetting.set(localStorage.getItem(storageKey) ?? BROWSER_ZONE);
}

export function choosePreferredZone(zone: Zone): void {
  if (zoneSetting.set(zone)) localStorage.setItem(storageKey, zone);
}

export function useZone(): Zone {
  return useSyncExternalStore(zoneSetting.subscribe, zoneSetting.get);
}

/** The zone by its own name, also where it is the browser's. */
export function zoneName(zone: Zone): string {
  return zone === BROWSER_ZONE ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}

/** A date whose UTC fields are what the clock of the zone shows. @param ms Unix milliseconds. */
export function wallClock(ms: number): Date {
  return new Date(ms + zoneSetting.offsetMs(ms));
}

/**
 * The instant at which the clock of the zone shows `wallMs`, itself read as if it were UTC. Of the two instants of a
 * repeated hour it is the later one; a time that is skipped is moved by what was skipped.
 */
export function fromWallClock(wallMs: number): number {
  const guess = wallMs - zoneSetting.offsetMs(wallMs);
  return wallMs - zoneSetting.offsetMs(guess);
}
