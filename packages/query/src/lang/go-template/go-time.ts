import { err, ok, type Result } from '@bongsu/model';
import { UTC, fixedZone, type Zone } from './zone.js';

const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400;

/** Go's zero time, the start of year 1, as seconds since the Unix epoch. */
const ZERO_SECONDS = -62_135_596_800n;

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** An instant in a zone: Go's `time.Time`. Nanoseconds since the Unix epoch, exact. */
export class GoTime {
  readonly type = 'time.Time';

  constructor(
    readonly ns: bigint,
    readonly zone: Zone = UTC,
  ) {}

  static zero(): GoTime {
    return new GoTime(ZERO_SECONDS * NS_PER_SECOND);
  }

  get unixSeconds(): bigint {
    return floorDiv(this.ns, NS_PER_SECOND);
  }

  in(zone: Zone): GoTime {
    return new GoTime(this.ns, zone);
  }

  /** The calendar's view of the instant in its zone. */
  fields(): TimeFields {
    const seconds = Number(this.unixSeconds);
    const at = this.zone.at(seconds);
    const { offset } = at;
    const local = seconds + offset;
    const day = Math.floor(local / SECONDS_PER_DAY);
    const date = new Date(day * SECONDS_PER_DAY * 1000);
    const second = local - day * SECONDS_PER_DAY;
    const year = date.getUTCFullYear();
    return {
      year,
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      weekday: date.getUTCDay(),
      yearDay: day - Math.floor(utcSeconds(year, 1, 1) / SECONDS_PER_DAY) + 1,
      hour: Math.floor(second / 3600),
      minute: Math.floor(second / 60) % 60,
      second: second % 60,
      nanosecond: Number(this.ns - this.unixSeconds * NS_PER_SECOND),
      offset,
      get zone() {
        return at.name;
      },
    };
  }

  /** `Time.AddDate`: the same clock time so many years, months and days on; the 31st of a shorter month is in the next. */
  addDate(years: number, months: number, days: number): GoTime {
    const { year, month, day, hour, minute, second, nanosecond } = this.fields();
    const local = utcSeconds(year + years, month + months, day + days) + hour * 3600 + minute * 60 + second;
    const seconds = local - this.zone.offsetOfLocal(local);
    return new GoTime(BigInt(seconds) * NS_PER_SECOND + BigInt(nanosecond), this.zone);
  }

  /** Nanoseconds since the last multiple of `unit`, counted from the start of year 1. */
  since(unit: bigint): bigint {
    const past = (this.ns - ZERO_SECONDS * NS_PER_SECOND) % unit;
    return past < 0n ? past + unit : past;
  }

  /** `Time.Format`. */
  format(layout: string): string {
    const fields = this.fields();
    return chunksOf(layout)
      .map((chunk) => (chunk.std ? formatChunk(chunk.std, fields) : chunk.text))
      .join('');
  }

  toString(): string {
    return this.format('2006-01-02 15:04:05.999999999 -0700 MST');
  }
}

export interface TimeFields {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  /** From Sunday, 0. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly zone: string;
}

export const monthName = (month: number): string => MONTHS[month - 1]!;
export const weekdayName = (weekday: number): string => DAYS[weekday]!;

/** What stands for a part of the time in a layout (time/format.go). Longer ones are tried before their beginnings. */
const STANDARD =
  /January|Jan|Monday|Mon|MST|2006|002|0[1-6]|__2|_2006|_2|15|1|2|3|4|5|PM|pm|Z07:00:00|Z07:00|Z070000|Z0700|Z07|-07:00:00|-07:00|-070000|-0700|-07|[.,](?:0+|9+)(?![0-9])/g;

interface Chunk {
  readonly text: string;
  /** The chunk's standard form; absent for a text that stands for itself. */
  readonly std?: string;
}

function chunksOf(layout: string): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 0;
  for (const match of layout.matchAll(STANDARD)) {
    let [text] = match;
    let start = match.index;
    // `_2006` is a line and a year; `Janus` is no month.
    if (text === '_2006') [text, start] = ['2006', start + 1];
    if (text === 'Jan' && /[a-z]/.test(layout[start + 3] ?? '')) continue;
    if (text === 'Mon' && /[a-z]/.test(layout[start + 3] ?? '')) continue;
    if (start > at) chunks.push({ text: layout.slice(at, start) });
    chunks.push({ text, std: text });
    at = start + text.length;
  }
  if (at < layout.length) chunks.push({ text: layout.slice(at) });
  return chunks;
}

const two = (value: number): string => String(value).padStart(2, '0');

