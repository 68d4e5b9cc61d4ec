import { parseGoInt } from '../../go-number.js';
import { GoTime, parseGoTime } from '../go-time.js';
import { CallFailure, GoInt, type GoFunction, type GoValue } from '../value.js';
import { UTC, loadZone, type Zone } from '../zone.js';
import { fixed } from './define.js';

/** Zones that templates have named; making one takes about a tenth of a millisecond. */
const MAX_ZONES = 64;

/** Nanoseconds per unit by the number of digits that a Unix time of today has in it: days to nanoseconds. */
const UNIX_UNITS: Readonly<Record<number, bigint>> = {
  5: 86_400_000_000_000n,
  10: 1_000_000_000n,
  13: 1_000_000n,
  16: 1000n,
  19: 1n,
};

function unixToTime(text: string): GoTime {
  const number = parseGoInt(text);
  if (!number.ok) throw new CallFailure(`unable to parse time '${text}': ${number.error}`);
  const unit = UNIX_UNITS[text.length];
  if (unit === undefined) throw new CallFailure(`unable to parse time '${text}': %!w(<nil>)`);
  return new GoTime(number.value * unit);
}

/** The instant a value names: seconds since the epoch, or a time. */
function timeOf(value: GoValue, now: () => GoTime): GoTime {
  if (value instanceof GoTime) return value;
  if (typeof value === 'bigint') return new GoTime(value * 1_000_000_000n);
  return value instanceof GoInt && (value.type === 'int64' || value.type === 'int32')
    ? new GoTime(value.value * 1_000_000_000n)
    : now();
}

const ofTime = (call: (time: GoTime) => GoValue): GoFunction => ({
  parameters: ['time.Time'],
  call: ([time]) => call(time as GoTime),
});

/** Functions over dates. What Go calls local time is UTC. A text that is no date gives the zero time. */
export function dateFunctions(now: () => GoTime): ReadonlyMap<string, GoFunction> {
  const zones = new Map<string, Zone>();
  const zoneOf = (name: string): Zone => {
    const known = zones.get(name);
    if (known) return known;
    if (zones.size >= MAX_ZONES) zones.clear();
    const zone = loadZone(name) ?? UTC;
    zones.set(name, zone);
    return zone;
  };
  const parse = (layout: string, text: string, zone: Zone): GoTime => {
    const time = parseGoTime(layout, text, zone);
    return time.ok ? time.value : GoTime.zero();
  };
  return new Map<string, GoFunction>([
    ['now', fixed([], now)],
    ['date', fixed(['string', 'any'], (layout, date) => timeOf(date, now).in(UTC).format(layout))],
    ['toDate', fixed(['string', 'string'], (layout, text) => parse(layout, text, UTC))],
    ['toDateInZone', fixed(['string', 'string', 'string'], (layout, zone, text) => parse(layout, text, zoneOf(zone)))],
    ['unixToTime', fixed(['string'], unixToTime)],
    ['unixEpoch', ofTime((time) => String(time.unixSeconds))],
    ['unixEpochMillis', ofTime((time) => String(floorDiv(time.ns, 1_000_000n)))],
    ['unixEpochNanos', ofTime((time) => String(BigInt.asIntN(64, time.ns)))],
  ]);
}

const floorDiv = (a: bigint, b: bigint): bigint => (a < 0n && a % b !== 0n ? a / b - 1n : a / b);
