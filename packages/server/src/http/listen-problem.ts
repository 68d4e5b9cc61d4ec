/** Why a port could not be opened. */
export interface ListenProblem {
  readonly host: string;
  readonly port: number;
  /** `EADDRINUSE`, `EACCES`, ... */
  readonly code: string;
  readonly reason: string;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'the host name is not known',
};

export function listenProblem(error: unknown, host: string, port: number): ListenProblem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return { host, port, code, reason };
}

/** `http://127.0.0.1:3000`, IPv6 in brackets; an address that means "all" is shown as one that a browser can open. */
export function httpUrl(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
