import type { RowWriter } from '@bongsu/model';

/** Levels, the one that a line is taken for first when it holds words for several of them. */
const LEVELS = ['trace', 'debug', 'fatal', 'critical', 'error', 'warn', 'info'] as const;
const [TRACE, DEBUG, FATAL, CRITICAL, ERROR, WARN, INFO] = [0, 1, 2, 3, 4, 5, 6] as const;
const NO_LEVEL = -1;

/** A String column in RowBinary; all of these are shorter than 128 bytes. */
const column = (text: string): Uint8Array => Uint8Array.from([text.length, ...Buffer.from(text, 'latin1')]);
const LEVEL_COLUMNS = LEVELS.map(column);
const UNKNOWN_COLUMN = column('unknown');
const ABSENT_COLUMN = Uint8Array.of(0);

/** Spellings of values, by their length. */
const SPELLINGS: readonly (readonly (readonly [spelling: Buffer, level: number])[])[] = byLength([
  ['trace', TRACE],
  ['trc', TRACE],
  ['debug', DEBUG],
  ['dbg', DEBUG],
  ['info', INFO],
  ['inf', INFO],
  ['information', INFO],
  ['warn', WARN],
  ['wrn', WARN],
  ['warning', WARN],
  ['error', ERROR],
  ['err', ERROR],
  ['critical', CRITICAL],
  ['fatal', FATAL],
]);

/** Words that give a line its level: the spellings without the abbreviations that mean other things in prose. */
const WORDS = byLength([
  ['trace', TRACE],
  ['debug', DEBUG],
  ['fatal', FATAL],
  ['critical', CRITICAL],
  ['error', ERROR],
  ['err', ERROR],
  ['warning', WARN],
  ['warn', WARN],
  ['info', INFO],
]);

/** Names of fields that hold a level; of several the first in this list counts. */
export const LEVEL_FIELDS: readonly string[] = [
  'level',
  'LEVEL',
  'Level',
  'log.level',
  'severity',
  'SEVERITY',
  'Severity',
  'SeverityText',
  'lvl',
  'LVL',
  'Lvl',
  'severity_text',
  'Severity_Text',
  'SEVERITY_TEXT',
];
const NAMES = byLength(LEVEL_FIELDS.map((name, rank) => [name, rank] as const));
const SEVERITY_TEXT_RANK = 11;
/** `detected_level` itself outranks all of them, and the labels of the stream. */
const DETECTED_LEVEL = Buffer.from('detected_level');
const DETECTED_LEVEL_RANK = -1;
const NO_RANK = NAMES.flat().length;
const NO_NAME = NO_RANK;

/** Objects inside each other that are searched for a level, the line itself counted: Loki's default. */
const JSON_DEPTH = 2;

/** A value that no list knows is kept as it is up to this length; beyond it it is no level. */
const MAX_VERBATIM_BYTES = 64;

function byLength(entries: readonly (readonly [text: string, number: number])[]): (readonly [Buffer, number])[][] {
  const lists: (readonly [Buffer, number])[][] = [];
  for (const [text, number] of entries) {
    while (lists.length <= text.length) lists.push([]);
    lists[text.length]!.push([Buffer.from(text), number]);
  }
  return lists;
}

/** The number of the entry that equals the bytes whatever their case (ASCII), else `none`. */
function foldedNumber(
  lists: readonly (readonly (readonly [Buffer, number])[])[],
  buf: Uint8Array,
  start: number,
  end: number,
  none: number,
): number {
  const list = lists[end - start];
  if (list === undefined) return none;
  for (const [text, number] of list) {
    let i = 0;
    // Setting bit 5 makes letters lower-case and maps nothing else onto a letter.
    while (i < text.length && (buf[start + i]! | 0x20) === (text[i]! | 0x20)) i++;
    if (i === text.length) return number;
  }
  return none;
}

/** The rank of a field name, exactly as listed; `NO_NAME` for any other. */
function rankOf(buf: Uint8Array, start: number, end: number): number {
  // Most names are settled by their first letter: d(etected_level), l, s in either case.
  const first = buf[start]! | 0x20;
  if (first !== 0x6c && first !== 0x73 && first !== 0x64) return NO_NAME;
  const length = end - start;
  if (length === DETECTED_LEVEL.length) return equal(DETECTED_LEVEL, buf, start) ? DETECTED_LEVEL_RANK : NO_NAME;
  const list = NAMES[length];
  if (list === undefined) return NO_NAME;
  for (const [name, rank] of list) if (equal(name, buf, start)) return rank;
  return NO_NAME;
}

function equal(text: Buffer, buf: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (buf[start + i] !== text[i]) return false;
  return true;
}

/** OTel severity numbers come in fours: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20 error, 21-24 fatal. */
const BY_SEVERITY = [TRACE, DEBUG, INFO, WARN, ERROR, FATAL].map((level) => LEVEL_COLUMNS[level]!);

