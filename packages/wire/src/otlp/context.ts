import type { AcceptWindow, Nanos, Tenant } from '@bongsu/model';

/** What a request is decoded for. */
export interface DecodeContext {
  readonly tenant: Tenant;
  /** Stands in for a log record's time when it carries none. */
  readonly now: Nanos;
  /** Inclusive at both ends, compared to within 256 ns (what a double keeps of a nanosecond time). */
  readonly window: AcceptWindow;
}

/** The whole request cannot be read; nothing of it is stored. Not retryable. */
export interface DecodeError {
  readonly kind: 'malformed';
  readonly message: string;
}
