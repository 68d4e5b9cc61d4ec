import { DEFAULT_TENANT, nanos } from '@bongsu/model';
import { it } from 'vitest';
import { openTestEngine } from './testkit/engine.js';
import { storeLines, T0, type TestLine } from './logql/testkit/log-data.js';
import { storeSpans, type TestSpan } from './traceql/testkit/span-data.js';
import { queryLogs } from './logql/index.js';
import { searchTraces, traceById, tagNames } from './traceql/index.js';
import { services } from './services/index.js';
import { Session } from 'chdb';
let session: Session | undefined;
const orig = Session.prototype.queryAsync;
Session.prototype.queryAsync = function (this: Session, ...a: Parameters<Session['queryAsync']>) { session = this; return orig.apply(this, a); };
it('perf', async () => {
  const e = await openTestEngine();
  const N = 400_000; const DAY = 86_400_000_000_000n;
  for (let k = 0; k < 4; k++) {
    const lines: TestLine[] = [];
    const spans: TestSpan[] = [];
    for (let i = k*N/4; i < (k+1)*N/4; i++) {
      const ts = nanos(T0 + (DAY * BigInt(i)) / BigInt(N));
      const trace = (i >> 2).toString(16).padStart(8,'0') + 'abcdef0123456789abcdef01';
      lines.push({ ts, seq: i, labels: { service_name: 's' + (i % 10), pod: 'p' + (i % 50) }, line: `request ${i} handled path=/api/v1/orders/${i % 977} status=${i % 100 === 0 ? 500 : 200} took=${i % 313}ms`, traceId: trace });
      spans.push({ trace, span: (i+1).toString(16), ...(i % 4 ? { parent: (i - i % 4 + 1).toString(16) } : {}), start: ts, duration: BigInt(i % 1000) * 1_000_000n, name: 'GET /' + (i % 20), kind: 2, status: i % 97 === 0 ? 2 : 0, resource: { service: 's' + (i % 10) }, attributes: { 'http.status_code': 'i:' + (i % 100 === 0 ? 500 : 200), 'http.path': 's:/api/' + i % 977 } });
    }
    await storeLines(e, lines);
    await storeSpans(e, spans);
  }
  const all = { tenant: DEFAULT_TENANT, start: T0, end: nanos(T0 + DAY) };
  const time = async (name: string, f: () => Promise<{ok: boolean}>) => {
    await f();
    const ts: number[] = [];
    const n = e.statements.length;
    for (let i = 0; i < 15; i++) { const t = performance.now(); await f(); ts.push(performance.now() - t); }
    ts.sort((a, b) => a - b);
    console.log('##', name, 'median', ts[7]!.toFixed(1), 'max', ts[14]!.toFixed(1), 'ms', (e.statements.length - n) / 15, 'statements');
    if (process.env['EX']?.split(',').includes(name)) for (const sql of e.statements.slice(n, n + (e.statements.length - n) / 15)) {
      for (const v of ['', ' SETTINGS max_threads=1', ' SETTINGS query_plan_optimize_lazy_materialization=0', ' SETTINGS max_threads=1, query_plan_optimize_lazy_materialization=0', ' SETTINGS max_threads=1, query_plan_optimize_lazy_materialization=0, use_uncompressed_cache=0, max_block_size=8192, enable_analyzer=0']) {
        const xs: number[] = []; for (let i = 0; i < 25; i++) { const t = performance.now(); await session!.queryAsync(sql + v, { format: 'JSONCompactEachRow' }); xs.push(performance.now() - t); }
        xs.sort((a, b) => a - b); console.log('##', xs[2]!.toFixed(1), xs[12]!.toFixed(1), xs[24]!.toFixed(1), v, sql.slice(0, 60)); }
    }
  };
  const lq = (query: string, extra = {}) => () => queryLogs({ query, limit: 100, direction: 'backward', ...all, ...extra }, e.runner);
  await time('newest 100', lq('{service_name="s1"}'));
  await time('newest 100 1h', lq('{service_name="s1"}', { start: nanos(T0 + DAY - DAY/24n) }));
  await time('newest 1000 all', lq('{service_name=~".+"}', {limit: 1000}));
  await time('contains rare', lq('{service_name=~".+"} |= "request 123456 "'));
  await time('regex rare', lq('{service_name=~".+"} |~ "orders/97[0-9] status=5"'));
  await time('trace id', lq('{trace_id="0000ffffabcdef0123456789abcdef01"}'));
  const s = (q: string, extra = {}) => () => searchTraces({ q, tags: undefined, limit: 20, spansPerSpanSet: 3, ...all, ...extra }, e.runner);
  await time('search {}', s('{}'));
  await time('search svc', s('{resource.service.name="s3"}'));
  await time('search error', s('{status=error}'));
  await time('search attr', s('{.http.status_code=500 && duration > 900ms}'));
  await time('search none', s('{name="nope"}'));
  await time('trace by id', () => traceById({ tenant: DEFAULT_TENANT, traceId: '0000ffffabcdef0123456789abcdef01', maxSpans: 1000 }, e.runner));
  await time('tag names', () => tagNames(all, e.runner));
  await time('services', () => services(all, e.runner));
  console.log(e.statements.filter(x => x.includes('FROM spans')).at(-30)?.slice(0, 600));
  const ex = async (sql: string) => sql;
  void ex;
  e.close();
}, 600_000);
