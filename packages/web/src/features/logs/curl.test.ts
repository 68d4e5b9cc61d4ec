import { expect, it } from 'vitest';
import { curlOf } from './curl.js';

it('quotes for a shell whatever stands in the query', () => {
  const query = `{a="it's"} |= "$(x) \\" \`y\`"`;
  expect(curlOf('http://h:1/', query, { start: 1n, end: 2n }, 3).split(' \\\n  ')).toEqual([
    `curl -G 'http://h:1/loki/api/v1/query_range'`,
    `--data-urlencode 'query={a="it'\\''s"} |= "$(x) \\" \`y\`"'`,
    `--data-urlencode 'start=1'`,
    `--data-urlencode 'end=2'`,
    `--data-urlencode 'limit=3'`,
  ]);
});
