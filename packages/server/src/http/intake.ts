import type { IncomingMessage } from 'node:http';
import { ok, type Result } from '@bongsu/model';
import type { Failure } from '../errors/failure.js';
import type { ByteShare } from '../limits/byte-budget.js';
import type { Admission } from './admission.js';
import { readBody, type BodyLimits } from './body.js';
import { decompress } from './decompress.js';
import { unsnappyBody } from './snappy-body.js';

/** What is around the message in a body. */
export interface Wrapping {
  /** A content encoding of all of it; '' for none. */
  readonly encoding: string;
  /** Within that the message is a block of Snappy. */
  readonly snappy: boolean;
}

export interface IntakeOptions {
  readonly admission: Admission;
  readonly limits: BodyLimits;
}

/** The one way of an ingest request over HTTP from its head to a receiver. */
export class Intake {
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * Waits to be let in, reads the body within its limits, unwraps it and hands it to `receive`, which decodes it in its
   * turn. Place and bytes are held until `receive` is done, and given back whatever happens.
   *
   * @returns what `receive` resolves with, or why the message did not get to it.
   */
  async take<T>(
    request: IncomingMessage,
    wrapping: Wrapping,
    receive: (message: Buffer) => Promise<T>,
  ): Promise<Result<T, Failure>> {
    const { admission, limits } = this.#options;
    const place = await admission.enter();
    if (!place.ok) return place;
    const share = limits.inFlight.open();
    try {
      const message = await this.#read(request, wrapping, share);
      return message.ok ? ok(await receive(message.value)) : message;
    } finally {
      share.release();
      place.value();
    }
  }

  async #read(
    request: IncomingMessage,
    { encoding, snappy }: Wrapping,
    share: ByteShare,
  ): Promise<Result<Buffer, Failure>> {
    const { limits } = this.#options;
    const raw = await readBody(request, limits, share);
    if (!raw.ok) return raw;
    const body = await decompress(raw.value, encoding, limits, share);
    return body.ok && snappy ? unsnappyBody(body.value, limits, share) : body;
  }
}
