import { err, ok, type Result } from '@bongsu/model';
import type { RemoteWriteVersion } from '@bongsu/wire/remote-write';

const MEDIA_TYPE = 'application/x-protobuf';
const V1 = 'prometheus.WriteRequest';
const V2 = 'io.prometheus.write.v2.Request';

/**
 * Which message a content type announces. None at all is version 1, as for Prometheus; the error is for a 415.
 * https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/#protocol
 */
export function messageType(contentType: string): Result<RemoteWriteVersion, string> {
  if (contentType.trim() === '') return ok(1);
  const [media = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  if (media.toLowerCase() !== MEDIA_TYPE) {
    return err(`expected ${MEDIA_TYPE} as the first (media) part, got ${shown(contentType)} content-type`);
  }
  for (const parameter of parameters) {
    const at = parameter.indexOf('=');
    if (at < 0) return err(`expected parameters to be key-values, got ${shown(parameter)} in ${shown(contentType)}`);
    if (parameter.slice(0, at).trim().toLowerCase() !== 'proto') continue;
    const message = parameter.slice(at + 1).trim();
    if (message === V1) return ok(1);
    if (message === V2) return ok(2);
    return err(`unknown type for remote write protobuf message ${shown(message)}, supported: ${V1}, ${V2}`);
  }
  return ok(1);
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 100));
