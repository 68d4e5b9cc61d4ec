import { parseArgs } from 'node:util';

export const SERVICES = ['payments', 'orders', 'gateway'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface Options {
  /** Requests a second. */
  readonly rate: number;
  readonly durationMs: number;
  /** 0 for any free port. */
  readonly ports: Readonly<Record<ServiceName, number>>;
  /** Show the services' own log lines. */
  readonly verbose: boolean;
}

export const USAGE = `Runs a small shop of three services that send logs, traces and metrics over OTLP.

  --rate N               requests a second, 0.1 to 100 (5)
  --duration TIME        stop after this long: 90s, 30m, 2h (30m)
  --gateway-port PORT    and --orders-port, --payments-port: fixed ports instead of free ones
  --verbose              show the services' log lines

The data goes to OTEL_EXPORTER_OTLP_ENDPOINT, or to http://localhost:4318, or to http://localhost:3000.`;

/** @returns a text for the user when a value cannot be used, 'help' when it was asked for. */
export function parseOptions(args: readonly string[]): Options | string {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        rate: { type: 'string', default: '5' },
        duration: { type: 'string', default: '30m' },
        'gateway-port': { type: 'string', default: '0' },
        'orders-port': { type: 'string', default: '0' },
        'payments-port': { type: 'string', default: '0' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (values.help) return 'help';
  const rate = Number(values.rate);
  if (!(rate >= 0.1 && rate <= 100)) return `--rate is ${values.rate}; it must be a number from 0.1 to 100`;
  const durationMs = parseDuration(values.duration);
  if (durationMs === undefined) return `--duration is ${values.duration}; it must look like 90s, 30m or 2h`;
  const ports = {
    gateway: Number(values['gateway-port']),
    orders: Number(values['orders-port']),
    payments: Number(values['payments-port']),
  };
  for (const name of SERVICES) {
    const valid = Number.isInteger(ports[name]) && ports[name] >= 0 && ports[name] <= 65_535;
    if (!valid) return `--${name}-port is ${values[`${name}-port`]}; it must be a port from 0 to 65535`;
  }
  return { rate, durationMs, ports, verbose: values.verbose };
}

/** The longest delay a Node timer takes is 2^31-1 ms, about 24 days. */
const LONGEST_MS = 2 ** 31 - 1;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

function parseDuration(text: string): number | undefined {
  const unit = UNIT_MS[text.slice(-1)];
  const count = Number(text.slice(0, -1));
  if (unit === undefined || text.length < 2 || !(count > 0)) return undefined;
  return count * unit <= LONGEST_MS ? count * unit : undefined;
}
