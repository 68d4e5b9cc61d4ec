import { expect, it } from 'vitest';
import { stoppedSignals } from './stopped.js';

it('names signals that fell silent, newest first', () => {
  const now = 10_000_000;
  const row = (name: string, lastSeen: Record<string, number>) => ({ name, lastSeen, spans: 0, errors: 0, logs: 0 });
  expect(
    stoppedSignals(
      [
        row('alive', { logs: now - 1_000, traces: now - 300_000 }),
        row('half', { logs: now - 1_000, traces: now - 900_000 }),
        row('gone', { logs: now - 400_000, metrics: now - 1_000_000 }),
        row('never', {}),
      ],
      now,
    ).map(({ service, signal }) => `${service} ${signal}`),
  ).toEqual(['gone logs', 'half traces', 'gone metrics']);
});
