import { Agent, request } from 'node:http';

export interface Sent {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
  /** From the first byte sent to the last byte received. */
  readonly ms: number;
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

  async getJson(path: string, headers: Record<string, string> = {}): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as unknown;
  }

  /** Milliseconds until an answer has come whole. */
  async timeGet(path: string, headers: Record<string, string>): Promise<number> {
    const started = performance.now();
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { headers });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
    return performance.now() - started;
  }

  close(): void {
    this.#agent.destroy();
  }
}
