// Starts the built server on an empty folder, takes it through what each API does once, and leaves beside it what V8 has
// compiled by then: the next start and the first questions need not compile it again.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.UV_THREADPOOL_SIZE ??= '16';
const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const { CODE, loadServer } = require(join(root, 'packages/cli/dist/server.js'));

const data = mkdtempSync(join(tmpdir(), 'bongsu-code-'));
const { server, code } = loadServer();
const config = { ...server.defaultConfig(), data, port: 0, otlpGrpcPort: 0, aliasPorts: false };
const app = server.createApp(config, { logger: server.createLogger({ level: 'silent', format: 'json' }) });
const started = await app.start();
if (!started.ok) throw new Error(started.error.message);

async function ask(path, body) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(started.value.url + path, body === undefined ? {} : init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
}

const now = Date.now();
const at = (ms) => `${ms}000000`;
const string = (key, stringValue) => ({ key, value: { stringValue } });
const resource = { attributes: [string('service.name', 'shop')] };
const trace = '0af7651916cd43dd8448eb211c80319c';
const span = (spanId, parentSpanId, kind) => ({
  traceId: trace,
  spanId,
  parentSpanId,
  name: 'GET /cart',
  kind,
  startTimeUnixNano: at(now - 1000),
  endTimeUnixNano: at(now - 900),
  attributes: [string('http.route', '/cart')],
  status: { code: 2 },
});
const body = '{"level":"error","path":"/cart","took":12}';
const logRecords = [
  { timeUnixNano: at(now - 950), severityText: 'ERROR', body: { stringValue: body }, traceId: trace },
];
const dataPoints = [{ timeUnixNano: at(now - 1000), asDouble: 1, attributes: [string('route', '/cart')] }];
const sum = { dataPoints, isMonotonic: true, aggregationTemporality: 2 };
await ask('/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
await ask('/v1/traces', {
  resourceSpans: [
    {
      resource,
      scopeSpans: [{ spans: [span('b7ad6b7169203331', '', 2), span('00f067aa0ba902b7', 'b7ad6b7169203331', 3)] }],
    },
  ],
});
await ask('/v1/metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: 'orders', sum }] }] }] });

const range = `start=${Math.floor(now / 1000) - 600}&end=${Math.ceil(now / 1000) + 1}`;
const loki = (query) => `/loki/api/v1/query_range?${range}&step=15&query=${encodeURIComponent(query)}`;
const tempo = (path, query) => `${path}?${range}&q=${encodeURIComponent(query)}`;
const prometheus = (query) => `/api/v1/query_range?${range}&step=15&query=${encodeURIComponent(query)}`;
// Twice: the second time finds what the first one has remembered, on ways of its own.
for (let round = 0; round < 2; round++) {
  await ask('/');
  await ask('/metrics');
  await ask(loki('{service_name="shop"}'));
  await ask(loki('{service_name="shop"} | json | path="/cart" |= "error"'));
  await ask(loki('sum by (detected_level) (count_over_time({service_name=~".+"}[1m]))'));
  await ask(loki('quantile_over_time(0.95, {service_name="shop"} | json | unwrap took [5m]) by (path)'));
  await ask(`/loki/api/v1/labels?${range}`);
  await ask(`/loki/api/v1/label/service_name/values?${range}`);
  await ask(`/loki/api/v1/detected_fields?${range}&query=${encodeURIComponent('{service_name="shop"}')}`);
  await ask(tempo('/api/search', '{ resource.service.name = "shop" && duration > 1ms }'));
  await ask(tempo('/api/search', '{ kind = server } >> { span.http.route = "/cart" }'));
  await ask(tempo('/api/metrics/query_range', '{} | rate() by (resource.service.name)'));
  await ask(tempo('/api/metrics/query_range', '{} | quantile_over_time(duration, .99) by (span.http.route)'));
  await ask(`/api/v2/traces/${trace}`);
  await ask(`/api/v2/search/tags?${range}`);
  await ask(prometheus('sum by (route) (rate(orders_total[5m]))'));
  await ask(prometheus('histogram_quantile(0.95, sum by (le) (rate(traces_spanmetrics_latency_bucket[5m])))'));
  await ask(prometheus('sum by (client, server) (rate(traces_service_graph_request_total[5m]))'));
  await ask('/api/v1/label/__name__/values');
  await ask(`/api/bongsu/services?${range}`);
  await ask('/api/bongsu/status');
  await ask(`/api/bongsu/trace/${trace}/related`);
}

const compiled = code();
const problems = await app.stop();
rmSync(data, { recursive: true });
if (problems.length > 0) throw new Error(problems.join('; '));
// Under its name only when it is whole: somebody may be starting.
const file = require.resolve('@bongsu/server', { paths: [join(root, 'packages/cli')] }) + CODE;
writeFileSync(`${file}.new`, compiled);
renameSync(`${file}.new`, file);
