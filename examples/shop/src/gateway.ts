import { metrics } from '@opentelemetry/api';
import { call } from './downstream.js';
import { createLogger, runService, type Reply } from './service.js';

// The public face of the shop: it keeps nothing and passes orders on.
const logger = createLogger();
const orders = process.env['SHOP_ORDERS_URL'] ?? 'http://127.0.0.1:8082';
const checkouts = metrics
  .getMeter('shop.gateway')
  .createCounter('shop.checkouts', { description: 'Checkouts by outcome.', unit: '{checkout}' });

runService({
  port: Number(process.env['SHOP_PORT'] ?? 8081),
  logger,
  close: () => undefined,
  routes: [
    { method: 'GET', path: '/menu', handle: menu },
    { method: 'POST', path: '/checkout', handle: checkout },
    {
      method: 'GET',
      path: '/orders/:id',
      handle: ({ id }) => call('GET', `${orders}/orders/${encodeURIComponent(id)}`),
    },
  ],
});

async function menu(): Promise<Reply> {
  const reply = await call('GET', `${orders}/products`);
  logger.info({ products: Array.isArray(reply.body) ? reply.body.length : 0 }, 'menu served');
  return reply;
}

async function checkout({ body }: { readonly body: unknown }): Promise<Reply> {
  const reply = await call('POST', `${orders}/orders`, body);
  const outcome = reply.status === 201 ? 'paid' : reply.status === 402 ? 'declined' : 'failed';
  checkouts.add(1, { 'shop.checkout.outcome': outcome });
  if (outcome === 'failed') {
    logger.error({ upstream: 'orders', status: reply.status }, 'checkout failed: orders gave no answer we can use');
    return { status: 502, body: { error: 'The shop cannot take orders right now.' } };
  }
  logger.info({ outcome }, 'checkout finished');
  return reply;
}
