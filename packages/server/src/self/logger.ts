import { Writable } from 'node:stream';
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'auto' | 'json' | 'text';
}

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** One JSON object per line for machines; `time level message key=value` for a terminal. Writes to standard error. */
export function createLogger(options: LoggerOptions): Logger {
  const text = options.format === 'text' || (options.format === 'auto' && process.stderr.isTTY);
  const settings = { level: options.level, base: null, messageKey: 'message', timestamp: isoTime };
  // Synchronous: the last lines before an exit are the ones that matter.
  const destination: DestinationStream = text ? textStream(process.stderr) : pino.destination({ fd: 2, sync: true });
  return pino(settings, destination);
}

const isoTime = (): string => `,"time":"${new Date().toISOString()}"`;

function textStream(into: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      into.write(`${textLine(chunk.toString())}\n`);
      done();
    },
  });
}

/** A pino line for people. */
export function textLine(json: string): string {
  const { time, level, message, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const pairs = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const clock = String(time).slice(11, 23);
  const name = (LEVELS[Number(level)] ?? String(level)).padEnd(5);
  return [clock, name, typeof message === 'string' ? message : '', ...pairs].filter((part) => part !== '').join(' ');
}
