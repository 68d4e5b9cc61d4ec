import type { WebSocket } from 'ws';

/** Lines of 256 KiB make messages of megabytes: beyond this no more wait, however few they are. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Messages on their way to a client; there is room for a few. */
export class FrameBuffer {
  #waiting = 0;
  #roomMade: (() => void) | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly capacity: number,
  ) {}

  get hasRoom(): boolean {
    return this.#waiting < this.capacity && this.socket.bufferedAmount < MAX_BYTES;
  }

  send(frame: string): void {
    this.#waiting++;
    // An error closes the socket, which its owner hears.
    this.socket.send(frame, () => {
      this.#waiting--;
      this.#roomMade?.();
    });
  }

  /** Resolves when there is room, or after `patienceMs`. */
  async room(patienceMs: number): Promise<boolean> {
    if (this.hasRoom || patienceMs <= 0) return this.hasRoom;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#roomMade = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#roomMade = undefined;
    return this.hasRoom;
  }
}
