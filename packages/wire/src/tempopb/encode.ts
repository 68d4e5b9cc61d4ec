import { ProtobufWriter } from '../protobuf/writer.js';
import type { JsonMessage } from '../otlp/json/messages.js';
import { writeMessage } from '../otlp/json/transcode.js';
import {
  QUERY_INSTANT_RESPONSE,
  QUERY_RANGE_RESPONSE,
  SEARCH_RESPONSE,
  SEARCH_TAG_VALUES_RESPONSE,
  SEARCH_TAG_VALUES_V2_RESPONSE,
  SEARCH_TAGS_RESPONSE,
  SEARCH_TAGS_V2_RESPONSE,
} from './messages.js';

const MESSAGES = {
  search: SEARCH_RESPONSE,
  tags: SEARCH_TAGS_RESPONSE,
  tagsV2: SEARCH_TAGS_V2_RESPONSE,
  tagValues: SEARCH_TAG_VALUES_RESPONSE,
  tagValuesV2: SEARCH_TAG_VALUES_V2_RESPONSE,
  queryRange: QUERY_RANGE_RESPONSE,
  queryInstant: QUERY_INSTANT_RESPONSE,
} as const satisfies Readonly<Record<string, JsonMessage>>;

export type TempoAnswer = keyof typeof MESSAGES;

/**
 * An answer of Tempo's API as protobuf, from the value its JSON is made of: both say the same. `serviceStats` may be the
 * object that JSON has.
 */
export function encodeTempoAnswer(kind: TempoAnswer, answer: unknown): Uint8Array {
  const writer = new ProtobufWriter();
  writeMessage(writer, MESSAGES[kind], kind === 'search' ? withMapEntries(answer as SearchJson) : answer, kind);
  return writer.finish();
}

interface SearchJson {
  readonly traces?: readonly { readonly serviceStats?: Readonly<Record<string, unknown>> }[];
}

function withMapEntries(answer: SearchJson): unknown {
  if (answer.traces === undefined) return answer;
  const traces = answer.traces.map((trace) => ({
    ...trace,
    serviceStats: Object.entries(trace.serviceStats ?? {}).map(([key, value]) => ({ key, value })),
  }));
  return { ...answer, traces };
}

/** The list of each answer: what a stream may send in parts. */
const LISTS: Readonly<Record<TempoAnswer, string>> = {
  search: 'traces',
  tags: 'tagNames',
  tagsV2: 'scopes',
  tagValues: 'tagValues',
  tagValuesV2: 'tagValues',
  queryRange: 'series',
  queryInstant: 'series',
};

/**
 * An answer in messages of at most about `maxBytes`, for streams: the list is divided, `metrics` stand in every part and
 * what else there is in the last. One element larger than that is a message of its own.
 */
export function* tempoAnswerParts(
  kind: TempoAnswer,
  answer: Readonly<Record<string, unknown>>,
  maxBytes: number,
): Iterable<Uint8Array> {
  const list = (answer[LISTS[kind]] ?? []) as readonly unknown[];
  const { metrics } = answer;
  const trailer = encodeTempoAnswer(kind, { ...answer, [LISTS[kind]]: [] });
  let open: Uint8Array[] = [];
  let size = 0;
  for (const element of list) {
    // Lists are fields that may be written one after the other: encoded elements are joined as they are.
    const bytes = encodeTempoAnswer(kind, { [LISTS[kind]]: [element] });
    if (size > 0 && size + bytes.length > maxBytes) {
      yield Buffer.concat([...open, encodeTempoAnswer(kind, { metrics })]);
      open = [];
      size = 0;
    }
    open.push(bytes);
    size += bytes.length;
  }
  yield Buffer.concat([...open, trailer]);
}
