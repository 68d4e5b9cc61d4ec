import { connect } from 'node:net';

/** Where OTLP/HTTP usually listens, and where Bongsu takes it too when that port belongs to somebody else. */
const CANDIDATES = ['http://localhost:4318', 'http://localhost:3000'];

/**
 * The OTLP/HTTP address to send to: OTEL_EXPORTER_OTLP_ENDPOINT as it stands, else the first usual address that takes a
 * connection. @returns undefined when none does.
 */
export async function findEndpoint(
  env: NodeJS.ProcessEnv,
  candidates: readonly string[] = CANDIDATES,
): Promise<string | undefined> {
  const given = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (given !== undefined && given !== '') return given;
  for (const candidate of candidates) {
    if (await accepts(new URL(candidate))) return candidate;
  }
  return undefined;
}

function accepts(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), timeout: 1000 });
    const finish = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', finish(true)).once('timeout', finish(false)).once('error', finish(false));
  });
}