/**
 * Finds what Loki 3.8 calls `detected_level` (pkg/distributor/field_detection.go) and writes it as a column: the
 * record's own `detected_level`, else a level among the labels of its stream, else among its metadata, else by its
 * OTel severity number, else by a level field of a JSON (two objects deep) or logfmt line, else by a word of the
 * line, else `unknown`. Values that Loki does not know are kept as they are when they come from labels or metadata.
 *
 * Where it differs: every occurrence of a word counts, not only its first; a byte beyond ASCII ends a word.
 *
 * One object a decoder, `begin` for each record; positions are those of the row being written.
 */
export class LevelDetector {
  #rank = NO_RANK;
  #valueAt = 0;
  #pos = 0;
  #found = NO_LEVEL;

  /** `enabled` false: every level is '', and nothing is searched. */
  constructor(readonly enabled = true) {}

  begin(): void {
    this.#rank = NO_RANK;
  }

  /** A metadata field whose value stands as a String column at `valueAt` of the writer. */
  field(buf: Uint8Array, nameStart: number, nameEnd: number, writer: RowWriter, valueAt: number): void {
    this.#offer(rankOf(buf, nameStart, nameEnd), writer, valueAt);
  }

  /** OTLP's `severity_text`, likewise. */
  severityText(writer: RowWriter, valueAt: number): void {
    this.#offer(SEVERITY_TEXT_RANK, writer, valueAt);
  }

  #offer(rank: number, writer: RowWriter, valueAt: number): void {
    if (rank >= this.#rank || writer.buffer[valueAt] === 0) return;
    this.#rank = rank;
    this.#valueAt = valueAt;
  }

  /**
   * Writes the column. `ofStream` is {@link levelColumn} of the stream's labels; `severity` is 0 when there is none;
   * the line stands as a String column at `lineAt` of the writer.
   */
  write(writer: RowWriter, ofStream: Uint8Array | undefined, severity: number, lineAt: number): void {
    const chosen = this.enabled ? this.#choose(writer, ofStream, severity, lineAt) : ABSENT_COLUMN;
    writer.raw(chosen, 0, chosen.length);
  }

  #choose(writer: RowWriter, ofStream: Uint8Array | undefined, severity: number, lineAt: number): Uint8Array {
    if (ofStream !== undefined && this.#rank !== DETECTED_LEVEL_RANK) return ofStream;
    const { buffer } = writer;
    if (this.#rank !== NO_RANK) {
      const end = this.#stringAt(buffer, this.#valueAt);
      return valueColumn(buffer, this.#pos, end);
    }
    if (severity > 0) return BY_SEVERITY[(severity - 1) >> 2] ?? UNKNOWN_COLUMN;
    const end = this.#stringAt(buffer, lineAt);
    const level = this.#ofLine(buffer, this.#pos, end);
    return level === NO_LEVEL ? UNKNOWN_COLUMN : LEVEL_COLUMNS[level]!;
  }

  /** The end of the String column at `at`; `#pos` is then its start. */
  #stringAt(buf: Uint8Array, at: number): number {
    let length = 0;
    let scale = 1;
    let pos = at;
    for (;;) {
      const byte = buf[pos++]!;
      length += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
    }
    this.#pos = pos;
    return pos + length;
  }

