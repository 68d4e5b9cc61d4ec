import { err, ok, type Result } from '@bongsu/model';

/** Prometheus' names of exposition formats, as `scrape_protocols` lists them. */
export const SCRAPE_PROTOCOLS = [
  'PrometheusProto',
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
] as const;
export type ScrapeProtocol = (typeof SCRAPE_PROTOCOLS)[number];

/** How a target is to write names that are not of the classic characters, as `metric_name_escaping_scheme` has it. */
export const ESCAPING_SCHEMES = ['allow-utf-8', 'underscores', 'dots', 'values'] as const;
export type EscapingScheme = (typeof ESCAPING_SCHEMES)[number];

export type ExpositionFormat = 'protobuf' | 'openmetrics' | 'text';

const ACCEPT: Readonly<Record<ScrapeProtocol, string>> = {
  PrometheusProto: 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited',
  'OpenMetricsText1.0.0': 'application/openmetrics-text;version=1.0.0',
  'OpenMetricsText0.0.1': 'application/openmetrics-text;version=0.0.1',
  'PrometheusText1.0.0': 'text/plain;version=1.0.0',
  'PrometheusText0.0.4': 'text/plain;version=0.0.4',
};

/** The text formats that know other names than the classic ones, and so a way of escaping them. */
const ESCAPES: readonly ScrapeProtocol[] = ['OpenMetricsText1.0.0', 'PrometheusText1.0.0'];

/** The `Accept` header of a scrape: the protocols in falling preference, then anything (as Prometheus 3 asks). */
export function acceptHeader(protocols: readonly ScrapeProtocol[], escaping: EscapingScheme): string {
  const first = SCRAPE_PROTOCOLS.length + 1;
  const weighed = protocols.map((protocol, i) => {
    const escaped = ESCAPES.includes(protocol) ? `;escaping=${escaping}` : '';
    return `${ACCEPT[protocol]}${escaped};q=0.${first - i}`;
  });
  return [...weighed, `*/*;q=0.${first - protocols.length}`].join(',');
}

export const formatOf = (protocol: ScrapeProtocol): ExpositionFormat =>
  protocol === 'PrometheusProto' ? 'protobuf' : protocol.startsWith('OpenMetrics') ? 'openmetrics' : 'text';

/**
 * The format of a body by its `Content-Type`. Since Prometheus 3 a type that is missing or unknown fails the scrape
 * unless a fallback is configured; ours has one by default.
 */
export function expositionFormat(
  contentType: string | undefined,
  fallback: ScrapeProtocol | undefined,
): Result<ExpositionFormat, string> {
  const media = contentType?.split(';', 1)[0]!.trim().toLowerCase() ?? '';
  switch (media) {
    case 'application/openmetrics-text':
      return ok('openmetrics');
    case 'text/plain':
      return ok('text');
    case 'application/vnd.google.protobuf':
      return ok('protobuf');
    default:
      if (fallback !== undefined) return ok(formatOf(fallback));
      return err(
        media === ''
          ? 'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target'
          : `received unsupported Content-Type ${JSON.stringify(contentType)} and no fallback_scrape_protocol specified for target`,
      );
  }
}
