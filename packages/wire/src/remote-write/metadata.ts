import type { MetricType } from '@bongsu/model';
import type { FamilyText } from '../prometheus/family-text.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../protobuf/reader.js';

/** By number, as MetricMetadata and version 2's Metadata have them. */
const TYPES: readonly MetricType[] = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
];

export const metricType = (number: number): MetricType => TYPES[number] ?? 'unknown';

// Tags of MetricMetadata.
const TYPE = (1 << 3) | WIRE_VARINT;
const FAMILY = (2 << 3) | WIRE_BYTES;
const HELP = (4 << 3) | WIRE_BYTES;
const UNIT = (5 << 3) | WIRE_BYTES;

/** Version 1's MetricMetadata between the cursor and `end`. Invalid UTF-8 becomes U+FFFD. */
export function readMetadata(reader: ProtobufReader, end: number): FamilyText & { readonly family: string } {
  let type: MetricType = 'unknown';
  let family = '';
  let help = '';
  let unit = '';
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === TYPE) type = metricType(reader.uint32(end));
    else if (tag === FAMILY) family = reader.text(reader.lengthEnd(end));
    else if (tag === HELP) help = reader.text(reader.lengthEnd(end));
    else if (tag === UNIT) unit = reader.text(reader.lengthEnd(end));
    else reader.skip(tag, end);
  }
  return { family, type, help, unit };
}
