import { statfs } from 'node:fs/promises';
import type { Retention, Usage } from '@bongsu/store';
import type { Logger } from './self/logger.js';

/** Old days go within this time of their turn. */
const RETENTION_EVERY_MS = 10 * 60_000;
/** How old the numbers that people and scrapers see may be. */
const USAGE_EVERY_MS = 30_000;

/** Runs retention now and then, and knows what the data takes. */
export class DiskWatch {
  #usage: Usage | undefined;
  #freeBytes: number | undefined;
  #busy: Promise<void> = Promise.resolve();
  #timers: NodeJS.Timeout[] = [];

  constructor(
    readonly folder: string,
    readonly retention: Retention,
    readonly logger: Logger,
  ) {}

  /** Of the engine's parts, as of the last look. */
  get bytes(): number | undefined {
    return this.#usage?.bytes;
  }

  get usage(): Usage | undefined {
    return this.#usage;
  }

  get freeBytes(): number | undefined {
    return this.#freeBytes;
  }

  start(): void {
    this.#enqueue(() => this.#retain());
    this.#timers = [
      setInterval(() => this.#enqueue(() => this.#retain()), RETENTION_EVERY_MS),
      setInterval(() => this.#enqueue(() => this.#look()), USAGE_EVERY_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Starts nothing new and waits for what runs. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#busy;
  }

  /** The numbers as of now. */
  async refresh(): Promise<void> {
    this.#enqueue(() => this.#look());
    await this.#busy;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#busy = this.#busy.then(work).catch((error: unknown) => {
      this.logger.error({ error: String(error) }, 'bug: the watch over the disk failed');
    });
  }

  async #retain(): Promise<void> {
    const dropped = await this.retention.run();
    if (!dropped.ok) this.logger.warn({ reason: dropped.error.message }, 'old data could not be dropped');
    else {
      for (const { table, partition, rows, bytes, because } of dropped.value) {
        this.logger.info({ table, day: partition, rows, bytes, because }, 'dropped a day of old data');
      }
    }
    await this.#look();
  }

  async #look(): Promise<void> {
    const usage = await this.retention.usage();
    if (usage.ok) this.#usage = usage.value;
    else this.logger.warn({ reason: usage.error.message }, 'the disk usage could not be read');
    try {
      const disk = await statfs(this.folder);
      this.#freeBytes = disk.bavail * disk.bsize;
    } catch (error) {
      this.logger.warn({ reason: String(error) }, 'the free disk space could not be read');
    }
  }
}
