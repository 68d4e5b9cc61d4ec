import { expect, it } from 'vitest';
import { millis, type Tenant } from '@bongsu/model';
import { RejectionLog } from './rejection-log.js';

const tenant = 'default' as Tenant;
const late = { signal: 'logs', protocol: 'otlp-http', reason: 'too old', records: 3 } as const;

it('adds up what was refused for one reason', () => {
  const log = new RejectionLog();
  log.note(tenant, late, millis(1));
  log.note(tenant, { ...late, reason: 'too new' }, millis(2));
  log.note(tenant, { ...late, reason: 'older than 12:03' }, millis(3));
  log.note(tenant, { ...late, reason: 'older than 12:04' }, millis(4));
  expect(log.of(tenant)).toEqual([
    { ...late, reason: 'older than 12:04', records: 6, requests: 2, first: 3, last: 4 },
    { ...late, reason: 'too new', records: 3, requests: 1, first: 2, last: 2 },
    { ...late, records: 3, requests: 1, first: 1, last: 1 },
  ]);
  expect(log.of('other' as Tenant)).toEqual([]);
});

it('keeps the newest reasons, cut to a length', () => {
  const log = new RejectionLog();
  for (let i = 0; i < 80; i++)
    log.note(tenant, { ...late, reason: `${String.fromCharCode(200 + i)}${'x'.repeat(900)}` }, millis(i));
  const kept = log.of(tenant);
  expect([kept.length, kept[0]?.reason.slice(0, 1), kept[0]?.reason.length, kept.at(-1)?.last]).toEqual([
    50,
    String.fromCharCode(279),
    500,
    30,
  ]);
});
