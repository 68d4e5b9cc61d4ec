const BUILTINS = 'and or not eq ne lt le gt ge len index slice print printf println html js urlquery call';
const GO_TEXT = 'ToLower ToUpper Replace Trim TrimLeft TrimRight TrimPrefix TrimSuffix TrimSpace';
const SPRIG_TEXT =
  'lower upper title trunc substr contains hasPrefix hasSuffix indent nindent replace repeat trim trimAll trimSuffix ' +
  'trimPrefix default';
const MATH = 'int float64 add sub mul div mod addf subf mulf divf max min maxf minf ceil floor round';
const ENCODING = 'urlencode urldecode b64enc b64dec fromJson regexReplaceAll regexReplaceAllLiteral count';
const DATES = 'now date toDate toDateInZone unixToTime unixEpoch unixEpochMillis unixEpochNanos';
const LOKI = '__line__ __timestamp__ bytes duration duration_seconds alignLeft alignRight';

/** The functions that templates of `line_format` and `label_format` may call (pkg/logql/log/fmt.go). */
export const LINE_TEMPLATE_FUNCTIONS: ReadonlySet<string> = new Set(
  [BUILTINS, GO_TEXT, SPRIG_TEXT, MATH, ENCODING, DATES, LOKI].flatMap((names) => names.split(' ')),
);
