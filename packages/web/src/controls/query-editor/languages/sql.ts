import { autocompletion } from '@codemirror/autocomplete';
import { sql as lezerSql, SQLDialect, type SQLNamespace } from '@codemirror/lang-sql';
import { type Extension } from '@codemirror/state';

/** ClickHouse' words beyond the standard; names are read in their case. */
const clickhouse = SQLDialect.define({
  keywords:
    'select from where prewhere group by order having limit offset with as on using join inner left right full cross any all asof semi anti ' +
    'global array union except intersect distinct settings format final sample asc desc nulls first last and or not in is null like ilike ' +
    'between case when then else end interval over partition window rows range preceding following unbounded current row totals rollup cube ' +
    'explain describe show tables columns exists create if',
  types:
    'Array Bool Date Date32 DateTime DateTime64 Decimal Enum8 Enum16 FixedString Float32 Float64 IPv4 IPv6 Int8 Int16 Int32 Int64 Int128 ' +
    'LowCardinality Map Nested Nullable String Tuple UInt8 UInt16 UInt32 UInt64 UInt128 UUID',
  builtin:
    'any anyLast argMax argMin arrayJoin avg avgIf coalesce concat count countIf dateDiff formatDateTime fromUnixTimestamp64Nano ' +
    'groupArray groupUniqArray hex if ifNull length lower mapKeys mapValues match max min multiIf now quantile quantiles round ' +
    'splitByChar startsWith sum sumIf toDate toDateTime toDateTime64 toFloat64 toInt64 toStartOfHour toStartOfInterval toStartOfMinute toString ' +
    'toUInt64 toUnixTimestamp topK tuple uniq uniqExact unhex upper',
  hashComments: true,
  backslashEscapes: true,
  doubleQuotedStrings: false,
  identifierQuotes: '`"',
  operatorChars: '*+-%<>!=&|^/~?:',
});

/** SQL of the engine; tables and columns come from the schema. */
export function sql(schema: SQLNamespace | undefined): Extension {
  return [
    lezerSql({ dialect: clickhouse, upperCaseKeywords: true, ...(schema === undefined ? {} : { schema }) }),
    autocompletion(),
  ];
}
