/** Words that are never label names (pkg/logql/syntax/lex.go, `tokens`). Read in any case. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'by without bool offset on ignoring group_left group_right and or unless ' +
    'json logfmt regexp pattern unpack line_format label_format decolorize drop keep unwrap'
  ).split(' '),
);

/**
 * Words that mean a function where `(`, `by (` or `without (` follows and are label names otherwise
 * (pkg/logql/syntax/lex.go, `functionTokens`), with the names that messages give them. Read in any case.
 */
export const FUNCTION_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    (
      'rate rate_counter count_over_time bytes_rate bytes_over_time avg_over_time sum_over_time min_over_time ' +
      'max_over_time stdvar_over_time stddev_over_time quantile_over_time first_over_time last_over_time ' +
      'absent_over_time vector sum avg max min count stddev stdvar bottomk topk approx_topk sort sort_desc'
    )
      .split(' ')
      .map((word) => [word, word.toUpperCase()]),
  ),
  label_replace: 'label_replace',
  ip: 'ip',
  bytes: 'BYTES_CONV',
  duration: 'DURATION_CONV',
  duration_seconds: 'DURATION_SECONDS_CONV',
  // Bongsu's own: Loki has no distinct count.
  count_distinct: 'COUNT_DISTINCT',
};

/** Longest first. `[` is no operator: it opens a range, which is one token. */
export const OPERATORS: readonly string[] = [
  ...['|=', '|~', '|>', '!=', '!~', '!>', '=~', '==', '>=', '<='],
  ...'{}(),.|=<>+-*/%^]',
];
