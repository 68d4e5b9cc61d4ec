/** The JSON is not a Zipkin v2 span. Thrown inside the reader, caught at its one entry. */
export class MalformedZipkin extends Error {}

export interface ZipkinEndpoint {
  readonly serviceName: string;
  /** IPv4, else IPv6; '' for none. */
  readonly address: string;
  /** 0 for none. */
  readonly port: number;
}

export interface ZipkinAnnotation {
  readonly timestampUs: bigint;
  readonly value: string;
}

/** A span of Zipkin's v2 model (zipkin2-api.yaml). Ids are lower-case hex; missing texts are ''. */
export interface ZipkinSpan {
  /** 16 or 32 digits. */
  readonly traceId: string;
  /** 16 digits. */
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  readonly kind: string;
  readonly timestampUs: bigint;
  readonly durationUs: bigint;
  readonly localEndpoint: ZipkinEndpoint;
  readonly remoteEndpoint: ZipkinEndpoint;
  readonly annotations: readonly ZipkinAnnotation[];
  readonly tags: ReadonlyMap<string, string>;
  readonly shared: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Throws `MalformedZipkin`, which names the span by its place in the list. */
export function readSpan(value: unknown, place: number): ZipkinSpan {
  const at = `span ${place}`;
  const fields = object(value, at);
  return {
    traceId: hex(fields, 'traceId', /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/, at, '16 or 32'),
    id: hex(fields, 'id', /^[0-9a-f]{16}$/, at, '16'),
    parentId: fields['parentId'] === undefined ? '' : hex(fields, 'parentId', /^[0-9a-f]{16}$/, at, '16'),
    name: text(fields, 'name', at),
    kind: text(fields, 'kind', at),
    timestampUs: micros(fields, 'timestamp', at),
    durationUs: micros(fields, 'duration', at),
    localEndpoint: endpoint(fields, 'localEndpoint', at),
    remoteEndpoint: endpoint(fields, 'remoteEndpoint', at),
    annotations: list(fields, 'annotations', at).map((each) => {
      const annotation = object(each, `${at}: annotations`);
      return { timestampUs: micros(annotation, 'timestamp', at), value: text(annotation, 'value', at) };
    }),
    tags: new Map(
      Object.entries(fields['tags'] === undefined ? {} : object(fields['tags'], `${at}: tags`)).map(([key, tag]) => [
        key,
        typeof tag === 'string' ? tag : JSON.stringify(tag),
      ]),
    ),
    shared: fields['shared'] === true,
  };
}

function object(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedZipkin(`${name} must be an object`);
  }
  return value as Fields;
}

function list(fields: Fields, key: string, at: string): readonly unknown[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value)) throw new MalformedZipkin(`${at}: ${key} must be a list`);
  return value as unknown[];
}

function text(fields: Fields, key: string, at: string): string {
  const value = fields[key] ?? '';
  if (typeof value !== 'string') throw new MalformedZipkin(`${at}: ${key} must be a text`);
  return value;
}

function hex(fields: Fields, key: string, form: RegExp, at: string, digits: string): string {
  const value = text(fields, key, at).toLowerCase();
  if (!form.test(value)) throw new MalformedZipkin(`${at}: ${key} must be ${digits} hexadecimal digits`);
  return value;
}

/** Microseconds; a missing time is 0. */
function micros(fields: Fields, key: string, at: string): bigint {
  const value = fields[key] ?? 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new MalformedZipkin(`${at}: ${key} must be a whole number of microseconds`);
  }
  return BigInt(value);
}

function endpoint(fields: Fields, key: string, at: string): ZipkinEndpoint {
  const own = fields[key] === undefined || fields[key] === null ? {} : object(fields[key], `${at}: ${key}`);
  const port = own['port'] ?? 0;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new MalformedZipkin(`${at}: ${key}.port must be a port`);
  }
  const address = text(own, 'ipv4', at) || text(own, 'ipv6', at);
  return { serviceName: text(own, 'serviceName', at), address, port };
}
