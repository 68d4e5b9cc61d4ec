/** Words that a dot makes a scope of attributes. */
export const SCOPE_WORDS = ['parent', 'resource', 'span', 'event', 'link', 'instrumentation'] as const;

/**
 * Every token that stands for itself, in the order in which Tempo's messages list what they expect (pkg/traceql,
 * expr.y). Before them come the classes: `IDENTIFIER`, `STRING`, `INTEGER`, `FLOAT`, `DURATION`.
 */
const PLAIN = `
  . { } ( ) , nil true false error ok unset unspecified internal server client producer consumer
  duration childCount name status statusMessage parent kind rootName rootServiceName rootService traceDuration
  nestedSetLeft nestedSetRight nestedSetParent id traceID spanID parentID timeSinceStart version
  parent. resource. span. trace: span: event: event. link: link. instrumentation: instrumentation.
  count avg max min sum by coalesce select END_ATTRIBUTE
  rate count_over_time min_over_time max_over_time avg_over_time sum_over_time quantile_over_time histogram_over_time
  compare topk bottomk with`;

/** Operators from the loosest to the tightest, all of one line alike. `!` binds looser than `*`. */
export const PRECEDENCE: readonly (readonly string[])[] = [
  '|',
  '&& ||',
  '= != < <= > >= !~ =~ >> << ~ !> !< !>> !<< &> &< &>> &<< &~',
  '+ -',
  '!',
  '* / %',
  '^',
  'nil',
].map((line) => line.split(' '));

const words = (text: string): string[] => text.trim().split(/\s+/);

/** In the order of Tempo's numbers for them. */
export const TOKEN_ORDER: readonly string[] = [
  ...new Set([...words('IDENTIFIER STRING INTEGER FLOAT DURATION'), ...words(PLAIN), ...PRECEDENCE.flat()]),
];

/** Texts that are tokens. */
export const TOKENS: ReadonlySet<string> = new Set(TOKEN_ORDER.filter((name) => !/^[A-Z]/.test(name)));
