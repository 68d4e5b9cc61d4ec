import { LOG_ROW, Sequence } from '@bongsu/model';
import { expect, test } from 'vitest';
import { CONTEXT, TRACE_ID } from '../../testkit/context.js';
import { array, int, kvlist, logsRequest, str, type TestLogRecord } from '../../testkit/otlp-messages.js';
import { readRows } from '../../testkit/row-binary.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { LogsDecoder } from './decode.js';

const NONE = '0'.repeat(32);
const OTHER = 'ffffffffffffffffffffffffffffffff';

function traceIds(records: readonly TestLogRecord[]): unknown[] {
  const decoder = new LogsDecoder({ sequence: new Sequence(1), limits: DEFAULT_OTLP_LIMITS });
  const result = decoder.decode(logsRequest([{ records }]), CONTEXT);
  if (!result.ok) throw new Error(result.error.message);
  return readRows(LOG_ROW, result.value.batch.logs.bytes).map((r) => r['trace_id']);
}

const CASES: readonly [name: string, record: TestLogRecord, traceId: string][] = [
  ['the field wins', { traceId: OTHER, body: str(`trace_id=${TRACE_ID}`) }, OTHER],
  ['a field of zeros is none', { traceId: NONE, body: str(`trace_id=${TRACE_ID}`) }, TRACE_ID],
  [
    'attribute trace_id',
    {
      attributes: [
        ['a', int(1)],
        ['trace_id', str(TRACE_ID)],
      ],
    },
    TRACE_ID,
  ],
  ['attribute traceid', { attributes: [['traceid', str(TRACE_ID)]] }, TRACE_ID],
  ['attribute traceId in upper case', { attributes: [['traceId', str(TRACE_ID.toUpperCase())]] }, TRACE_ID],
  ['attribute trace.id', { attributes: [['trace.id', str(TRACE_ID)]] }, TRACE_ID],
  ['attribute of another name', { attributes: [['trace_xx', str(TRACE_ID)]] }, NONE],
  ['attribute too short', { attributes: [['trace_id', str(TRACE_ID.slice(1))]] }, NONE],
  ['attribute not hex', { attributes: [['trace_id', str(`g${TRACE_ID.slice(1)}`)]] }, NONE],
  ['attribute of zeros', { attributes: [['trace_id', str(NONE)]] }, NONE],
  ['logfmt', { body: str(`level=info trace_id=${TRACE_ID} msg=x`) }, TRACE_ID],
  ['logfmt, quoted', { body: str(`trace_id="${TRACE_ID}"`) }, TRACE_ID],
  ['JSON', { body: str(`{"trace_id":"${TRACE_ID}","m":1}`) }, TRACE_ID],
  ['JSON with a space', { body: str(`{"traceId": "${TRACE_ID}"}`) }, TRACE_ID],
  ['JSON in JSON', { body: str(`{"l":"{\\"trace_id\\":\\"${TRACE_ID}\\"}"}`) }, TRACE_ID],
  ['traceID=', { body: str(`x traceID=${TRACE_ID}`) }, TRACE_ID],
  ['TraceId', { body: str(`"TraceId":"${TRACE_ID}"`) }, TRACE_ID],
  ['traceparent', { body: str(`traceparent: 00-${TRACE_ID}-b7ad6b7169203331-01`) }, TRACE_ID],
  ['traceparent in JSON', { body: str(`{"traceparent":"00-${TRACE_ID}-b7ad6b7169203331-01"}`) }, TRACE_ID],
  ['traceparent of another version', { body: str(`traceparent: ff-${TRACE_ID}-b7ad6b7169203331-01`) }, NONE],
  ['a structured body', { body: kvlist(['m', str('x')], ['trace_id', str(TRACE_ID)]) }, TRACE_ID],
  ['deep in a structured body', { body: array(kvlist(['ctx', kvlist(['traceId', str(TRACE_ID)])])) }, TRACE_ID],
  ['the second mention', { body: str(`trace_id=none then trace_id=${TRACE_ID}`) }, TRACE_ID],
  ['33 digits', { body: str(`trace_id=${TRACE_ID}0`) }, NONE],
  ['31 digits', { body: str(`trace_id=${TRACE_ID.slice(1)}`) }, NONE],
  ['no name', { body: str(`id ${TRACE_ID}`) }, NONE],
  ['another word', { body: str(`race_id=${TRACE_ID} brace_id=${TRACE_ID}`) }, NONE],
  ['at the end of a body', { body: str('stack trace') }, NONE],
  ['cut off', { body: str('trace_id=') }, NONE],
];

test.each(CASES)('%s', (_name, record, traceId) => {
  expect(traceIds([record])).toEqual([traceId]);
});

test('every record of a request gets its own', () => {
  expect(traceIds(CASES.map(([, record]) => record))).toEqual(CASES.map(([, , traceId]) => traceId));
});

test('an id is not taken over the end of a body', () => {
  expect(traceIds([{ body: str('trace_id') }, { body: str(TRACE_ID) }])).toEqual([NONE, NONE]);
});
