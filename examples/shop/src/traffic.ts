import { CARD_BANK_DOWN, CARD_DECLINED, CARD_GOOD, CARD_SLOW } from './cards.js';

const PRODUCTS = ['한라봉 차', '보리빵', '오메기떡'];
/** Requests under way at once; a stuck shop is not buried under more of them. */
const MAX_IN_FLIGHT = 50;

export interface TrafficReport {
  readonly sent: number;
  /** Answers of 500 and above, and requests without an answer. */
  readonly failed: number;
  readonly skipped: number;
}

export interface Traffic {
  report(): TrafficReport;
  /** No further request; resolves when the last one under way was answered. */
  stop(): Promise<void>;
}

/** Sends `rate` requests a second to the gateway until stopped. What is sent depends on the running number alone. */
export function startTraffic(gateway: string, rate: number): Traffic {
  const inFlight = new Set<Promise<void>>();
  let sent = 0;
  let failed = 0;
  let skipped = 0;
  let lastOrder = 1;

  const send = async (number: number): Promise<void> => {
    try {
      const { method, path, body } = request(number, lastOrder);
      const response = await fetch(`${gateway}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        signal: AbortSignal.timeout(10_000),
      });
      const answer = (await response.json()) as { id?: unknown };
      if (typeof answer.id === 'number') lastOrder = answer.id;
      if (response.status >= 500) failed++;
    } catch {
      // A request without an answer is part of what the demo counts; the gateway's own log says why.
      failed++;
    }
  };

  const timer = setInterval(() => {
    if (inFlight.size >= MAX_IN_FLIGHT) {
      skipped++;
      return;
    }
    const one = send(++sent).finally(() => inFlight.delete(one));
    inFlight.add(one);
  }, 1000 / rate);

  return {
    report: () => ({ sent, failed, skipped }),
    stop: async () => {
      clearInterval(timer);
      await Promise.all(inFlight);
    },
  };
}

/** The `number`-th request: about half orders; among 60 requests 3 slow, 2 declined, 2 without a bank and a lost page. */
export function request(
  number: number,
  lastOrder: number,
): { method: 'GET' | 'POST'; path: string; body?: { product: string; quantity: number; card: string } } {
  if (number % 60 === 59) return { method: 'GET', path: '/없는-페이지' };
  if (number % 4 === 0) return { method: 'GET', path: '/menu' };
  if (number % 4 === 2) return { method: 'GET', path: `/orders/${lastOrder}` };
  const product = PRODUCTS[number % PRODUCTS.length] ?? '보리빵';
  return { method: 'POST', path: '/checkout', body: { product, quantity: 1 + (number % 3), card: card(number) } };
}

function card(number: number): string {
  if (number % 20 === 7) return CARD_SLOW;
  if (number % 30 === 11) return CARD_DECLINED;
  if (number % 30 === 23) return CARD_BANK_DOWN;
  return CARD_GOOD;
}
