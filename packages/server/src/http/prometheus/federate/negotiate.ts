interface Accepted {
  readonly media: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

/** Whether an `Accept` header prefers delimited protobuf to, or wants it no less than, the text that is served. */
export function prefersProtobuf(accept: string): boolean {
  // Of equal weight the first counts.
  const sorted = accept
    .split(',')
    .map(parseAccepted)
    .sort((a, b) => b.weight - a.weight);
  for (const { media, parameters } of sorted) {
    if (media === 'application/vnd.google.protobuf') {
      const family = parameters.get('proto') === 'io.prometheus.client.MetricFamily';
      if (family && parameters.get('encoding') === 'delimited') return true;
    }
    const version = parameters.get('version') ?? '0.0.4';
    if (media === 'text/plain' && (version === '0.0.4' || version === '1.0.0')) return false;
  }
  return false;
}

function parseAccepted(entry: string): Accepted {
  const [media = '', ...rest] = entry.split(';').map((part) => part.trim());
  const parameters = new Map(
    rest.map((parameter): [string, string] => {
      const at = parameter.indexOf('=');
      return [parameter.slice(0, at).toLowerCase(), parameter.slice(at + 1).replace(/^"|"$/g, '')];
    }),
  );
  const weight = Number(parameters.get('q') ?? 1);
  return { media: media.toLowerCase(), parameters, weight: Number.isNaN(weight) ? 0 : weight };
}
