import { fingerprintOf, labelsKey, type Labels, type StreamDef, type Tenant } from '@bongsu/model';
import { levelColumn } from '../log-level/detect.js';
import { BoundedMap } from '../otlp/bounded-map.js';
import { UNKNOWN_SERVICE } from '../otlp/service-name.js';
import { parseLabelsText, printLabelsText } from './labels-text.js';
import type { PushLimits } from './limits.js';
import { discoverService } from './service-name.js';

/** A stream as it was sent, kept for as long as it is in use. */
export interface PushStream {
  readonly def: StreamDef;
  /** Its labels, sorted, as messages name it. */
  readonly text: string;
  /** The service as UTF-8, for the row writer. */
  readonly serviceBytes: Uint8Array;
  /** The level that its labels name, as `LevelDetector.write` takes it. */
  readonly level: Uint8Array | undefined;
  /** Why its lines are refused; '' when they are not. */
  readonly problem: string;
  /** Why the whole request is refused: its labels cannot be read. '' otherwise. */
  readonly unreadable: string;
  /** What it may still send at once, when streams are limited, and since when (ms). */
  tokens: number;
  refilled: number;
}

/** Bounds memory, counted in characters of label sets. */
const STREAM_CHARACTERS = 8 * 1024 * 1024;

/** Streams by their labels' text: the same object for the same bytes, and the same definition for the same labels. */
export class PushStreamCache {
  readonly #byText = new BoundedMap<PushStream>(STREAM_CHARACTERS);
  readonly #byLabels = new BoundedMap<PushStream>(STREAM_CHARACTERS);

  constructor(
    private readonly limits: PushLimits,
    private readonly discoverServiceName: boolean,
  ) {}

  /** `bytes` are the labels as they were sent; what is no UTF-8 in them becomes U+FFFD. */
  stream(tenant: Tenant, bytes: Buffer, start: number, end: number): PushStream {
    const key = `${tenant} ${bytes.toString('latin1', start, end)}`;
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    const stream = this.#read(tenant, bytes.toString('utf8', start, end));
    this.#byText.set(key, stream);
    return stream;
  }

  #read(tenant: Tenant, text: string): PushStream {
    const parsed = parseLabelsText(text);
    if (!parsed.ok) {
      const { message, duplicate } = parsed.error;
      if (duplicate === undefined) return refused(text, '', `couldn't parse labels: ${message}`);
      return refused(text, `stream '${text}' has duplicate label name: '${duplicate}'`, '');
    }
    const labels: Labels =
      !this.discoverServiceName || parsed.value['service_name'] !== undefined
        ? parsed.value
        : { ...parsed.value, service_name: discoverService(parsed.value) };
    const key = `${tenant} ${labelsKey(labels)}`;
    const known = this.#byLabels.get(key);
    if (known !== undefined) return known;
    const printed = printLabelsText(labels);
    const problem = this.#problem(parsed.value, printed);
    if (problem !== '') return refused(printed, problem, '');
    const service = labels['service_name'] ?? UNKNOWN_SERVICE;
    const stream: PushStream = {
      def: { fingerprint: fingerprintOf(labelsKey(labels)), storedDay: undefined, service, labels },
      text: printed,
      serviceBytes: Buffer.from(service),
      level: levelColumn(labels),
      problem: '',
      unreadable: '',
      tokens: this.limits.streamBurst?.value ?? 0,
      refilled: 0,
    };
    this.#byLabels.set(key, stream);
    return stream;
  }

  #problem(sent: Labels, text: string): string {
    const { labels: count, labelNameBytes, labelValueBytes } = this.limits;
    const names = Object.keys(sent);
    if (names.length === 0) return 'error at least one label pair is required per stream';
    const counted = names.length - (sent['service_name'] === undefined ? 0 : 1);
    if (counted > count.value)
      return `entry for stream '${text}' has ${counted} label names; limit ${count.value}; raise ${count.key}`;
    for (const [name, value] of Object.entries(sent)) {
      if (name.length > labelNameBytes.value)
        return `stream '${text}' has label name too long: '${name}'; raise ${labelNameBytes.key}`;
      if (Buffer.byteLength(value) > labelValueBytes.value)
        return `stream '${text}' has label value too long: '${value}'; raise ${labelValueBytes.key}`;
    }
    return '';
  }
}

function refused(text: string, problem: string, unreadable: string): PushStream {
  return {
    def: { fingerprint: { lo: 0, hi: 0 }, storedDay: undefined, service: '', labels: {} },
    text,
    serviceBytes: new Uint8Array(0),
    level: undefined,
    problem,
    unreadable,
    tokens: 0,
    refilled: 0,
  };
}
