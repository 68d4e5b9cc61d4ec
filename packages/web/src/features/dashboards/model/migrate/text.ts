import { asRecord, asText, type JsonRecord } from '../../../../api/json.js';

/** Before version 7.1 a text panel kept its text beside its options. */
export function migrateText(json: JsonRecord): JsonRecord {
  const options = asRecord(json['options']);
  if (options['content'] !== undefined) return json;
  return { ...json, options: { mode: asText(json['mode']) ?? 'markdown', content: asText(json['content']) ?? '' } };
}
