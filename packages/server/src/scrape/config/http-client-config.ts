import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { YamlMap, YamlNode } from '../../config/yaml-node.js';

/** A secret, or the file that holds it and is read anew for every request. */
export type Secret = { readonly text: string } | { readonly file: string };

export interface TlsConfig {
  readonly caFile?: string;
  readonly ca?: string;
  readonly certFile?: string;
  readonly cert?: string;
  readonly keyFile?: string;
  readonly key?: Secret;
  readonly serverName?: string;
  readonly insecureSkipVerify: boolean;
}

/** How a target or a discovery endpoint is talked to: `http_config` of Prometheus. */
export interface HttpClientConfig {
  readonly basicAuth?: { readonly username: Secret; readonly password: Secret };
  readonly authorization?: { readonly type: string; readonly credentials: Secret };
  readonly tls: TlsConfig;
  readonly followRedirects: boolean;
  readonly headers: readonly (readonly [name: string, values: readonly Secret[]])[];
}

const NO_TLS: TlsConfig = { insecureSkipVerify: false };
export const DEFAULT_HTTP_CLIENT: HttpClientConfig = { tls: NO_TLS, followRedirects: true, headers: [] };

/** The text of a secret; a file that cannot be read throws its system error. White space at its ends does not count. */
export const secretText = (secret: Secret): string =>
  'text' in secret ? secret.text : readFileSync(secret.file, 'utf8').trim();

/** Takes the HTTP keys out of `map`; relative files are relative to `folder`. */
export function readHttpClient(map: YamlMap, folder: string): HttpClientConfig {
  const basic = map.take('basic_auth');
  const authorization = map.take('authorization');
  const bearer = map.take('bearer_token');
  const bearerFile = map.take('bearer_token_file');
  const ways = [basic, authorization, bearer, bearerFile].filter((way) => way !== undefined);
  if (ways.length > 1) {
    ways[1]!.error('at most one of basic_auth, authorization, bearer_token & bearer_token_file must be configured');
  }
  map.refuse({
    oauth2: 'get a token with a program of yours and name its file in authorization.credentials_file',
    proxy_url: 'targets are scraped directly',
    proxy_from_environment: 'targets are scraped directly',
    proxy_connect_header: 'targets are scraped directly',
    no_proxy: 'targets are scraped directly',
  });
  // HTTP/1.1 serves every target; the key only allows HTTP/2.
  map.take('enable_http2');
  const tls = readTls(map.take('tls_config'), folder);
  const followRedirects = map.take('follow_redirects')?.boolean() ?? true;
  const headers = readHeaders(map.take('http_headers'), folder);
  const token = readAuthorization(authorization, bearer, bearerFile, folder);
  const credentials = readBasicAuth(basic, folder);
  return {
    ...(credentials === undefined ? {} : { basicAuth: credentials }),
    ...(token === undefined ? {} : { authorization: token }),
    tls,
    followRedirects,
    headers,
  };
}

function readBasicAuth(node: YamlNode | undefined, folder: string): HttpClientConfig['basicAuth'] {
  const map = node?.map();
  if (map === undefined) return undefined;
  const username = readSecret(map, 'username', folder) ?? { text: '' };
  const password = readSecret(map, 'password', folder) ?? { text: '' };
  map.finish();
  return { username, password };
}

function readAuthorization(
  node: YamlNode | undefined,
  bearer: YamlNode | undefined,
  bearerFile: YamlNode | undefined,
  folder: string,
): HttpClientConfig['authorization'] {
  if (bearer !== undefined) return { type: 'Bearer', credentials: { text: bearer.text() } };
  if (bearerFile !== undefined) return { type: 'Bearer', credentials: { file: resolve(folder, bearerFile.text()) } };
  const map = node?.map();
  if (map === undefined) return undefined;
  const type = map.take('type');
  const credentials = readSecret(map, 'credentials', folder) ?? { text: '' };
  map.finish();
  if (type?.text().trim().toLowerCase() === 'basic') {
    type.error('authorization type cannot be set to "basic", use "basic_auth" instead');
  }
  return { type: type?.text() ?? 'Bearer', credentials };
}

/** `key`, `key_file` or neither. */
function readSecret(map: YamlMap, key: string, folder: string): Secret | undefined {
  const text = map.take(key);
  const file = map.take(`${key}_file`);
  if (text !== undefined && file !== undefined) file.error(`at most one of ${key} & ${key}_file must be configured`);
  if (text !== undefined) return { text: text.text() };
  return file === undefined ? undefined : { file: resolve(folder, file.text()) };
}

function readTls(node: YamlNode | undefined, folder: string): TlsConfig {
  const map = node?.map();
  if (map === undefined) return NO_TLS;
  const text = (key: string): string | undefined => map.take(key)?.text();
  const file = (key: string): string | undefined => {
    const path = text(key);
    return path === undefined ? undefined : resolve(folder, path);
  };
  const parts = {
    caFile: file('ca_file'),
    ca: text('ca'),
    certFile: file('cert_file'),
    cert: text('cert'),
    keyFile: file('key_file'),
    serverName: text('server_name'),
  };
  const key = text('key');
  const hasKey = (key ?? parts.keyFile) !== undefined;
  if ((parts.cert ?? parts.certFile) === undefined) {
    if (hasKey) map.error('exactly one of cert or cert_file must be configured when a client key is configured');
  } else if (!hasKey) {
    map.error('exactly one of key or key_file must be configured when a client certificate is configured');
  }
  const insecureSkipVerify = map.take('insecure_skip_verify')?.boolean() ?? false;
  // What Node does by itself.
  map.take('min_version')?.oneOf(['TLS12'], 'TLS12');
  map.take('max_version')?.oneOf(['TLS13'], 'TLS13');
  map.finish();
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return { ...given, ...(key === undefined ? {} : { key: { text: key } }), insecureSkipVerify };
}

function readHeaders(node: YamlNode | undefined, folder: string): HttpClientConfig['headers'] {
  return (node?.map()?.takeAll() ?? []).map(([name, header]) => {
    const map = header.map();
    const list = (key: string): string[] => (map?.take(key)?.list() ?? []).map((value) => value.text());
    const values: Secret[] = [...list('values'), ...list('secrets')].map((text) => ({ text }));
    values.push(...list('files').map((file) => ({ file: resolve(folder, file) })));
    map?.finish();
    return [name, values] as const;
  });
}
