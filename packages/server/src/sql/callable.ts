import { ok, type Result } from '@bongsu/model';
import type { Engine, EngineError, QueryLimits } from '@bongsu/store';

/** Kinds of functions, as `system.functions` names them, that compute from their arguments alone. */
const CATEGORIES = new Set([
  'Aggregate Functions',
  'Arithmetic',
  'Arrays',
  'Bit',
  'Bitmap',
  'Comparison',
  'Conditional',
  'Dates and Times',
  'Distance',
  'Encoding',
  'Financial',
  'Geo',
  'Hash',
  'IP Address',
  'JSON',
  'Logical',
  'Map',
  'Mathematical',
  'Null',
  'NumericIndexedVector',
  'QBit',
  'Random Number',
  'Rounding',
  'String',
  'String Replacement',
  'String Search',
  'String Splitting',
  'Time Series',
  'Time Window',
  'Tuple',
  'Type Conversion',
  'URL',
  'UUID',
]);

/** Of the kind `Other`, which also holds file() and getSetting(). */
const OTHERS = new Set(
  (
    'bar byteSize blockNumber countDigits currentDatabase defaultValueOfTypeName dumpColumnStructure finalizeAggregation ' +
    'formatQuery formatQuerySingleLine formatReadableDecimalSize formatReadableQuantity formatReadableSize ' +
    'formatReadableTimeDelta getSubcolumn identity ignore indexHint initializeAggregation isConstant isDecimalOverflow ' +
    'materialize neighbor normalizeQuery parseReadableSize parseReadableSizeOrNull parseTimeDelta rowNumberInAllBlocks ' +
    'rowNumberInBlock runningAccumulate runningDifference toColumnTypeName toTypeName transform variantElement ' +
    'variantType version visibleWidth'
  )
    .toLowerCase()
    .split(' '),
);

/** Functions in the place of a table that make rows of nothing; `format` reads the text it is given. */
const ROWS = new Set(['numbers', 'zeros', 'generate_series', 'generateseries', 'values', 'format', 'primes']);

/** Endings that change an aggregate function, such as in `sumIf` and `countDistinctOrNull`. */
const COMBINATOR =
  /(if|array|map|state|merge|mergestate|foreach|distinct|ordefault|ornull|resample|argmin|argmax|simplestate|tuple)$/;

/**
 * Which functions read nothing but their arguments, told by the engine that runs them: a function that a later version
 * brings is callable when its kind is known to be harmless, and not otherwise. By name in lower case.
 */
export async function callableFunctions(
  engine: Engine,
  limits: QueryLimits,
): Promise<Result<(name: string) => boolean, EngineError>> {
  const answer = await engine.query(
    {
      sql:
        "SELECT lower(f.name), if(f.alias_to = '', f.categories, a.categories) AS kind, f.is_aggregate, lower(f.alias_to), " +
        'f.name IN (SELECT name FROM system.table_functions) AS table_function ' +
        'FROM system.functions AS f LEFT JOIN system.functions AS a ON a.name = f.alias_to',
      params: [],
    },
    'JSONCompactEachRow',
    { limits },
  );
  if (!answer.ok) return answer;
  const callable = new Set(ROWS);
  const aggregates = new Set<string>();
  for (const line of Buffer.from(answer.value).toString('utf8').trim().split('\n')) {
    const [name, kind, aggregate, alias, inPlaceOfTable] = JSON.parse(line) as [string, string, number, string, number];
    if (inPlaceOfTable === 1) continue;
    if (aggregate === 1) aggregates.add(name);
    if (aggregate === 1 || kind.split(',').some((one) => CATEGORIES.has(one.trim())) || OTHERS.has(alias || name)) {
      callable.add(name);
    }
  }
  return ok((name) => callable.has(name) || isCombined(name, aggregates));
}

function isCombined(name: string, aggregates: ReadonlySet<string>): boolean {
  const base = name.replace(COMBINATOR, '');
  return base !== name && (aggregates.has(base) || isCombined(base, aggregates));
}
