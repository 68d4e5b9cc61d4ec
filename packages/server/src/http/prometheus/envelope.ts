import type { Answer } from '../read-route.js';

export interface Annotations {
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** `{"status":"success","data":...}` around JSON text that is already written. */
export function envelope(dataJson: string, { warnings = [], infos = [] }: Annotations = {}): Answer {
  const more =
    (warnings.length === 0 ? '' : `,"warnings":${JSON.stringify(warnings)}`) +
    (infos.length === 0 ? '' : `,"infos":${JSON.stringify(infos)}`);
  return { body: `{"status":"success","data":${dataJson}${more}}`, contentType: 'application/json' };
}
