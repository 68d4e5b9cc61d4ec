import { SpanStatusCode, metrics, trace } from '@opentelemetry/api';
import { ShopDatabase } from './database.js';
import { call } from './downstream.js';
import { runEvery } from './periodic-job.js';
import { createLogger, runService, type Reply } from './service.js';

const logger = createLogger();
const tracer = trace.getTracer('shop.orders');
const payments = process.env['SHOP_PAYMENTS_URL'] ?? 'http://127.0.0.1:8083';
const database = new ShopDatabase(process.env['SHOP_DATABASE'] ?? 'orders.sqlite', 'orders');
database.create(`
  CREATE TABLE IF NOT EXISTS products (name TEXT PRIMARY KEY, price INTEGER NOT NULL, stock INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, product TEXT NOT NULL, quantity INTEGER NOT NULL,
    amount INTEGER NOT NULL, status TEXT NOT NULL);
  INSERT OR IGNORE INTO products VALUES ('한라봉 차', 6500, 100), ('보리빵', 4000, 100), ('오메기떡', 5500, 100);
`);

let stock = new Map<string, number>();
metrics
  .getMeter('shop.orders')
  .createObservableGauge('shop.product.stock', { description: 'Pieces in stock.', unit: '{piece}' })
  .addCallback((result) => {
    for (const [product, pieces] of stock) result.observe(pieces, { 'shop.product.name': product });
  });

const stopRestocking = runEvery(Number(process.env['SHOP_JOB_SECONDS'] ?? 10), logger, restock);

runService({
  port: Number(process.env['SHOP_PORT'] ?? 8082),
  logger,
  close: () => {
    stopRestocking();
    database.close();
  },
  routes: [
    { method: 'GET', path: '/products', handle: products },
    { method: 'GET', path: '/orders/:id', handle: find },
    { method: 'POST', path: '/orders', handle: place },
  ],
});

async function products(): Promise<Reply> {
  return { status: 200, body: database.all('products', 'SELECT name, price, stock FROM products ORDER BY name') };
}

async function find({ id }: { readonly id: string }): Promise<Reply> {
  const [order] = database.all('orders', 'SELECT * FROM orders WHERE id = ?', [Number(id)]);
  if (order !== undefined) return { status: 200, body: order };
  logger.warn({ 'order.id': id }, `주문을 찾을 수 없음: ${id}`);
  return { status: 404, body: { error: `no order ${id}` } };
}

async function place({ body }: { readonly body: unknown }): Promise<Reply> {
  const wanted = parseOrder(body);
  if (wanted === undefined) return { status: 400, body: { error: 'an order has a product, a quantity and a card' } };
  const { product, quantity, card } = wanted;
  const amount = confirm(product, quantity);
  if (amount === undefined) return { status: 409, body: { error: `${product}: not in stock` } };

  const insert = 'INSERT INTO orders (product, quantity, amount, status) VALUES (?, ?, ?, ?)';
  const id = database.run('INSERT', 'orders', insert, [product, quantity, amount, 'new']);
  logger.info({ 'order.id': id, product, quantity, amount }, `주문 접수: ${product} ${quantity}개`);

  const charge = await call('POST', `${payments}/charges`, { order: id, amount, card });
  const status = charge.status === 201 ? 'paid' : charge.status === 402 ? 'declined' : 'failed';
  database.run('UPDATE', 'orders', 'UPDATE orders SET status = ? WHERE id = ?', [status, id]);
  if (status === 'paid') {
    const take = 'UPDATE products SET stock = stock - ? WHERE name = ?';
    database.run('UPDATE', 'products', take, [quantity, product]);
    logger.info({ 'order.id': id }, `주문 완료: ${id}`);
    return { status: 201, body: { id, status, amount } };
  }
  logger.warn({ 'order.id': id, 'payment.status': charge.status }, `order ${id} was not paid: ${status}`);
  return { status: status === 'declined' ? 402 : 503, body: { id, status } };
}

/** Looks the price and the stock up. @returns the amount to pay in won, undefined when there is too little in stock. */
function confirm(product: string, quantity: number): number | undefined {
  return tracer.startActiveSpan('주문 확인', (span) => {
    try {
      span.setAttributes({ 'shop.product.name': product, 'shop.order.quantity': quantity });
      const [row] = database.all('products', 'SELECT price, stock FROM products WHERE name = ?', [product]);
      span.addEvent('stock.checked', { 'shop.product.stock': Number(row?.['stock'] ?? 0) });
      if (row !== undefined && Number(row['stock']) >= quantity) return Number(row['price']) * quantity;
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'not in stock' });
      logger.error({ product, quantity }, `재고 부족: ${product}`);
      return undefined;
    } finally {
      span.end();
    }
  });
}

/** The background job: fills every shelf that has run low. */
async function restock(): Promise<void> {
  tracer.startActiveSpan('재고 확인', (span) => {
    try {
      const fill = 'UPDATE products SET stock = 100 WHERE stock < 20';
      database.run('UPDATE', 'products', fill);
      const rows = database.all('products', 'SELECT name, stock FROM products');
      stock = new Map(rows.map((row) => [String(row['name']), Number(row['stock'])]));
      logger.info({ stock: Object.fromEntries(stock) }, '재고 확인 끝');
    } finally {
      span.end();
    }
  });
}

function parseOrder(body: unknown): { product: string; quantity: number; card: string } | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { product, quantity, card } = body as Record<string, unknown>;
  const valid = typeof product === 'string' && typeof quantity === 'number' && typeof card === 'string';
  return valid ? { product, quantity, card } : undefined;
}
