/**
 * UCUM units as OTLP sends them to the words Prometheus uses. The lists are those of Prometheus' own OTLP receiver,
 * including its spelling `tibibytes`: names must not differ between the two.
 */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['d', 'days'],
  ['h', 'hours'],
  ['min', 'minutes'],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['us', 'microseconds'],
  ['ns', 'nanoseconds'],
  ['By', 'bytes'],
  ['KiBy', 'kibibytes'],
  ['MiBy', 'mebibytes'],
  ['GiBy', 'gibibytes'],
  ['TiBy', 'tibibytes'],
  ['KBy', 'kilobytes'],
  ['MBy', 'megabytes'],
  ['GBy', 'gigabytes'],
  ['TBy', 'terabytes'],
  ['m', 'meters'],
  ['V', 'volts'],
  ['A', 'amperes'],
  ['J', 'joules'],
  ['W', 'watts'],
  ['g', 'grams'],
  ['Cel', 'celsius'],
  ['Hz', 'hertz'],
  ['%', 'percent'],
  ['1', ''],
]);

/** What stands behind the `/`, in the singular. `m` is a minute here and a meter in front of it. */
const PER_UNITS: ReadonlyMap<string, string> = new Map([
  ['s', 'second'],
  ['m', 'minute'],
  ['h', 'hour'],
  ['d', 'day'],
  ['w', 'week'],
  ['mo', 'month'],
  ['y', 'year'],
]);

/** A unit in words: `By/s` is `bytes` and `per_second`. Either may be ''. */
export interface UnitWords {
  readonly main: string;
  readonly per: string;
}

/** Unknown units stay as they are; a part with an annotation (`{request}`) gives nothing. */
export function unitWords(unit: string): UnitWords {
  const slash = unit.indexOf('/');
  const main = word(slash < 0 ? unit : unit.slice(0, slash), UNITS);
  const per = slash < 0 ? '' : word(unit.slice(slash + 1), PER_UNITS);
  return { main, per: per === '' ? '' : `per_${per}` };
}

function word(part: string, words: ReadonlyMap<string, string>): string {
  const unit = part.trim();
  if (unit.includes('{') || unit.includes('}')) return '';
  return words.get(unit) ?? unit;
}
