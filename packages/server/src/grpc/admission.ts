import { ServerInterceptingCall, ServerListenerBuilder, type ServerInterceptor } from '@grpc/grpc-js';
import { failure } from '../errors/failure.js';
import { GRPC } from '../errors/registry.js';
import { tooManyBytesInFlight } from '../http/body.js';
import { tooManyRequests } from '../http/read-route.js';
import type { ByteBudget } from '../limits/byte-budget.js';
import type { Slots } from '../limits/slots.js';
import { grpcStatus } from './otlp-service.js';

/** What a call counts while its message is still coming in: the largest message other gRPC servers take by default. */
const EXPECTED_MESSAGE_BYTES = 4 * 1024 * 1024;

/** Refuses a call before its message is read when too many are being served or too many bytes are held. */
export function admission(
  slotsOf: (path: string) => Slots,
  inFlight: ByteBudget,
  maxMessageKey: string,
): ServerInterceptor {
  return ({ path }, call) => {
    const slots = slotsOf(path);
    const arriving = inFlight.open();
    const held = inFlight.open();
    let leave: (() => void) | undefined;
    const release = (): void => {
      arriving.release();
      held.release();
      leave?.();
    };
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => {
        leave = slots.take();
        if (leave === undefined)
          return call.sendStatus(grpcStatus(failure('overloaded', tooManyRequests(slots).message)));
        if (!arriving.reserve(Math.min(EXPECTED_MESSAGE_BYTES, inFlight.total))) {
          return call.sendStatus(grpcStatus(tooManyBytesInFlight(inFlight)));
        }
        next(metadata);
      })
      .withOnReceiveMessage((message, next) => {
        arriving.release();
        if (!held.reserve((message as Buffer).length)) {
          return call.sendStatus(grpcStatus(tooManyBytesInFlight(inFlight)));
        }
        next(message);
      })
      .withOnCancel(release)
      .build();
    // Replaced on the call itself: what the library refuses (size, encoding) passes no responder.
    const send = call.sendStatus.bind(call);
    call.sendStatus = (status) => {
      release();
      send(inOurTerms(status, maxMessageKey));
    };
    return new ServerInterceptingCall(call, { start: (next) => next(listener) });
  };
}

/** What the library passes to an interceptor; it does not export the name. */
type PartialStatus = Parameters<ServerInterceptingCall['sendStatus']>[0];

/** The transport's own refusals, with OTLP's code and the name of the limit. */
function inOurTerms(status: PartialStatus, maxMessageKey: string): PartialStatus {
  if (Number(status.code) === GRPC.INTERNAL && status.details === 'Failed to decompress message') {
    return { ...status, code: GRPC.INVALID_ARGUMENT, details: 'the message is not valid in its grpc-encoding' };
  }
  if (Number(status.code) === GRPC.RESOURCE_EXHAUSTED && (status.details ?? '').startsWith('Received message')) {
    return { ...status, details: `${status.details ?? ''} (raise ${maxMessageKey})` };
  }
  return status;
}
