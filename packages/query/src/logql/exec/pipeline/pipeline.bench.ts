import { nanos } from '@bongsu/model';
import { bench, describe } from 'vitest';
import type { Stage } from '../../syntax/index.js';
import type { ParserHints } from './line-labels.js';
import { compilePipeline } from './pipeline.js';
import {
  bytes,
  duration,
  is,
  json,
  line as lineFilter,
  logfmt,
  number,
  pattern,
  regexp,
  where,
} from './stage.testkit.js';

const LINES = 1000;
const stream = { app: 'checkout', namespace: 'shop', service_name: 'checkout' };
const metadata = { detected_level: 'info', trace_id: '0af7651916cd43dd8448eb211c80319c' };

const status = (i: number): number => (i % 10 === 0 ? 500 : 200);

/** About 200 bytes each, as an HTTP service writes them. */
const jsonLines = Array.from(
  { length: LINES },
  (_, i) =>
    `{"ts":"2026-11-26T16:00:00.${i}Z","level":"info","method":"POST","path":"/api/orders/${i * 7919}","status":${status(i)},` +
    `"duration":"${i % 900}ms","bytes":"${i}KB","user":{"id":"user-${i}","plan":"pro"},"msg":"order accepted, forwarded"}`,
);
const logfmtLines = Array.from(
  { length: LINES },
  (_, i) =>
    `ts=2026-11-26T16:00:00.${i}Z level=info method=POST path=/api/orders/${i * 7919} status=${status(i)} ` +
    `duration=${i % 900}ms bytes=${i}KB user=user-${i} plan=pro caller=http/server.go:213 msg="order accepted, forwarded"`,
);
const accessLines = Array.from(
  { length: LINES },
  (_, i) =>
    `10.1.${i % 256}.7 - user-${i} [26/Nov/2026:16:00:00 +0000] "POST /api/orders/${i * 7919} HTTP/1.1" ${status(i)} ${i * 13} ` +
    `"https://shop.example/cart" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0"`,
);

function run(name: string, lines: readonly string[], stages: readonly Stage[], required?: readonly string[]): void {
  const hints: ParserHints | undefined = required && { noLabels: false, required, preserveError: false };
  const pipeline = compilePipeline(stages, hints);
  const ts = nanos(1_760_000_000_000_000_000n);
  bench(`${LINES} lines: ${name}`, () => {
    for (const line of lines) pipeline.run({ ts, line, stream, metadata });
  });
}

describe('pipeline', () => {
  run('|= "status":500', jsonLines, [lineFilter('|=', '"status":500')]);
  run('json | status=500, hints', jsonLines, [json(), where(is('status', '=', '500'))], ['status']);
  run('json | status>=500, hints', jsonLines, [json(), where(number('status', '>=', 500))], ['status']);
  run('json | status=500, all labels', jsonLines, [json(), where(is('status', '=', '500'))]);
  run('logfmt | status=500, hints', logfmtLines, [logfmt(), where(is('status', '=', '500'))], ['status']);
  run('logfmt | duration>500ms, hints', logfmtLines, [logfmt(), where(duration('duration', '>', 5e8))], ['duration']);
  run('logfmt | bytes>1KB, all labels', logfmtLines, [logfmt(), where(bytes('bytes', '>', 1000))]);
  run('pattern, all labels', accessLines, [pattern('<ip> - <user> [<_>] "<method> <path> <_>" <status> <size> <_>')]);
  run('regexp, all labels', accessLines, [regexp('^(?P<ip>\\S+) - (?P<user>\\S+) .* (?P<status>\\d{3}) ')]);
});
