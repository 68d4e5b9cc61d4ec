import { binary, decimal, duration, isBinary, type Scale } from './scales.js';

/** How values of a unit are written: scaled, with a fixed symbol, or in a way of their own. */
export type Unit =
  | {
      readonly kind: 'scaled';
      readonly scale: Scale;
      readonly suffix?: string;
      readonly prefix?: string;
      readonly tight?: boolean;
    }
  | { readonly kind: 'fixed'; readonly suffix?: string; readonly prefix?: string; readonly factor?: number }
  | { readonly kind: 'clock' | 'date' | 'boolean' | 'hex' | 'scientific' | 'text' };

const scaled = (scale: Scale): Unit => ({ kind: 'scaled', scale });
const counted = (suffix: string): Unit => ({
  kind: 'scaled',
  scale: decimal('', { small: false }),
  suffix,
  tight: true,
});
const fixed = (suffix: string): Unit => ({ kind: 'fixed', suffix });
const money = (prefix: string): Unit => ({ kind: 'scaled', scale: decimal(''), prefix, tight: true });

/** Grafana's unit ids, as dashboards name them: https://github.com/grafana/grafana valueFormats (ids only). */
export const units: Readonly<Record<string, Unit>> = {
  none: { kind: 'fixed' },
  string: { kind: 'text' },
  short: { kind: 'scaled', scale: decimal(''), tight: true },
  sishort: { kind: 'scaled', scale: decimal('', { small: true }), tight: true },
  percent: { kind: 'fixed', suffix: '%' },
  percentunit: { kind: 'fixed', suffix: '%', factor: 100 },
  humidity: fixed('%H'),
  dB: fixed(' dB'),
  ppm: fixed(' ppm'),
  hex: { kind: 'hex' },
  hex0x: { kind: 'hex' },
  sci: { kind: 'scientific' },
  locale: { kind: 'fixed' },
  bool: { kind: 'boolean' },
  bool_yes_no: { kind: 'boolean' },
  bool_on_off: { kind: 'boolean' },

  bytes: scaled(binary('B')),
  kbytes: scaled(binary('B', 1)),
  mbytes: scaled(binary('B', 2)),
  gbytes: scaled(binary('B', 3)),
  tbytes: scaled(binary('B', 4)),
  decbytes: scaled(decimal('B')),
  deckbytes: scaled(decimal('B', { from: 1 })),
  decmbytes: scaled(decimal('B', { from: 2 })),
  decgbytes: scaled(decimal('B', { from: 3 })),
  bits: scaled(binary('b')),
  decbits: scaled(decimal('b')),
  Bps: scaled(decimal('B/s')),
  KBs: scaled(decimal('B/s', { from: 1 })),
  MBs: scaled(decimal('B/s', { from: 2 })),
  GBs: scaled(decimal('B/s', { from: 3 })),
  binBps: scaled(binary('B/s')),
  KiBs: scaled(binary('B/s', 1)),
  MiBs: scaled(binary('B/s', 2)),
  bps: scaled(decimal('b/s')),
  Kbits: scaled(decimal('b/s', { from: 1 })),
  Mbits: scaled(decimal('b/s', { from: 2 })),
  Gbits: scaled(decimal('b/s', { from: 3 })),
  binbps: scaled(binary('b/s')),
  pps: scaled(decimal('p/s')),

  ns: scaled(duration(1e-9)),
  µs: scaled(duration(1e-6)),
  us: scaled(duration(1e-6)),
  ms: scaled(duration(1e-3)),
  s: scaled(duration(1)),
  m: scaled(duration(60)),
  h: scaled(duration(3_600)),
  d: scaled(duration(86_400)),
  dthms: { kind: 'clock' },
  dtdhms: { kind: 'clock' },
  dtdurations: scaled(duration(1)),
  dtdurationms: scaled(duration(1e-3)),
  clocks: { kind: 'clock' },
  dateTimeAsIso: { kind: 'date' },
  dateTimeAsLocal: { kind: 'date' },
  dateTimeAsSystem: { kind: 'date' },
  dateTimeFromNow: { kind: 'date' },
  dateTimeAsUS: { kind: 'date' },

  cps: counted(' c/s'),
  ops: counted(' ops/s'),
  reqps: counted(' req/s'),
  rps: counted(' rd/s'),
  wps: counted(' wr/s'),
  iops: counted(' io/s'),
  eps: counted(' evt/s'),
  mps: counted(' msg/s'),
  recps: counted(' rec/s'),
  rowsps: counted(' rows/s'),
  cpm: counted(' c/min'),
  opm: counted(' ops/min'),
  reqpm: counted(' req/min'),
  rpm: counted(' rd/min'),
  wpm: counted(' wr/min'),

  hertz: scaled(decimal('Hz')),
  rotrpm: fixed(' rpm'),
  rothz: scaled(decimal('Hz')),
  celsius: fixed(' °C'),
  fahrenheit: fixed(' °F'),
  kelvin: fixed(' K'),
  watt: scaled(decimal('W', { small: true })),
  kwatt: scaled(decimal('W', { from: 1 })),
  watth: scaled(decimal('Wh')),
  kwatth: scaled(decimal('Wh', { from: 1 })),
  volt: scaled(decimal('V', { small: true })),
  amp: scaled(decimal('A', { small: true })),
  joule: scaled(decimal('J')),
  degree: fixed('°'),
  lengthm: scaled(decimal('m', { small: true })),
  currencyUSD: money('$'),
  currencyEUR: money('€'),
  currencyKRW: money('₩'),
  currencyJPY: money('¥'),
  currencyGBP: money('£'),
  currencyBTC: money('₿'),
};

/** Whether the unit grows by 1024, as KiB and MiB do. */
export function isBinaryUnit(id: string | undefined): boolean {
  const unit = unitOf(id);
  return unit.kind === 'scaled' && isBinary(unit.scale);
}

/** A unit by its id, Grafana's prefixed forms included (`suffix:x`, `prefix:x`, `si:x`, `time:…`); an unknown id is its own suffix. */
export function unitOf(id: string | undefined): Unit {
  if (id === undefined || id === '') return { kind: 'fixed' };
  const known = Object.hasOwn(units, id) ? units[id] : undefined;
  if (known !== undefined) return known;
  const [kind, ...rest] = id.split(':');
  const text = rest.join(':');
  switch (kind) {
    case 'suffix':
      return { kind: 'fixed', suffix: ` ${text}` };
    case 'prefix':
      return { kind: 'fixed', prefix: text };
    case 'si':
      return scaled(decimal(text, { small: true }));
    case 'currency':
      return { kind: 'scaled', scale: decimal(''), prefix: text.replace(/^financial:/, ''), tight: true };
    case 'count':
      return counted(` ${text}`);
    case 'bool':
      return { kind: 'boolean' };
    case 'time':
      return { kind: 'date' };
    default:
      return { kind: 'fixed', suffix: ` ${id}` };
  }
}
