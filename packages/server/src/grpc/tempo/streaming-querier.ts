import type { MethodDefinition, Server, ServerWritableStream } from '@grpc/grpc-js';
import { err, parseTenant, type Result } from '@bongsu/model';
import { tempoAnswerParts } from '@bongsu/wire/tempopb';
import { failure, type Failure } from '../../errors/failure.js';
import type { TempoOptions } from '../../http/tempo/tempo-options.js';
import { grpcStatus } from '../otlp-service.js';
import { answerMetricsInstant, answerMetricsRange } from './metrics-calls.js';
import { answerSearch } from './search-call.js';
import type { TempoHandler } from './tempo-call.js';
import { answerTags, answerTagsV2, answerTagValues, answerTagValuesV2 } from './tag-calls.js';

/** Tempo's `max_grpc_streaming_packet_size`; clients take messages of 4 MiB. */
const MAX_PART_BYTES = 1024 * 1024;

const METHODS: Readonly<Record<string, TempoHandler>> = {
  Search: answerSearch,
  SearchTags: answerTags,
  SearchTagsV2: answerTagsV2,
  SearchTagValues: answerTagValues,
  SearchTagValuesV2: answerTagValuesV2,
  MetricsQueryRange: answerMetricsRange,
  MetricsQueryInstant: answerMetricsInstant,
};

const same = (bytes: Buffer): Buffer => bytes;

export const STREAMING_QUERIER = '/tempopb.StreamingQuerier/';

function method(name: string): MethodDefinition<Buffer, Buffer> {
  return {
    path: `${STREAMING_QUERIER}${name}`,
    requestStream: false,
    responseStream: true,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

/** Adds `tempopb.StreamingQuerier`, which Grafana's Tempo data source streams search and metrics from. */
export function addStreamingQuerier(server: Server, options: TempoOptions, onBug: (error: unknown) => void): void {
  const names = Object.keys(METHODS);
  server.addService(
    Object.fromEntries(names.map((name) => [name, method(name)])),
    Object.fromEntries(
      names.map((name) => [
        name,
        (call: ServerWritableStream<Buffer, Buffer>) => void serve(call, METHODS[name]!, options, onBug),
      ]),
    ),
  );
}

async function serve(
  call: ServerWritableStream<Buffer, Buffer>,
  handler: TempoHandler,
  options: TempoOptions,
  onBug: (error: unknown) => void,
): Promise<void> {
  const hangUp = new AbortController();
  call.on('cancelled', () => hangUp.abort());
  let outcome: Result<void, Failure>;
  try {
    const tenant = parseTenant(call.metadata.get('x-scope-orgid').map(String).join(','));
    outcome = tenant.ok
      ? await handler(
          {
            tenant: tenant.value,
            body: call.request,
            signal: hangUp.signal,
            send: (kind, answer) => {
              for (const part of tempoAnswerParts(kind, answer, MAX_PART_BYTES)) call.write(Buffer.from(part));
            },
          },
          options,
        )
      : err(failure('bad_tenant', tenant.error));
  } catch (error) {
    onBug(error);
    outcome = err(failure('internal', 'an internal error; the log of the server has its cause'));
  }
  if (outcome.ok) call.end();
  else call.emit('error', grpcStatus(outcome.error));
}
