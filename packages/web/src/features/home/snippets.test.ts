import { expect, it } from 'vitest';
import { arrivedWays, snippet, snippetIds } from './snippets.js';

it('names this server in every snippet but the demo', () => {
  for (const id of snippetIds.filter((one) => one !== 'demo')) {
    expect(snippet(id, 'http://h:1/sub')).toContain('http://h:1/sub');
  }
});

it.each(['node', 'python', 'collector'] as const)('%s shows the variable SDKs read', (id) => {
  expect(snippet(id, 'http://h:1')).toContain('OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1');
});

it('sends valid OTLP JSON with curl', () => {
  const json = /-d '(.*)'$/.exec(snippet('curl', 'http://h:1'))?.[1] ?? '';
  const body = JSON.parse(json.replace("'$(date +%s)'", '1700000000')) as Record<string, unknown>;
  expect(JSON.stringify(body)).toContain('"timeUnixNano":"1700000000000000000"');
});

it.each([
  [{ sdkLanguages: [], kinds: [] }, []],
  [{ sdkLanguages: ['go', 'nodejs'], kinds: [] }, ['node']],
  [{ sdkLanguages: ['python'], kinds: ['loki-push'] }, ['python', 'promtail']],
  [{ sdkLanguages: [], kinds: ['collector'] }, ['collector']],
])('of %j the ways %j have arrived', (senders, ways) => {
  expect([...arrivedWays(senders)]).toEqual(ways);
});
