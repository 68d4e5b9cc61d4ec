import { Agent, request, type OutgoingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

export interface Sent {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
  /** From the first byte sent to the last byte received. */
  readonly ms: number;
}

export interface Received {
  /** From the first byte sent to the last byte received: what a client then does with the bytes is its own. */
  readonly ms: number;
  readonly bytes: number;
  /** Inflates and parses the answer. */
  json(): unknown;
}

/** Posts OTLP bodies over kept-alive connections of its own. */
export class Sender {
  readonly #agent: Agent;

  constructor(
    readonly port: number,
    connections = 64,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(path: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<Sent> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const req = request(
        {
          host: '127.0.0.1',
          port: this.port,
          path,
          method: 'POST',
          agent: this.#agent,
          headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length, ...headers },
        },
        (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (chunk: Buffer) => chunks.push(chunk));
          res.on('error', reject);
          res.on('end', () =>
            resolve({
              status: res.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              retryAfter: res.headers['retry-after'],
              ms: performance.now() - started,
            }),
          );
        },
      );
      req.on('error', reject);
      req.end(body);
    });
  }

  async getJson(path: string, headers: OutgoingHttpHeaders = {}): Promise<unknown> {
    return (await this.get(path, headers)).json();
  }

  /** An answer as Grafana asks for it, compressed. Throws when it is not 200. */
  get(path: string, headers: OutgoingHttpHeaders = {}): Promise<Received> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const to = { host: '127.0.0.1', port: this.port, path, agent: this.#agent };
      const req = request({ ...to, headers: { 'accept-encoding': 'gzip', ...headers } }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const ms = performance.now() - started;
          const body = Buffer.concat(chunks);
          const text = (): string => (res.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
          if (res.statusCode === 200) resolve({ ms, bytes: body.length, json: () => JSON.parse(text()) as unknown });
          else reject(new Error(`GET ${path}: ${res.statusCode ?? 0} ${text().slice(0, 300)}`));
        });
      });
      req.on('error', reject);
      req.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