  #ofLine(buf: Uint8Array, start: number, end: number): number {
    let first = start;
    let last = end - 1;
    while (first < end && buf[first]! <= 0x20) first++;
    while (last > first && buf[last]! <= 0x20) last--;
    this.#found = NO_LEVEL;
    if (buf[first] === OPEN && buf[last] === CLOSE && last > first) {
      this.#pos = first + 1;
      this.#searchObject(buf, last + 1, 1);
    } else this.#searchLogfmt(buf, first, last + 1);
    return this.#found === NO_LEVEL ? levelOfWords(buf, first, last + 1) : this.#found;
  }

  /**
   * Searches the object whose `{` is before `#pos` and leaves `#pos` behind its `}`. True when the search is over:
   * a field was found, or the line is no JSON from here on.
   */
  #searchObject(buf: Uint8Array, end: number, depth: number): boolean {
    for (;;) {
      const byte = this.#next(buf, end);
      if (byte === CLOSE) return false;
      if (byte === COMMA) continue;
      if (byte !== QUOTE) return true;
      const nameStart = this.#pos;
      const nameEnd = this.#endOfString(buf, end);
      if (this.#next(buf, end) !== COLON) return true;
      const value = this.#next(buf, end);
      if (value === QUOTE) {
        const valueStart = this.#pos;
        const valueEnd = this.#endOfString(buf, end);
        const rank = rankOf(buf, nameStart, nameEnd);
        if (rank !== NO_NAME && rank !== DETECTED_LEVEL_RANK) {
          this.#found = foldedNumber(SPELLINGS, buf, valueStart, valueEnd, NO_LEVEL);
          return true;
        }
      } else if (value === OPEN && depth < JSON_DEPTH) {
        if (this.#searchObject(buf, end, depth + 1)) return true;
      } else if (value === OPEN || value === OPEN_LIST) this.#skipNested(buf, end);
      else this.#skipScalar(buf, end);
      if (this.#pos >= end) return true;
    }
  }

  /** The next byte that is no space, stepped over; 0 at the end. */
  #next(buf: Uint8Array, end: number): number {
    while (this.#pos < end && buf[this.#pos]! <= 0x20) this.#pos++;
    return this.#pos < end ? buf[this.#pos++]! : 0;
  }

  /** Where the string that starts at `#pos` ends; `#pos` is then behind its quote. */
  #endOfString(buf: Uint8Array, end: number): number {
    let pos = this.#pos;
    while (pos < end && buf[pos] !== QUOTE) pos += buf[pos] === BACKSLASH ? 2 : 1;
    this.#pos = pos + 1;
    return Math.min(pos, end);
  }

  #skipNested(buf: Uint8Array, end: number): void {
    for (let open = 1; open > 0 && this.#pos < end;) {
      const byte = buf[this.#pos++];
      if (byte === QUOTE) this.#endOfString(buf, end);
      else if (byte === OPEN || byte === OPEN_LIST) open++;
      else if (byte === CLOSE || byte === CLOSE_LIST) open--;
    }
  }

  #skipScalar(buf: Uint8Array, end: number): void {
    while (this.#pos < end && buf[this.#pos] !== COMMA && buf[this.#pos] !== CLOSE) this.#pos++;
  }

  /** Names in any case; of several the one that is listed first counts, as far as the line is logfmt. */
  #searchLogfmt(buf: Uint8Array, start: number, end: number): void {
    let best = NO_RANK;
    let pos = start;
    while (pos < end && best > 0) {
      while (pos < end && buf[pos]! <= 0x20) pos++;
      const nameStart = pos;
      while (pos < end && buf[pos]! > 0x20 && buf[pos] !== EQUALS && buf[pos] !== QUOTE) pos++;
      const nameEnd = pos;
      if (buf[pos] === QUOTE && pos < end) return;
      if (buf[pos] !== EQUALS || pos >= end) continue;
      pos++;
      let valueStart = pos;
      let valueEnd: number;
      if (buf[pos] === QUOTE && pos < end) {
        this.#pos = valueStart = pos + 1;
        valueEnd = this.#endOfString(buf, end);
        pos = this.#pos;
      } else {
        while (pos < end && buf[pos]! > 0x20) pos++;
        valueEnd = pos;
      }
      const rank = foldedNumber(NAMES, buf, nameStart, nameEnd, NO_NAME);
      if (rank < best) {
        best = rank;
        this.#found = foldedNumber(SPELLINGS, buf, valueStart, valueEnd, NO_LEVEL);
      }
    }
  }
}

const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const EQUALS = 0x3d;

/** What a byte is to a word: 0 no part of one, 1 a part, 2 also the first letter of one that names a level. */
const WORD_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const c = String.fromCharCode(byte).toLowerCase();
  if (byte < 128 && WORDS.flat().some(([word]) => word.toString()[0] === c)) return 2;
  return byte < 128 && (c === '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) ? 1 : 0;
});

/** The level of the line's words: not the first word but the first level of {@link LEVELS} that has one. */
function levelOfWords(buf: Uint8Array, start: number, end: number): number {
  let level: number = LEVELS.length;
  let pos = start;
  while (pos < end) {
    while (pos < end && WORD_BYTES[buf[pos]!] === 0) pos++;
    const from = pos;
    while (pos < end && WORD_BYTES[buf[pos]!] !== 0) pos++;
    if (from === pos || WORD_BYTES[buf[from]!] !== 2) continue;
    const found = foldedNumber(WORDS, buf, from, pos, LEVELS.length);
    if (found < level) level = found;
  }
  return level === LEVELS.length ? NO_LEVEL : level;
}

function valueColumn(buf: Uint8Array, start: number, end: number): Uint8Array {
  const level = foldedNumber(SPELLINGS, buf, start, end, NO_LEVEL);
  if (level !== NO_LEVEL) return LEVEL_COLUMNS[level]!;
  if (end - start > MAX_VERBATIM_BYTES) return UNKNOWN_COLUMN;
  return Uint8Array.from([end - start, ...buf.subarray(start, end)]);
}

/** The level that stream labels name, as the column that {@link LevelDetector.write} takes; undefined when none does. */
export function levelColumn(labels: Readonly<Record<string, string>>): Uint8Array | undefined {
  const named = NAMES.flat()
    .sort(([, a], [, b]) => a - b)
    .map(([name]) => labels[name.toString()])
    .find((value) => value !== undefined && value !== '');
  if (named === undefined) return undefined;
  const value = Buffer.from(named);
  return valueColumn(value, 0, value.length);
}
