import { flagName } from '../config/layer.js';
import type { ListenProblem } from '../http/listen-problem.js';

/** Why the server did not start: a sentence with the path or port and the remedy. */
export interface StartFailure {
  readonly kind: 'port' | 'data' | 'config';
  readonly message: string;
}

export function portFailure({ host, port, reason }: ListenProblem, key: 'port' | 'otlpGrpcPort'): StartFailure {
  const what = key === 'port' ? 'HTTP' : 'OTLP/gRPC';
  return {
    kind: 'port',
    message: `${what} port ${port} on ${host} cannot be opened: ${reason}. Stop that process or choose another port with --${flagName(key)}`,
  };
}
