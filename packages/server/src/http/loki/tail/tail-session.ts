import type { Clock, LogBatch, Nanos, Result, Tenant } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '@bongsu/query/lang';
import { type FoundLine, type StoredLines, type Tail } from '@bongsu/query/logql';
import type { WebSocket } from 'ws';
import { lokiFailure } from '../loki-failure.js';
import { FrameBuffer } from './frame-buffer.js';
import { allLabels, type DroppedEntry, type FrameWriter } from './frames.js';
import { HeldLines } from './held-lines.js';

export interface TailRequest {
  readonly tail: Tail;
  readonly tenant: Tenant;
  /** [start, end) of the lines sent first. */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Of the lines sent first. */
  readonly limit: number;
  readonly delayMs: number;
  readonly frames: FrameWriter;
}

export interface SessionParts {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  /** Of a batch that is stored; its rows are read once for all sessions of the tenant. */
  linesOf(batch: LogBatch): StoredLines;
}

/** What Loki's server has: entries of a message, messages that wait for a client, entries it is told it missed. */
const FRAME_ENTRIES = 100;
/** Characters of lines after which a message is full, however few they are. */
const FRAME_LENGTH = 1024 * 1024;
const BUFFERED_FRAMES = 10;
const MAX_DROPPED = 1000;
/** A client that takes no message for so long is slow: it misses lines from then on. */
const PATIENCE_MS = 1000;
/** Rows of commits that wait for a client; beyond them nobody waits for it. */
const MAX_PENDING_BYTES = 32 * 1024 * 1024;
/** WebSocket close codes (RFC 6455, 7.4.1). */
export const CLOSE = { goingAway: 1001, failed: 1011 } as const;

/** One client that follows a query: the newest lines, then those that are stored while it listens, each once. */
export class TailSession {
  readonly #held: HeldLines;
  readonly #buffer: FrameBuffer;
  readonly #hangUp = new AbortController();
  #pending: LogBatch[] = [];
  #pendingBytes = 0;
  #wake: (() => void) | undefined;
  #dropped: DroppedEntry[] = [];

  constructor(
    private readonly socket: WebSocket,
    private readonly request: TailRequest,
    private readonly parts: SessionParts,
  ) {
    this.#held = new HeldLines(request.delayMs);
    this.#buffer = new FrameBuffer(socket, BUFFERED_FRAMES);
    socket.on('close', () => {
      this.#hangUp.abort();
      this.#wake?.();
    });
  }

  /** Lines that are stored from now on; those of before `run` wait for it. */
  readonly accept = (batch: LogBatch): void => {
    this.#pending.push(batch);
    this.#pendingBytes += batch.logs.bytes.length;
    this.#wake?.();
  };

  /** Resolves when the client has gone or was told why it is over. */
  async run(): Promise<void> {
    const { tail, tenant, start, end, limit } = this.request;
    const { runner, clock } = this.parts;
    const range = { tenant, start, end, limit };
    const replayed = await tail.replay(range, runner, this.#hangUp.signal);
    if (!replayed.ok) {
      this.#fail(replayed.error);
      return;
    }
    await this.#deliver(replayed.value);
    // A commit between the start of the session and the replay comes in both.
    const sent = new Set(replayed.value.map(({ seq }) => seq));
    while (!this.#hangUp.signal.aborted) {
      const batch = this.#pending.shift();
      if (batch !== undefined) {
        this.#pendingBytes -= batch.logs.bytes.length;
        const taken = await this.#take(batch);
        if (!taken.ok) {
          this.#fail(taken.error);
          return;
        }
        this.#held.add(
          taken.value.filter(({ seq }) => !sent.has(seq)),
          clock.monotonic(),
        );
      }
      await this.#deliver(this.#held.take(clock.monotonic()));
      if (this.#pending.length === 0) await this.#somethingToDo();
    }
  }

  #take(batch: LogBatch): Promise<Result<readonly FoundLine[], QueryFailure>> {
    return this.request.tail.take(this.parts.linesOf(batch), this.#hangUp.signal);
  }

  async #deliver(lines: readonly FoundLine[]): Promise<void> {
    for (const some of frameFuls(lines)) {
      if (this.#hangUp.signal.aborted) return;
      const patience = this.#pendingBytes > MAX_PENDING_BYTES || this.#dropped.length > 0 ? 0 : PATIENCE_MS;
      if (await this.#buffer.room(patience)) {
        this.#buffer.send(this.request.frames(some, this.#dropped));
        this.#dropped = [];
      } else {
        const missed = some.slice(0, MAX_DROPPED - this.#dropped.length);
        this.#dropped.push(...missed.map((line) => ({ labels: allLabels(line), ts: line.ts })));
      }
    }
  }

  /** A commit, a line that has waited long enough, or the end. */
  async #somethingToDo(): Promise<void> {
    if (this.#hangUp.signal.aborted) return;
    const due = this.#held.nextDue;
    await new Promise<void>((resolve) => {
      const timer =
        due === undefined ? undefined : setTimeout(resolve, Math.max(0, due - this.parts.clock.monotonic()));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  #fail(error: QueryFailure): void {
    if (error.kind !== 'cancelled') this.socket.close(CLOSE.failed, closeReason(lokiFailure(error).message));
  }
}

/** Lines as messages hold them, in their order. */
function* frameFuls(lines: readonly FoundLine[]): Generator<readonly FoundLine[]> {
  let frame: FoundLine[] = [];
  let length = 0;
  for (const line of lines) {
    frame.push(line);
    length += line.line.length;
    if (frame.length < FRAME_ENTRIES && length < FRAME_LENGTH) continue;
    yield frame;
    frame = [];
    length = 0;
  }
  if (frame.length > 0) yield frame;
}

/** A close frame holds 123 bytes of text (RFC 6455, 5.5). */
export function closeReason(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= 123 ? text : bytes.toString('utf8', 0, 120).replace(/\ufffd+$/, '') + '...';
}
