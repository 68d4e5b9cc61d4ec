import { Command, Option } from 'commander';
import { demo } from './commands/demo.js';
import { start, type StartFlags } from './commands/start.js';
import { status } from './commands/status.js';
import { stop } from './commands/stop.js';
import { loadServer } from './server.js';

const DEFAULT_DATA = './data';

/** Parses the command line and runs the verb; sets the exit code, which is 0 only for success. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('bongsu')
    .description('Logs, traces and metrics in one process')
    .showHelpAfterError('(bongsu --help lists the commands)');

  program
    .command('start')
    .description('start the server')
    .option('--data <dir>', 'data folder (default: ./data)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port of the UI and all HTTP APIs (default: 3000)')
    .option('--otlp-grpc-port <number>', 'port of OTLP over gRPC (default: 4317)')
    .addOption(new Option('--alias-ports <on|off>', 'also serve on 3100 3200 9090 9093 4318 (default: on)'))
    .option('--retention <length>', 'how long data is kept, such as 7d, or off (default: 7d)')
    .option('--disk-budget <size>', 'bytes the data may take, such as 20GB, or off (default: off)')
    .option('--enable-feature <names>', "features of PromQL by Prometheus' names, separated by commas")
    .option('--config <file>', 'configuration file (default: ./bongsu.yaml if it is there)')
    .option('--prometheus-config <file>', 'a prometheus.yml whose scrape_configs are followed')
    .option('--demo', 'also run the example services that send data')
    .action(async (flags: StartFlags) => {
      process.exitCode = await start(flags);
    });

  program
    .command('stop')
    .description('stop the server that uses a data folder, and wait until it has stopped')
    .option('--data <dir>', 'data folder', DEFAULT_DATA)
    .action(async ({ data }: { data: string }) => {
      process.exitCode = await stop(data);
    });

  program
    .command('status')
    .description('ask a running server how it is')
    .option('--url <url>', 'where it listens', 'http://127.0.0.1:3000')
    .action(async ({ url }: { url: string }) => {
      process.exitCode = await status(url);
    });

  program
    .command('demo')
    .description('run the example services, which send data to a running server')
    .option('--url <url>', 'where the server takes OTLP over HTTP', 'http://127.0.0.1:3000')
    .action(async ({ url }: { url: string }) => {
      process.exitCode = await demo(url);
    });

  program.command('version').description('print the version').action(printVersion);

  await program.parseAsync([...argv]);
}

function printVersion(): void {
  process.stdout.write(`${loadServer().server.VERSION}\n`);
}
