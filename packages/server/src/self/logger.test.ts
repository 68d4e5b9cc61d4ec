import { expect, it } from 'vitest';
import { textLine } from './logger.js';

it('shows a line as a person reads it', () => {
  const json = '{"level":40,"time":"2026-01-02T03:04:05.678Z","port":3100,"reason":"사용 중","message":"taken"}\n';
  expect(textLine(json)).toBe('03:04:05.678 warn  taken port=3100 reason=사용 중');
});
