import { err, ok, type DurationMs, type Result } from '@bongsu/model';
import { readFileSync } from 'node:fs';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { createGunzip } from 'node:zlib';
import { secretText, type HttpClientConfig, type TlsConfig } from '../config/http-client-config.js';

export interface GetOptions {
  readonly client: HttpClientConfig;
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole request, redirects and body included. */
  readonly timeout: DurationMs;
  /** After decompression; 0 for no limit. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** A Unix socket instead of the URL's host. */
  readonly socketPath?: string;
}

export interface Got {
  readonly status: number;
  readonly statusText: string;
  readonly contentType: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface GetFailure {
  readonly kind: 'failed' | 'timeout' | 'too-large';
  /** A sentence as Prometheus has it: `Get "http://x/metrics": connection refused`. */
  readonly message: string;
}

/** As Go's client does by default. */
const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** GETs a URL with authentication, TLS, redirects and a bound on time and bytes. */
export async function httpGet(url: URL, options: GetOptions): Promise<Result<Got, GetFailure>> {
  const deadline = AbortSignal.timeout(options.timeout);
  const signal = AbortSignal.any([deadline, options.signal]);
  let at = url;
  try {
    for (let redirects = 0; ; redirects++) {
      const response = await send(at, url, options, signal);
      const location = response.headers.location;
      const follows = options.client.followRedirects && REDIRECTS.has(response.statusCode ?? 0);
      if (!follows || location === undefined) return await received(response, url, options);
      response.resume();
      if (redirects === MAX_REDIRECTS) {
        return err({ kind: 'failed', message: `Get ${quoted(at)}: stopped after ${MAX_REDIRECTS} redirects` });
      }
      if (!URL.canParse(location, at.href)) return err({ kind: 'failed', message: `Get ${quoted(at)}: bad redirect` });
      at = new URL(location, at);
    }
  } catch (error) {
    if (deadline.aborted) return err({ kind: 'timeout', message: `Get ${quoted(url)}: context deadline exceeded` });
    return err({ kind: 'failed', message: `Get ${quoted(at)}: ${reason(error)}` });
  }
}

const quoted = (url: URL): string => JSON.stringify(url.href);

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ENOTFOUND':
      return 'no such host';
    case 'ECONNRESET':
      return 'connection reset by peer';
    default:
      return error.message;
  }
}

/**
 * A connection that was kept may be closed by the target just as a scrape is sent on it: a target that keeps connections
 * for as long as it is scraped seldom. Like Go's client, that is sent again on a new one.
 */
function send(at: URL, first: URL, options: GetOptions, signal: AbortSignal, anew = false): Promise<IncomingMessage> {
  const { client } = options;
  // Credentials go to the host that was configured only, as Go's client has it.
  const own = at.host === first.host ? authorizationHeaders(client) : {};
  const parameters: RequestOptions = {
    method: 'GET',
    headers: { ...options.headers, ...own },
    signal,
    ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
  };
  return new Promise((resolve, reject) => {
    const request =
      at.protocol === 'https:'
        ? requestHttps(at, { ...parameters, agent: new HttpsAgent(tlsOptions(client.tls)) })
        : requestHttp(at, { ...parameters, ...(anew ? { agent: false } : {}) });
    request.on('response', resolve);
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve(send(at, first, options, signal, true));
      else reject(error);
    });
    request.end();
  });
}

function authorizationHeaders(client: HttpClientConfig): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  if (client.basicAuth !== undefined) {
    const { username, password } = client.basicAuth;
    const pair = Buffer.from(`${secretText(username)}:${secretText(password)}`).toString('base64');
    headers['authorization'] = `Basic ${pair}`;
  } else if (client.authorization !== undefined) {
    headers['authorization'] = `${client.authorization.type} ${secretText(client.authorization.credentials)}`;
  }
  for (const [name, values] of client.headers) headers[name] = values.map(secretText);
  return headers;
}

function tlsOptions(tls: TlsConfig) {
  const text = (inline: string | undefined, file: string | undefined): string | undefined =>
    inline ?? (file === undefined ? undefined : readFileSync(file, 'utf8'));
  const ca = text(tls.ca, tls.caFile);
  const cert = text(tls.cert, tls.certFile);
  const key = tls.key === undefined ? text(undefined, tls.keyFile) : secretText(tls.key);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    rejectUnauthorized: !tls.insecureSkipVerify,
  };
}

async function received(response: IncomingMessage, url: URL, options: GetOptions): Promise<Result<Got, GetFailure>> {
  const gzipped = response.headers['content-encoding'] === 'gzip';
  const body = gzipped ? response.pipe(createGunzip()) : response;
  // Errors of the connection do not pass through a pipe.
  if (gzipped) response.on('error', (error) => body.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (options.maxBytes > 0 && size > options.maxBytes) {
      response.destroy();
      return err({ kind: 'too-large', message: `Get ${quoted(url)}: the body exceeds ${options.maxBytes} bytes` });
    }
    chunks.push(chunk);
  }
  return ok({
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    contentType: response.headers['content-type'],
    headers: response.headers,
    body: Buffer.concat(chunks),
  });
}
