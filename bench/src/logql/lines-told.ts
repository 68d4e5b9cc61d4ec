import type { Row } from '../reference/reference.js';
import { labelsText, type Told } from '../reference/told.js';

/** A line as an answer has it. */
interface Line {
  /** Nanoseconds since the epoch. */
  readonly time: string;
  readonly text: string;
  /** Of its stream, of its metadata and parsed from it. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The newest line first; lines of equal time by their text. */
function tellLines(lines: readonly Line[]): Told {
  const told = new Map<string, string>();
  const inOrder = [...lines].sort((a, b) => Number(BigInt(b.time) - BigInt(a.time)) || (a.text < b.text ? -1 : 1));
  for (const [i, { time, text, labels }] of inOrder.entries()) {
    told.set(`line ${i}, time`, time);
    told.set(`line ${i}, text`, text);
    told.set(`line ${i}, labels`, labelsText(labels));
  }
  return told;
}

interface StreamsAnswer {
  readonly data: {
    readonly result: readonly {
      readonly stream: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [string, string])[];
    }[];
  };
}

/** Of an answer of `query_range` with streams. */
export const tellStreams = (answer: unknown): Told =>
  tellLines(
    (answer as StreamsAnswer).data.result.flatMap(({ stream, values }) =>
      values.map(([time, text]) => ({ time, text, labels: stream })),
    ),
  );

type Texts = Readonly<Record<string, string>>;
type StoredLine = readonly [
  stream: string,
  time: string,
  text: string,
  attributes: Texts,
  traceId: string,
  spanId: string,
  severityNumber: number,
  severityText: string,
  level: string,
  observed: string,
  parsed?: Texts,
];

/** What a row has besides its text, in the order of the rows that `tellLineRows` takes; `parsed` is a map. */
export const LINE_COLUMNS =
  'stream, toUnixTimestamp64Nano(ts), body, attributes, lower(hex(trace_id)), lower(hex(span_id)), severity_number, ' +
  'severity_text, detected_level, toUnixTimestamp64Nano(observed_ts)';

/** The labels of the streams that the statement before found. */
export const STREAM_COLUMNS = 'fingerprint, labels';

/** A name as Loki makes it of an attribute's. */
const labelName = (key: string): string => key.replace(/[^a-zA-Z0-9_]/g, '_');

/** Of rows of lines with their metadata, then rows of their streams. */
export function tellLineRows([lines = [], streams = []]: readonly (readonly Row[])[]): Told {
  const labelsOf = new Map(streams.map(([fingerprint, labels]) => [String(fingerprint), labels as Texts]));
  return tellLines(
    (lines as readonly StoredLine[]).map((row) => {
      const [stream, time, text, attributes, traceId, spanId, severityNumber, severityText, level, observed] = row;
      const named = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [labelName(key), value]));
      const labels = {
        ...labelsOf.get(stream),
        ...named,
        trace_id: traceId,
        span_id: spanId,
        severity_number: `${severityNumber}`,
        severity_text: severityText,
        detected_level: level,
        observed_timestamp: observed,
        ...row[10],
      };
      return { time, text, labels };
    }),
  );
}
