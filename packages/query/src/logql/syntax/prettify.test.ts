import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CORPORA } from './corpus/index.js';
import { faultText, parseQuery, prettify, printQuery } from './index.js';
import { anyQuery, meaningOf } from './query.testkit.js';

const LONG = '{job="loki", instance="localhost", cluster="production", namespace="observability"}';

/** A query and what `format_query` makes of it. */
const GOLDEN: readonly (readonly [text: string, pretty: string])[] = [
  ['{job="loki",instance="localhost"}', '{job="loki", instance="localhost"}'],
  ['{a="b"}|=`x`|json|level="error"and code>=500', '{a="b"} |= "x" | json | ( level="error" , code>=500 )'],
  ['{a="b"} | code=500 | took=5m | size=1KB', '{a="b"} | code==500 | took==5m | size==1KB'],
  ['sum(rate({a="b"}[5m]))by(c,d)', 'sum by (c,d)(rate({a="b"}[5m]))'],
  ['vector(1)+vector(1)', '(vector(1) + vector(1))'],
  [LONG, LONG],
  [
    `${LONG}|="error"!="memcached" or "redis"|=ip("192.168.0.1")|logfmt --strict a,b="c"`,
    `${LONG}
  |= "error"
  != "memcached" or "redis"
  |= ip("192.168.0.1")
  | logfmt --strict a="a",b="c"`,
  ],
  [
    `${LONG} | json | line_format "{{.msg}}" | label_format a=b,c="{{.d}}" | decolorize | drop e | keep f`,
    `${LONG}
  | json
  | line_format "{{.msg}}"
  | label_format a=b,c="{{.d}}"
  | decolorize
  | drop e
  | keep f`,
  ],
  [
    `count_over_time(${LONG} | logfmt [1m])`,
    `count_over_time(
  ${LONG} | logfmt [1m]
)`,
  ],
  [
    `count_over_time(${LONG} |= "a rather long text" | logfmt [1m] offset 1h)`,
    `count_over_time(
  ${LONG}
    |= "a rather long text"
    | logfmt [1m] offset 1h
)`,
  ],
  [
    `quantile_over_time(0.99,${LONG}|json|unwrap duration(took)|__error__=""[5m])by(a,b)`,
    `quantile_over_time(
  0.99,
  ${LONG} | json
    | unwrap duration(took)
    | __error__="" [5m]
) by (a, b)`,
  ],
  [
    `topk(10,sum(rate(${LONG} |= "error" [5m])) by (a,b)) without (c,d)`,
    `topk without (c, d)(
  10,
  sum by (a, b)(
    rate(
      ${LONG} |= "error" [5m]
    )
  )
)`,
  ],
  [
    `label_replace(rate(${LONG}[5m]),"a","$1","b","(.*)")`,
    `label_replace(
  rate(${LONG}[5m]),
  "a",
  "$1",
  "b",
  "(.*)"
)`,
  ],
  [
    `rate(${LONG}[5m]) / on(a,b) group_left(c) rate(${LONG}[1h]) > bool 0.5`,
    `    rate(${LONG}[5m])
  / on (a, b) group_left (c)
    rate(${LONG}[1h])
> bool
  0.5`,
  ],
  [
    `(rate(${LONG}[5m]) + rate(${LONG}[1h])) * 100`,
    `  (
      rate(${LONG}[5m])
    +
      rate(${LONG}[1h])
  )
*
  100`,
  ],
  [
    `count_distinct(user,${LONG} | json [5m]) by (a)`,
    `count_distinct(
  user,
  ${LONG} | json [5m]
) by (a)`,
  ],
];

it.each(GOLDEN)('lays out %s', (text, pretty) => {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(faultText(text, parsed.error));
  expect(prettify(parsed.value)).toBe(pretty);
});

it('leaves what fits on a line there', () => {
  for (const { valid } of Object.values(CORPORA)) {
    for (const [text, canonical] of valid) {
      const parsed = parseQuery(text);
      if (!parsed.ok) throw new Error(faultText(text, parsed.error));
      if (canonical.length <= 50) expect(prettify(parsed.value)).toBe(canonical);
    }
  }
});

it('lays out the same query, whatever it is', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const pretty = prettify(query);
      const parsed = parseQuery(pretty);
      if (!parsed.ok) throw new Error(`${faultText(pretty, parsed.error)} in ${pretty}`);
      expect(meaningOf(parsed.value)).toEqual(meaningOf(query));
      expect(printQuery(parsed.value)).toBe(printQuery(query));
      expect(prettify(parsed.value)).toBe(pretty);
    }),
    { numRuns: 500 },
  );
});
