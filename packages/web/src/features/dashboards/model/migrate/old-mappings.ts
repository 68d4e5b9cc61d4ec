import { asArray, asNumber, asRecord, type JsonRecord } from '../../../../api/json.js';

/** Texts for values or, with `mappingType` 2, for ranges of them, as single stats and columns of tables had them before Grafana 7. */
export function oldMappings(json: JsonRecord): readonly JsonRecord[] {
  if (json['mappingType'] === 2) {
    const ranges = asArray(json['rangeMaps']).map(asRecord);
    return ranges.map(({ from, to, text }) => ({
      type: 'range',
      options: {
        from: from === 'null' ? null : asNumber(from),
        to: to === 'null' ? null : asNumber(to),
        result: { text },
      },
    }));
  }
  const values = asArray(json['valueMaps']).map(asRecord);
  return values.map(({ value, text }) =>
    value === 'null'
      ? { type: 'special', options: { match: 'null', result: { text } } }
      : { type: 'value', options: { [String(value)]: { text } } },
  );
}
