import { expect } from 'vitest';
import type { Params, prometheusClient } from './prometheus-client.js';

type Ask = ReturnType<typeof prometheusClient>['ask'];

/** What Prometheus says of a request that it does not answer. */
export interface Refusal {
  readonly status: number;
  readonly errorType: string;
  readonly message: RegExp;
}

/** Expects that a request is refused by `refusal`, and that nothing else is said. */
export async function expectRefused(ask: Ask, path: string, params: Params, refusal: Refusal): Promise<void> {
  const { status, errorType, message } = refusal;
  const answer = await ask(path, { params });
  expect(answer.status, answer.text).toBe(status);
  expect(JSON.parse(answer.text)).toEqual({
    status: 'error',
    errorType,
    error: expect.stringMatching(message) as string,
  });
}

/** Expects that a path has the methods `allowed`, OPTIONS among them, and refuses others by naming those. */
export async function expectMethods(ask: Ask, path: string, allowed: string): Promise<void> {
  for (const method of ['DELETE', 'HEAD']) {
    const refused = await ask(path, { method });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe(allowed);
  }
  expect((await ask(path, { method: 'OPTIONS' })).status).toBe(204);
}
