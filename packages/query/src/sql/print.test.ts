import { describe, expect, it } from 'vitest';
import { and, call, callWith, col, infix, lambda, lit, not, or, param, star, subquery, type Select } from './nodes.js';
import { print } from './print.js';

describe('print', () => {
  it('numbers parameters in the order they are printed', () => {
    const select: Select = {
      with: [{ name: 's', select: { columns: [{ expr: param('String', "it's") }] } }],
      columns: [{ expr: col('ts') }, { expr: call('count'), as: 'n' }],
      from: { kind: 'table', name: 'logs' },
      prewhere: infix(col('tenant'), '=', param('String', 'default')),
      where: and([infix(col('ts'), '>=', param('Int64', 5n)), undefined, not(infix(col('body'), '=', lit("a'b\\")))])!,
      groupBy: [col('ts')],
      having: infix(call('count'), '>', lit(1)),
      orderBy: [{ expr: col('ts'), direction: 'DESC' }],
      limit: 10,
      offset: 2,
      settings: { max_threads: 1 },
    };
    expect(print(select)).toEqual({
      sql:
        'WITH s AS (SELECT {p1:String}) SELECT ts, count() AS n FROM logs PREWHERE (tenant = {p2:String}) ' +
        "WHERE ((ts >= {p3:Int64}) AND (NOT (body = 'a\\'b\\\\'))) GROUP BY ts HAVING (count() > 1) ORDER BY ts DESC " +
        'LIMIT 10 OFFSET 2 SETTINGS max_threads = 1',
      params: [
        { type: 'String', value: "it's" },
        { type: 'String', value: 'default' },
        { type: 'Int64', value: 5n },
      ],
    });
  });

  it('prints joins, unions, parametric calls, lambdas and quoted names', () => {
    const one: Select = { columns: [{ expr: star }], from: { kind: 'table', name: 'a' } };
    const select: Select = {
      distinct: true,
      columns: [
        { expr: callWith('quantile', [lit(0.9)], col('events.ts', 's')) },
        { expr: call('arrayMap', lambda(['x'], infix(col('x'), '+', lit(1))), col('odd`name')) },
      ],
      from: { kind: 'union', selects: [one, one], as: 'u' },
      joins: [
        { type: 'LEFT ANY', source: { kind: 'select', select: one, as: 's' }, on: infix(col('x'), '=', col('y')) },
      ],
      arrayJoin: [{ expr: col('links.trace_id'), as: 'link' }],
      where: or([infix(col('x'), 'IN', subquery(one)), infix(col('y'), '=', lit(2))])!,
      limitBy: { limit: 1, by: [col('x')] },
    };
    expect(print(select).sql).toBe(
      'SELECT DISTINCT quantile(0.9)(s.`events.ts`), arrayMap((x) -> (x + 1), `odd\\`name`) ' +
        'FROM (SELECT * FROM a UNION ALL SELECT * FROM a) AS u LEFT ANY JOIN (SELECT * FROM a) AS s ON (x = y) ' +
        'ARRAY JOIN `links.trace_id` AS link WHERE ((x IN (SELECT * FROM a)) OR (y = 2)) LIMIT 1 BY x',
    );
  });

  it('refuses a literal that SQL has no text for', () => {
    expect(() => print({ columns: [{ expr: lit(NaN) }] })).toThrow('BUG');
  });
});
