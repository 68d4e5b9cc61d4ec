import { SpanKind, SpanStatusCode, TraceFlags, metrics, trace, type Link } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';
import { CARD_BANK_DOWN, CARD_DECLINED, CARD_SLOW } from './cards.js';
import { ShopDatabase } from './database.js';
import { runEvery } from './periodic-job.js';
import { createLogger, runService, type Reply } from './service.js';

/** The bank said no. Expected in business terms, yet an error of this payment. */
class PaymentDeclined extends Error {
  override readonly name = 'PaymentDeclined';
}

/** The bank said nothing. */
class BankUnavailable extends Error {
  override readonly name = 'BankUnavailable';
}

const logger = createLogger();
const tracer = trace.getTracer('shop.payments');
const amounts = metrics.getMeter('shop.payments').createHistogram('shop.payment.amount', {
  description: 'Amount of a payment.',
  unit: '{KRW}',
  advice: { explicitBucketBoundaries: [5000, 10_000, 20_000, 50_000] },
});
const database = new ShopDatabase(process.env['SHOP_DATABASE'] ?? 'payments.sqlite', 'payments');
database.create(`
  CREATE TABLE IF NOT EXISTS payments (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL,
    status TEXT NOT NULL, settled INTEGER NOT NULL DEFAULT 0, trace_id TEXT NOT NULL, span_id TEXT NOT NULL);
`);

const stopSettling = runEvery(Number(process.env['SHOP_JOB_SECONDS'] ?? 10), logger, settle);

runService({
  port: Number(process.env['SHOP_PORT'] ?? 8083),
  logger,
  close: () => {
    stopSettling();
    database.close();
  },
  routes: [{ method: 'POST', path: '/charges', handle: charge }],
});

async function charge({ body }: { readonly body: unknown }): Promise<Reply> {
  const { order, amount, card } = body as { order: number; amount: number; card: string };
  return tracer.startActiveSpan('결제 승인', async (span) => {
    span.setAttributes({ 'shop.order.id': order, 'shop.payment.amount': amount });
    const { traceId, spanId } = span.spanContext();
    const store = (status: string): number =>
      database.run(
        'INSERT',
        'payments',
        'INSERT INTO payments (order_id, amount, status, trace_id, span_id) VALUES (?, ?, ?, ?, ?)',
        [order, amount, status, traceId, spanId],
      );
    try {
      await askBank(card);
      const id = store('paid');
      amounts.record(amount);
      logger.info({ 'payment.id': id, 'order.id': order, amount }, `결제 승인: ${amount}원`);
      return { status: 201, body: { id } };
    } catch (error) {
      if (!(error instanceof PaymentDeclined || error instanceof BankUnavailable)) throw error;
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      logger.error({ err: error, 'order.id': order, amount }, `payment failed: ${error.message}`);
      store(error instanceof PaymentDeclined ? 'declined' : 'failed');
      return { status: error instanceof PaymentDeclined ? 402 : 503, body: { error: error.message } };
    } finally {
      span.end();
    }
  });
}

/** Stands in for a bank outside of the shop: the card number decides its answer, as with a bank's test cards. */
async function askBank(card: string): Promise<void> {
  await tracer.startActiveSpan('bank authorize', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      span.setAttributes({ 'server.address': 'bank.example', 'shop.card.suffix': card.slice(-4) });
      await sleep(card === CARD_SLOW ? 800 + Math.random() * 1200 : 5 + Math.random() * 40);
      if (card === CARD_SLOW) {
        span.addEvent('bank.slow');
        logger.warn('은행 응답 지연');
      }
      if (card === CARD_DECLINED) throw new PaymentDeclined('card declined by the bank');
      if (card === CARD_BANK_DOWN) throw new BankUnavailable('the bank closed the connection');
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The background job: settles paid payments in one batch, whose span links to the span of each payment. */
async function settle(): Promise<void> {
  const open =
    'SELECT id, amount, trace_id, span_id FROM payments WHERE status = ? AND settled = 0 ORDER BY id LIMIT 50';
  const rows = database.all('payments', open, ['paid']);
  if (rows.length === 0) return;
  const links = rows.map((row): Link => {
    const context = {
      traceId: String(row['trace_id']),
      spanId: String(row['span_id']),
      traceFlags: TraceFlags.SAMPLED,
    };
    return { context, attributes: { 'shop.payment.id': Number(row['id']) } };
  });
  tracer.startActiveSpan('정산 settlement batch', { kind: SpanKind.CONSUMER, links }, (span) => {
    try {
      span.addEvent('batch.selected', { 'shop.settlement.size': rows.length });
      const last = Number(rows.at(-1)?.['id'] ?? 0);
      const close = 'UPDATE payments SET settled = 1 WHERE settled = 0 AND status = ? AND id <= ?';
      database.run('UPDATE', 'payments', close, ['paid', last]);
      const total = rows.reduce((sum, row) => sum + Number(row['amount']), 0);
      span.addEvent('batch.settled', { 'shop.settlement.amount': total });
      logger.info({ payments: rows.length, total }, `정산 완료: ${rows.length}건 ${total}원`);
    } finally {
      span.end();
    }
  });
}
