import { takeAsked } from '../first-question/asked.js';
import { asRecord, asText } from './json.js';

/** A request that got no useful answer. `status` is 0 when the server could not be reached at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** No connection, overload, a proxy without its server, a server that starts or stops. */
const PASSING: readonly number[] = [0, 429, 502, 503];

/**
 * Whether the same question may be answered a moment later. Not so with other failures: a refused query stays refused, and
 * Loki refuses some with 500, which is else a bug that asking again would only meet again; what took too long (504) would
 * take as long once more.
 */
export const mayPass = (error: Error): boolean => error instanceof ApiError && PASSING.includes(error.status);

export interface Get {
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Base of all API calls: the page's <base>, so that a server under a sub-path is asked under that sub-path. */
export function baseUrl(): URL {
  return new URL('./', document.baseURI);
}

/**
 * GET a JSON document.
 * @throws ApiError with the server's own message, whatever form the API family sends it in.
 */
export async function getJson(get: Get): Promise<unknown> {
  return readJson(urlOf(get), get, {});
}

/**
 * GET a JSON document as its bytes come in.
 * @throws ApiError as {@link getJson}.
 */
export async function getStream(get: Get): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const response = await send(urlOf(get), get, {});
  if (!response.ok || response.body === null) {
    throw new ApiError(response.status, get.path, errorText(await response.text(), response));
  }
  return response.body;
}

/**
 * POST of the parameters as a form, for what may be longer than an address.
 * @throws ApiError as {@link getJson}.
 */
export async function postForm(post: Get): Promise<unknown> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(post.params ?? {})) if (value !== undefined) form.set(name, String(value));
  return readJson(apiUrl(post.path), post, { method: 'POST', body: form });
}

function apiUrl(path: string): URL {
  return new URL(path.replace(/^\//, ''), baseUrl());
}

export function urlOf(get: Get): URL {
  const url = apiUrl(get.path);
  for (const [name, value] of Object.entries(get.params ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

export const apiHeaders = (get: Get): Readonly<Record<string, string>> => ({
  Accept: 'application/json',
  ...get.headers,
});

async function send(url: URL, get: Get, init: RequestInit): Promise<Response> {
  try {
    const asked = takeAsked(url, get.signal);
    if (asked !== undefined) return await asked;
    return await fetch(url, {
      ...init,
      headers: apiHeaders(get),
      ...(get.signal ? { signal: get.signal } : {}),
    });
  } catch (error) {
    if (get.signal?.aborted) throw error;
    throw new ApiError(0, get.path, error instanceof Error ? error.message : String(error));
  }
}

async function readJson(url: URL, get: Get, init: RequestInit): Promise<unknown> {
  const response = await send(url, get, init);
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, get.path, errorText(text, response));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError(response.status, get.path, `The answer is not JSON: ${text.slice(0, 120)}`);
  }
}

/** Prometheus sends `{error}`, gRPC gateways `{message}`, Loki and Tempo plain text. */
export function errorText(body: string, response: { readonly status: number; readonly statusText: string }): string {
  const trimmed = body.trim();
  if (trimmed.startsWith('{')) {
    try {
      const json = asRecord(JSON.parse(trimmed));
      const message = asText(json['error']) ?? asText(json['message']);
      if (message !== undefined && message !== '') return message;
    } catch {
      // Not JSON after all: the text below is then all there is to show.
    }
  }
  if (trimmed !== '' && !trimmed.startsWith('<')) return trimmed.slice(0, 500);
  return `${response.status} ${response.statusText}`.trim();
}