function formatChunk(std: string, t: TimeFields): string {
  switch (std) {
    case 'January':
      return monthName(t.month);
    case 'Jan':
      return monthName(t.month).slice(0, 3);
    case '1':
      return String(t.month);
    case '01':
      return two(t.month);
    case 'Monday':
      return weekdayName(t.weekday);
    case 'Mon':
      return weekdayName(t.weekday).slice(0, 3);
    case '2':
      return String(t.day);
    case '_2':
      return String(t.day).padStart(2, ' ');
    case '02':
      return two(t.day);
    case '__2':
      return String(t.yearDay).padStart(3, ' ');
    case '002':
      return String(t.yearDay).padStart(3, '0');
    case '15':
      return two(t.hour);
    case '3':
      return String(t.hour % 12 || 12);
    case '03':
      return two(t.hour % 12 || 12);
    case '4':
      return String(t.minute);
    case '04':
      return two(t.minute);
    case '5':
      return String(t.second);
    case '05':
      return two(t.second);
    case '2006':
      return t.year < 0 ? `-${String(-t.year).padStart(4, '0')}` : String(t.year).padStart(4, '0');
    case '06':
      return two(((t.year % 100) + 100) % 100);
    case 'PM':
      return t.hour >= 12 ? 'PM' : 'AM';
    case 'pm':
      return t.hour >= 12 ? 'pm' : 'am';
    case 'MST':
      return t.zone !== '' ? t.zone : offsetText(t.offset, '-0700');
  }
  if (std.startsWith('Z')) return t.offset === 0 ? 'Z' : offsetText(t.offset, `-${std.slice(1)}`);
  if (std.startsWith('-')) return offsetText(t.offset, std);
  const digits = String(t.nanosecond)
    .padStart(9, '0')
    .slice(0, std.length - 1)
    .padEnd(std.length - 1, '0');
  if (std[1] === '0') return std[0]! + digits;
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '' : std[0]! + kept;
}

function offsetText(offset: number, form: string): string {
  const size = Math.abs(offset);
  const parts = [two(Math.floor(size / 3600)), two(Math.floor(size / 60) % 60), two(size % 60)];
  const separator = form.includes(':') ? ':' : '';
  const count = (form.replaceAll(':', '').length - 1) / 2;
  return (offset < 0 ? '-' : '+') + parts.slice(0, count).join(separator);
}

/** Reads parts of a text one after another. */
class Reader {
  at = 0;
  constructor(readonly text: string) {}

  take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.text.slice(this.at, this.at + 64));
    if (found?.index !== 0) return undefined;
    this.at += found[0].length;
    return found[0];
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }
}

/** `time.ParseInLocation`: the zone counts where the text names none. The error names both texts. */
export function parseGoTime(layout: string, text: string, zone: Zone): Result<GoTime, string> {
  const fault = err(`parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse`);
  const reader = new Reader(text);
  const found: Found = { pm: undefined };
  const chunks = chunksOf(layout);
  for (const [i, { text: literal, std }] of chunks.entries()) {
    if (std === undefined) {
      if (!reader.text.startsWith(literal, reader.at)) return fault;
      reader.at += literal.length;
      continue;
    }
    if (!readChunk(std, reader, found)) return fault;
    // Fractions of a second may follow the seconds although the layout has none.
    const next = chunks[i + 1]?.std;
    if ((std === '5' || std === '05') && !(next !== undefined && /^[.,]/.test(next))) {
      const fraction = reader.take(/^[.,]\d+/);
      if (fraction !== undefined) found.nanosecond = nanosOf(fraction);
    }
  }
  if (!reader.done) return fault;
  const time = instantOf(found, zone);
  return time ? ok(time) : fault;
}

interface Found {
  year?: number;
  month?: number;
  day?: number;
  yearDay?: number;
  hour?: number;
  minute?: number;
  second?: number;
  nanosecond?: number;
  pm: boolean | undefined;
  offset?: number;
  zone?: string;
}

const nanosOf = (fraction: string): number => Number(fraction.slice(1, 10).padEnd(9, '0'));

