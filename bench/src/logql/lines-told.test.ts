import { expect, it } from 'vitest';
import { firstDifference } from '../reference/told.js';
import { tellLineRows, tellStreams } from './lines-told.js';

const METADATA = {
  trace_id: '0a',
  span_id: '0b',
  severity_number: '9',
  severity_text: 'INFO',
  detected_level: 'info',
};
const stream = (time: string, text: string, more: Record<string, string> = {}): unknown => ({
  stream: { service_name: 'shop', user_id: '7', observed_timestamp: time, ...METADATA, ...more },
  values: [[time, text]],
});
const answer = (...result: unknown[]): unknown => ({ data: { result } });

const row = (time: string, text: string, ...parsed: Record<string, string>[]): unknown[] => [
  '1001',
  time,
  text,
  { 'user.id': '7' },
  '0a',
  '0b',
  9,
  'INFO',
  'info',
  time,
  ...parsed,
];
const STREAMS = [['1001', { service_name: 'shop' }]];

it('tells lines of an answer and of rows alike, the newest first whatever stream they are in', () => {
  const ours = tellStreams(answer(stream('1795801065690240001', 'a'), stream('1795801065690240002', 'b')));
  const newer = row('1795801065690240002', 'b');
  const older = row('1795801065690240001', 'a');
  expect(ours.get('line 0, text')).toBe('b');
  expect(firstDifference(ours, tellLineRows([[newer, older], STREAMS]))).toBeUndefined();
  expect(firstDifference(ours, tellLineRows([[newer], STREAMS]))).toMatch(/^line 1, time: .* by hand nothing$/);
});

it('tells labels of the stream and those parsed from the line', () => {
  const ours = tellStreams(answer(stream('1', 'status=500', { status: '500' })));
  expect(firstDifference(ours, tellLineRows([[row('1', 'status=500', { status: '500' })], STREAMS]))).toBeUndefined();
  expect(firstDifference(ours, tellLineRows([[row('1', 'status=500')], STREAMS]))).toMatch(/^line 0, labels: /);
  expect(firstDifference(ours, tellLineRows([[row('1', 'status=500', { status: '500' })], []]))).toMatch(
    /^line 0, labels: /,
  );
});
