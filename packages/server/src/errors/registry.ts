/** gRPC status codes by number, as google.rpc.Code has them. */
export const GRPC = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;

export type GrpcName = keyof typeof GRPC;

/** https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview and web/api/v1 of Prometheus. */
export type PrometheusErrorType =
  'bad_data' | 'execution' | 'canceled' | 'timeout' | 'internal' | 'unavailable' | 'not_found';

export interface ErrorEntry {
  /** What happened, for the documentation. */
  readonly when: string;
  /** What the person can do. */
  readonly remedy: string;
  readonly retryable: boolean;
  /** Status of OTLP over HTTP and of our own API. */
  readonly http: number;
  readonly grpc: GrpcName;
  readonly loki: number;
  readonly tempo: number;
  readonly prometheus: { readonly status: number; readonly type: PrometheusErrorType };
}

const prometheus = (status: number, type: PrometheusErrorType) => ({ status, type });

/**
 * Every expected failure and what each API family says of it. 499 is what Loki, Tempo and Prometheus log for a
 * client that hung up. A test holds `docs/errors.md` against this table.
 */
export const ERRORS = {
  bad_parameter: {
    when: 'a parameter is missing, malformed or out of bounds',
    remedy: 'correct the parameter that the message names',
    retryable: false,
    http: 400,
    grpc: 'INVALID_ARGUMENT',
    loki: 400,
    tempo: 400,
    prometheus: prometheus(400, 'bad_data'),
  },
  bad_query: {
    when: 'a query cannot be parsed, does not pass the check, or is not supported',
    remedy: 'correct the query at the position that the message names',
    retryable: false,
    http: 400,
    grpc: 'INVALID_ARGUMENT',
    loki: 400,
    tempo: 400,
    prometheus: prometheus(400, 'bad_data'),
  },
  bad_tenant: {
    when: 'the tenant in X-Scope-OrgID holds characters that are not allowed',
    remedy: "use 1 to 150 of A-Z a-z 0-9 ! - _ . * ' ( )",
    retryable: false,
    http: 400,
    grpc: 'INVALID_ARGUMENT',
    loki: 400,
    tempo: 400,
    prometheus: prometheus(400, 'bad_data'),
  },
  execution: {
    when: 'a query is right but its evaluation fails on the data, or passes a limit on results',
    remedy: 'narrow the query, or raise the limit that the message names',
    retryable: false,
    http: 422,
    grpc: 'INVALID_ARGUMENT',
    loki: 400,
    tempo: 422,
    prometheus: prometheus(422, 'execution'),
  },
  evaluation: {
    when: 'a LogQL query is right, but its data allows no answer: vectors that do not match one to one',
    remedy: 'match on more labels, or say group_left or group_right',
    retryable: false,
    http: 422,
    grpc: 'INVALID_ARGUMENT',
    // As Loki, which has no status of its own for them (pkg/util/server/error.go, `ClientHTTPStatusAndError`).
    loki: 500,
    tempo: 422,
    prometheus: prometheus(422, 'execution'),
  },
  query_timeout: {
    when: 'a query ran longer than limits.query.time',
    remedy: 'narrow the time range or the matchers, or raise limits.query.time',
    retryable: true,
    http: 504,
    grpc: 'DEADLINE_EXCEEDED',
    loki: 504,
    tempo: 504,
    prometheus: prometheus(503, 'timeout'),
  },
  query_memory: {
    when: 'a query asked for more memory than limits.query.memory',
    remedy: 'narrow the time range or the matchers, or raise limits.query.memory',
    retryable: false,
    http: 422,
    grpc: 'RESOURCE_EXHAUSTED',
    loki: 400,
    tempo: 422,
    prometheus: prometheus(422, 'execution'),
  },
  cancelled: {
    when: 'the client hung up before the answer was ready',
    remedy: 'none needed',
    retryable: false,
    http: 499,
    grpc: 'CANCELLED',
    loki: 499,
    tempo: 499,
    prometheus: prometheus(499, 'canceled'),
  },
  not_found: {
    when: 'there is no such path, trace or object',
    remedy: 'check the path',
    retryable: false,
    http: 404,
    grpc: 'NOT_FOUND',
    loki: 404,
    tempo: 404,
    prometheus: prometheus(404, 'not_found'),
  },
  admin_disabled: {
    when: "a call of Prometheus' admin API while prometheus.enableAdminApi is off",
    remedy: 'set prometheus.enableAdminApi to on',
    retryable: false,
    http: 403,
    grpc: 'INVALID_ARGUMENT',
    loki: 403,
    tempo: 403,
    // Prometheus gives errors of the type `unavailable` the status of its default branch.
    prometheus: prometheus(500, 'unavailable'),
  },
  sql_disabled: {
    when: 'SQL is switched off, or not for this tenant',
    remedy: 'set sql.enabled to on, or add the tenant to sql.tenants',
    retryable: false,
    http: 403,
    grpc: 'UNIMPLEMENTED',
    loki: 403,
    tempo: 403,
    prometheus: prometheus(403, 'unavailable'),
  },
  malformed_body: {
    when: 'the body is not what its content type says: truncated protobuf, broken JSON, a damaged gzip stream',
    remedy: 'fix the sender; do not send the same bytes again',
    retryable: false,
    http: 400,
    grpc: 'INVALID_ARGUMENT',
    loki: 400,
    tempo: 400,
    prometheus: prometheus(400, 'bad_data'),
  },
  refused_records: {
    when: 'records that cannot be stored: outside the time window, an invalid histogram, series over a limit',
    remedy: 'fix what the message names, or raise the limit it names; do not send the same bytes again',
    retryable: false,
    http: 400,
    grpc: 'INVALID_ARGUMENT',
    loki: 400,
    tempo: 400,
    prometheus: prometheus(400, 'bad_data'),
  },
  nothing_sent: {
    when: 'a push request holds no stream',
    remedy: 'fix the sender',
    retryable: false,
    http: 422,
    grpc: 'INVALID_ARGUMENT',
    loki: 422,
    tempo: 422,
    prometheus: prometheus(422, 'bad_data'),
  },
  unsupported_api: {
    when: 'the path belongs to a protocol that is not served',
    remedy: 'use the protocol that the message names',
    retryable: false,
    http: 501,
    grpc: 'UNIMPLEMENTED',
    loki: 501,
    tempo: 501,
    prometheus: prometheus(501, 'unavailable'),
  },
  unsupported_content_type: {
    when: 'the content type is none that the path takes',
    remedy: 'send application/x-protobuf or application/json',
    retryable: false,
    http: 415,
    grpc: 'INVALID_ARGUMENT',
    loki: 415,
    tempo: 415,
    prometheus: prometheus(415, 'bad_data'),
  },
  unsupported_encoding: {
    when: 'the content encoding is none that this process can undo',
    remedy: 'send gzip, deflate, zstd (Node 22.15 and later) or no encoding',
    retryable: false,
    http: 415,
    grpc: 'UNIMPLEMENTED',
    loki: 415,
    tempo: 415,
    prometheus: prometheus(415, 'bad_data'),
  },
  body_too_large: {
    when: 'the body passes limits.request.maxBytes, or limits.request.maxDecompressedBytes once decompressed',
    remedy: 'send smaller batches, or raise the limit that the message names',
    retryable: false,
    http: 413,
    grpc: 'RESOURCE_EXHAUSTED',
    loki: 413,
    tempo: 413,
    prometheus: prometheus(413, 'bad_data'),
  },
  slow_body: {
    when: 'the client stopped sending in the middle of a body',
    remedy: 'send again',
    retryable: true,
    http: 408,
    grpc: 'CANCELLED',
    loki: 408,
    tempo: 408,
    prometheus: prometheus(408, 'bad_data'),
  },
  overloaded: {
    when: 'the ingest queue, the bytes in flight, the requests at once or their wait are at their limit; nothing was stored',
    remedy: 'wait as Retry-After says and send again; raise the limit that the message names if it happens often',
    retryable: true,
    http: 429,
    grpc: 'RESOURCE_EXHAUSTED',
    loki: 429,
    tempo: 429,
    prometheus: prometheus(429, 'unavailable'),
  },
  rate_limited: {
    when: 'a tenant or a stream sends more than limits.loki.ingestionRate or limits.loki.streamRate allows',
    remedy: 'send less, or raise the limit that the message names',
    retryable: true,
    http: 429,
    grpc: 'RESOURCE_EXHAUSTED',
    loki: 429,
    tempo: 429,
    prometheus: prometheus(429, 'unavailable'),
  },
  unavailable: {
    when: 'the server starts, stops, or the engine cannot write or answer (a full disk, for one)',
    remedy: 'wait as Retry-After says and send again; /readyz says the reason',
    retryable: true,
    http: 503,
    grpc: 'UNAVAILABLE',
    loki: 503,
    tempo: 503,
    prometheus: prometheus(503, 'unavailable'),
  },
  internal: {
    when: 'a bug, or an answer of the engine that nobody expected',
    remedy: 'look for the same moment in the log of the server, and report it',
    retryable: false,
    http: 500,
    grpc: 'INTERNAL',
    loki: 500,
    tempo: 500,
    prometheus: prometheus(500, 'internal'),
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
