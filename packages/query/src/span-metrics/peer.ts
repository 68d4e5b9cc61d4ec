import { call, col, infix, lit, or, param, type Expr } from '../sql/index.js';

/** Attributes that make a client span one of a database: of OpenTelemetry's semantic conventions, old and new. */
const DATABASE_KEYS = ['db.namespace', 'db.name', 'db.system.name', 'db.system'];

/** Attributes of a client span that say what it calls. */
export const PEER_KEYS: readonly string[] = [
  'peer.service',
  'server.address',
  'network.peer.address',
  ...DATABASE_KEYS,
];

const attribute = (key: string): Expr => call('arrayElement', col('attributes'), param('String', key));
const has = (key: string): Expr => infix(attribute(key), '!=', lit(''));

/** Whether a span is one of a database, as 0 or 1. */
export const isDatabase = (): Expr => or(DATABASE_KEYS.map(has))!;

/** The name of what a client span calls; the empty text where it is no client span or does not say. */
export function peerName(): Expr {
  const address = attribute('network.peer.address');
  const port = attribute('network.peer.port');
  const withPort = call('if', infix(port, '=', lit('')), address, call('concat', address, lit(':'), port));
  const named = (key: string): Expr[] => [has(key), attribute(key)];
  return call(
    'multiIf',
    infix(col('kind'), '!=', lit(3)),
    lit(''),
    ...named('peer.service'),
    ...named('server.address'),
    has('network.peer.address'),
    withPort,
    ...DATABASE_KEYS.flatMap(named),
    lit(''),
  );
}
