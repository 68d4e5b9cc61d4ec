import { RowWriter } from '@bongsu/model';
import { bench, describe } from 'vitest';
import { LevelDetector } from './detect.js';

const RECORDS = 1000;
const KEYS = ['http.request.method', 'http.route', 'user.id', 'thread.name', 'log.logger', 'session.id'].map((key) =>
  Buffer.from(key),
);

/** A row of a severity text, six attributes and a line; then its level. */
function run(severityText: string, severity: number, line: string): () => void {
  const writer = new RowWriter(4096);
  const detector = new LevelDetector();
  writer.text(severityText);
  const valueAt = writer.length;
  writer.text('value');
  const lineAt = writer.length;
  writer.text(line);
  const { length } = writer;
  return () => {
    for (let i = 0; i < RECORDS; i++) {
      writer.truncate(length);
      detector.begin();
      detector.severityText(writer, 0);
      for (const key of KEYS) detector.field(key, 0, key.length, writer, valueAt);
      detector.write(writer, undefined, severity, lineAt);
    }
  };
}

const WORDS = 'order 4711 accepted for customer 7919 after 3 attempts, forwarded to payments, nothing odd about it';

describe(`levels of ${RECORDS} records`, () => {
  bench('severity number', run('', 9, WORDS));
  bench('severity text and number', run('INFO', 9, WORDS));
  bench('words of a line of 100 bytes', run('', 0, WORDS));
  bench(
    'JSON of 120 bytes',
    run('', 0, `{"time":"2026-01-02T03:04:05Z","caller":"main.go:17","msg":"${WORDS.slice(0, 50)}","level":"warn"}`),
  );
  bench(
    'logfmt of 110 bytes',
    run('', 0, `ts=2026-01-02T03:04:05Z caller=main.go:17 msg="${WORDS.slice(0, 50)}" level=warn`),
  );
});
