import type { ResourceDef } from '@bongsu/model';

/** A resource with its instrumentation scope, as logs and spans refer to it by fingerprint, in decimal digits. */
export interface ResourceRow extends Omit<ResourceDef, 'fingerprint' | 'storedDay'> {
  readonly fingerprint: string;
}
