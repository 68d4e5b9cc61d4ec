import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SERVICES, type ServiceName } from './options.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** A service may use 5 s to flush; one that takes longer than this is stuck. */
const STOP_DEADLINE_MS = 8000;
const START_DEADLINE_MS = 30_000;

export interface Child {
  readonly name: ServiceName;
  readonly process: ChildProcess;
  readonly url: string;
}

export interface ChildSettings {
  readonly name: ServiceName;
  readonly port: number;
  readonly endpoint: string;
  readonly folder: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly verbose: boolean;
}

/** Starts a service in a process of its own. Resolves when it listens; rejects when it ends or is silent before that. */
export async function startChild(settings: ChildSettings): Promise<Child> {
  const { name, port, folder, verbose } = settings;
  const child = fork(join(HERE, `${name}.js`), [], {
    execArgv: ['--import', pathToFileURL(join(HERE, 'telemetry.js')).href],
    env: {
      ...telemetryEnv(settings),
      ...settings.urls,
      SHOP_PORT: String(port),
      SHOP_DATABASE: join(folder, `${name}.sqlite`),
    },
    stdio: ['ignore', verbose ? 'inherit' : 'ignore', 'inherit', 'ipc'],
  });
  const timeout = AbortSignal.timeout(START_DEADLINE_MS);
  const ended = once(child, 'exit', { signal: timeout }).then(([code]) => {
    throw new Error(`${name} ended with ${String(code)} before it listened`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: timeout }), ended])) as [{ port: number }];
    ended.catch(() => undefined);
    return { name, process: child, url: `http://127.0.0.1:${message.port}` };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Asks a service to stop, and waits; after the deadline it is killed. @returns the exit code, null after a kill. */
export async function stopChild({ process: child }: Child): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(timer);
  return child.exitCode;
}

/** Standard OTEL_* variables; what the user has set wins, but for the service's own name. */
function telemetryEnv({ name, endpoint }: ChildSettings): NodeJS.ProcessEnv {
  const resource = [
    'service.namespace=shop',
    'service.version=0.1.0',
    `service.instance.id=${name}-${process.pid}`,
    'deployment.environment.name=demo',
  ];
  const own = process.env['OTEL_RESOURCE_ATTRIBUTES'];
  return {
    // Short intervals, so that what happens is on the screen a moment later.
    OTEL_BSP_SCHEDULE_DELAY: '1000',
    OTEL_BLRP_SCHEDULE_DELAY: '1000',
    OTEL_METRIC_EXPORT_INTERVAL: '5000',
    // The defaults ask cloud metadata services who we are, and send the command line.
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host',
    ...process.env,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    // Each service has a page of its own, from the given port on.
    OTEL_EXPORTER_PROMETHEUS_PORT: String(
      Number(process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] ?? 9464) + SERVICES.indexOf(name),
    ),
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: [...resource, ...(own === undefined || own === '' ? [] : [own])].join(','),
  };
}
