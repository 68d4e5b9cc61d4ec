import { asArray, asRecord, type JsonRecord } from '../../api/json.js';
import { readHead, readOrigins, type SpanHead, type SpanOrigin } from './otlp.js';

/** A span of which only the head is read; the rest is in the bytes of the answer, as JSON. */
export interface UnreadSpan extends SpanHead {
  readonly origin: SpanOrigin;
  /** Offsets into the bytes, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface StreamedTrace {
  /** In the order of the answer. */
  readonly spans: readonly UnreadSpan[];
  /** The answer without its spans. */
  readonly body: JsonRecord;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** What parts tokens: space, tab, line ends. */
const BLANK: readonly (number | undefined)[] = [0x20, 0x09, 0x0a, 0x0d];
const SPANS = new TextEncoder().encode('spans');

type ReadSpan = UnreadSpan & { service: string; origin: SpanOrigin; list: number };

/**
 * Reads the answer of api/v2/traces/{id} as it comes in, so that little is left to do at its end. JSON is only parsed
 * span by span, for the head: the objects of all spans at once would cost more to collect than to make.
 */
export class TraceStream {
  private bytes = new Uint8Array(1 << 20);
  private filled = 0;
  /** Looked at up to here. It may lie one beyond what is there: behind an escaped character. */
  private at = 0;
  private depth = 0;
  private inText = false;
  /** The last text, without its quotes. */
  private textFrom = 0;
  private textTo = 0;
  private afterColon = false;
  /** The depth inside the list of spans that is being read; 0 when none is. */
  private listDepth = 0;
  private lists = 0;
  /** Starts and ends of spans that are complete and not parsed yet, all of one list. */
  private pending: number[] = [];
  private readonly spans: ReadSpan[] = [];
  private readonly decoder = new TextDecoder();
  private bodyFrom = 0;
  private bodyText = '';

  push(chunk: Uint8Array): void {
    const need = this.filled + chunk.length;
    if (need > this.bytes.length) {
      const larger = new Uint8Array(Math.max(need, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.filled));
      this.bytes = larger;
    }
    this.bytes.set(chunk, this.filled);
    this.filled = need;
    this.scan();
    this.parse();
  }

  /** How many spans have been read. */
  get count(): number {
    return this.spans.length;
  }

  /** What has been read. Of a list that is not over, what sent it is known if it stands before the list. */
  soFar(): StreamedTrace {
    return this.withOrigins(this.bodyText === '' ? {} : asRecord(JSON.parse(closed(this.bodyText))));
  }

  /** @throws SyntaxError when the answer is not JSON, or ends early. */
  end(): StreamedTrace {
    return this.withOrigins(asRecord(JSON.parse(this.bodyText + this.text(this.bodyFrom, this.filled))));
  }

  private withOrigins(body: JsonRecord): StreamedTrace {
    const origins = readOrigins(body);
    for (const span of this.spans) {
      const origin = origins[span.list];
      if (origin === undefined) throw new Error('BUG: a list of spans without its origin');
      span.origin = origin;
      span.service = origin.service;
    }
    return { spans: this.spans, body, bytes: this.bytes.slice(0, this.filled) };
  }

  private scan(): void {
    const { bytes, filled } = this;
    let { at, depth, inText, textFrom, textTo, afterColon } = this;
    while (at < filled) {
      let byte = bytes[at];
      if (inText) {
        // Most of an answer is text: its bytes pass here, and nowhere else.
        while (byte !== QUOTE && byte !== BACKSLASH && ++at < filled) byte = bytes[at];
        if (at >= filled) break;
        if (byte === BACKSLASH) at += 2;
        else {
          inText = false;
          textTo = at++;
        }
        continue;
      }
      if (byte === QUOTE) {
        inText = true;
        textFrom = at + 1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (this.listDepth > 0) {
          if (depth === this.listDepth && byte === OPEN_OBJECT) this.pending.push(at);
        } else if (byte === OPEN_LIST && afterColon && isSpans(bytes, textFrom, textTo)) {
          this.listDepth = depth + 1;
          this.bodyText += this.text(this.bodyFrom, at + 1);
        }
        depth++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth--;
        if (depth === this.listDepth && byte === CLOSE_OBJECT) {
          if (depth > 0) this.pending.push(at + 1);
        } else if (depth === this.listDepth - 1) {
          this.parse();
          this.listDepth = 0;
          this.lists++;
          this.bodyFrom = at;
        }
      }
      afterColon = byte === COLON || (afterColon && BLANK.includes(byte));
      at++;
    }
    Object.assign(this, { at, depth, inText, textFrom, textTo, afterColon });
  }

  /** Reads the heads of the spans that are complete. */
  private parse(): void {
    const { pending } = this;
    const open = pending.length % 2 === 1 ? pending.at(-1) : undefined;
    const count = (pending.length - (open === undefined ? 0 : 1)) / 2;
    if (count === 0) return;
    // What stands between spans of a list is what stands between items of one.
    const items = asArray(JSON.parse(`[${this.text(pending[0] ?? 0, pending[count * 2 - 1] ?? 0)}]`));
    const raws = items.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
    for (let i = 0; i < count; i++) {
      const { spanId, parentId, name, start, end, status } = readHead(asRecord(raws[i]));
      const from = pending[i * 2] ?? 0;
      const to = pending[i * 2 + 1] ?? 0;
      const { service } = NO_ORIGIN;
      const list = this.lists;
      this.spans.push({ spanId, parentId, name, start, end, status, service, origin: NO_ORIGIN, from, to, list });
    }
    this.pending = open === undefined ? [] : [open];
  }

  private text(from: number, to: number): string {
    return this.decoder.decode(this.bytes.subarray(from, to));
  }
}

const isSpans = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from === SPANS.length && SPANS.every((byte, i) => bytes[from + i] === byte);

/** Until the answer has ended: what sent a span may stand behind it. */
const NO_ORIGIN: SpanOrigin = { service: '', resource: [], scope: '' };

/** Ends the lists and objects that a beginning of a JSON document leaves open. It must not end within a text. */
function closed(beginning: string): string {
  const ends: string[] = [];
  for (const [token] of beginning.matchAll(/"(?:[^"\\]|\\.)*"|[[{}\]]/g)) {
    if (token === '[') ends.push(']');
    else if (token === '{') ends.push('}');
    else if (token === ']' || token === '}') ends.pop();
  }
  return beginning + ends.reverse().join('');
}