function readChunk(std: string, reader: Reader, found: Found): boolean {
  const number = (
    pattern: RegExp,
    into: 'year' | 'month' | 'day' | 'yearDay' | 'hour' | 'minute' | 'second',
  ): boolean => {
    const digits = reader.take(pattern);
    if (digits === undefined) return false;
    found[into] = Number(digits);
    return true;
  };
  const name = (names: readonly string[], length?: number): number => {
    const rest = reader.text.slice(reader.at).toLowerCase();
    const i = names.findIndex((full) => rest.startsWith((length ? full.slice(0, length) : full).toLowerCase()));
    if (i >= 0) reader.at += length ?? names[i]!.length;
    return i;
  };
  switch (std) {
    case 'January':
    case 'Jan': {
      const i = name(MONTHS, std === 'Jan' ? 3 : undefined);
      found.month = i + 1;
      return i >= 0;
    }
    case 'Monday':
    case 'Mon':
      return name(DAYS, std === 'Mon' ? 3 : undefined) >= 0;
    case '1':
      return number(/^\d{1,2}/, 'month');
    case '01':
      return number(/^\d{2}/, 'month');
    case '2':
      return number(/^\d{1,2}/, 'day');
    case '_2':
      reader.take(/^ /);
      return number(/^\d{1,2}/, 'day');
    case '02':
      return number(/^\d{1,2}/, 'day');
    case '__2':
      reader.take(/^ {1,2}/);
      return number(/^\d{1,3}/, 'yearDay');
    case '002':
      return number(/^\d{3}/, 'yearDay');
    case '15':
    case '3':
      return number(/^\d{1,2}/, 'hour');
    case '03':
      return number(/^\d{2}/, 'hour');
    case '4':
      return number(/^\d{1,2}/, 'minute');
    case '04':
      return number(/^\d{2}/, 'minute');
    case '5':
      return number(/^\d{1,2}/, 'second');
    case '05':
      return number(/^\d{2}/, 'second');
    case '2006':
      return number(/^\d{4}/, 'year');
    case '06': {
      if (!number(/^\d{2}/, 'year')) return false;
      found.year! += found.year! >= 69 ? 1900 : 2000;
      return true;
    }
    case 'PM':
    case 'pm': {
      const half = reader.take(std === 'PM' ? /^[AP]M/ : /^[ap]m/);
      found.pm = half?.toLowerCase() === 'pm';
      return half !== undefined;
    }
    case 'MST': {
      const zone = reader.take(/^(?:UTC|GMT[+-]\d{1,2}|[A-Z]{3,5}|[+-]\d{2})/);
      if (zone === undefined) return false;
      found.zone = zone;
      return true;
    }
  }
  if (std.startsWith('Z') && reader.take(/^Z/) !== undefined) {
    found.offset = 0;
    found.zone = 'UTC';
    return true;
  }
  if (std.startsWith('Z') || std.startsWith('-')) {
    const colon = std.includes(':');
    const count = (std.replaceAll(':', '').length - 1) / 2;
    const pattern = [
      /^[+-]\d{2}/,
      colon ? /^[+-]\d{2}:\d{2}/ : /^[+-]\d{4}/,
      colon ? /^[+-]\d{2}:\d{2}:\d{2}/ : /^[+-]\d{6}/,
    ];
    const text = reader.take(pattern[count - 1]!);
    if (text === undefined) return false;
    const digits = text.slice(1).replaceAll(':', '').padEnd(6, '0');
    const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2, 4)) * 60 + Number(digits.slice(4));
    found.offset = text.startsWith('-') ? -seconds : seconds;
    return true;
  }
  if (std[1] === '9') {
    const fraction = reader.take(/^[.,]\d+/);
    if (fraction !== undefined) found.nanosecond = nanosOf(fraction);
    return true;
  }
  const fraction = reader.take(/^[.,]\d+/);
  if (fraction?.length !== std.length) return false;
  found.nanosecond = nanosOf(fraction);
  return true;
}

/** The instant; `undefined` where a part is out of its range. */
function instantOf(found: Found, zone: Zone): GoTime | undefined {
  const { year = 0, minute = 0, second = 0, nanosecond = 0 } = found;
  let { month = 1, day = 1, hour = 0 } = found;
  if (found.pm === true && hour < 12) hour += 12;
  else if (found.pm === false && hour === 12) hour = 0;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (found.yearDay !== undefined) {
    if (found.yearDay < 1 || found.yearDay > (daysIn(2, year) === 29 ? 366 : 365)) return undefined;
    const date = new Date(utcSeconds(year, 1, found.yearDay) * 1000);
    month = date.getUTCMonth() + 1;
    day = date.getUTCDate();
  }
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return undefined;
  const local = utcSeconds(year, month, day) + hour * 3600 + minute * 60 + second;
  const at = (seconds: number, in_: Zone): GoTime =>
    new GoTime(BigInt(seconds) * NS_PER_SECOND + BigInt(nanosecond), in_);
  const { offset, zone: name } = found;
  if (name === 'UTC') return at(local, UTC);
  if (offset !== undefined) {
    const instant = local - offset;
    return at(instant, zone.at(instant).offset === offset ? zone : fixedZone(name ?? '', offset));
  }
  if (name !== undefined) {
    const inZone = local - zone.offsetOfLocal(local);
    if (zone.at(inZone).name === name) return at(inZone, zone);
    // An unknown abbreviation counts as UTC under that name, as in Go; `GMT+3` says its hours.
    const hours = /^GMT([+-]\d+)$/.exec(name);
    const known = hours ? Number(hours[1]) * 3600 : 0;
    return at(local - known, fixedZone(name, known));
  }
  return at(local - zone.offsetOfLocal(local), zone);
}

/** Seconds since the epoch of a day's start in UTC; the day may overflow its month. */
function utcSeconds(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000;
}

const daysIn = (month: number, year: number): number => {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
};

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}
