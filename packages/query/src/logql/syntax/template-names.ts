/** Go's own functions of templates, `and` and `or` among them. */
const GO = 'and or not eq ne lt le gt ge len index slice print printf println html js urlquery call';

/** Functions that Loki adds to the templates of `line_format` and `label_format` (pkg/logql/log/fmt.go). */
const LOKI =
  '__line__ __timestamp__ ToLower ToUpper Replace Trim TrimLeft TrimRight TrimPrefix TrimSuffix TrimSpace ' +
  'regexReplaceAll regexReplaceAllLiteral count urldecode urlencode bytes duration duration_seconds ' +
  'unixEpochMillis unixEpochNanos toDateInZone unixToTime alignLeft alignRight b64enc b64dec';

/** Of the library sprig, those that Loki lets in. */
const SPRIG =
  'lower upper title trunc substr contains hasPrefix hasSuffix indent nindent replace repeat trim trimAll ' +
  'trimSuffix trimPrefix int float64 add sub mul div mod addf subf mulf divf max min maxf minf ceil floor round ' +
  'fromJson date toDate now unixEpoch default';

/** Every function that a template may call. */
export const TEMPLATE_FUNCTION_NAMES: ReadonlySet<string> = new Set(`${GO} ${LOKI} ${SPRIG}`.split(' '));
