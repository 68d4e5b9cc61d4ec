import { VERSION } from '../version.js';

/** Clients switch features on by the version of the product they know; these have what we serve. */
const SPOKEN = { loki: '3.5.0', tempo: '2.8.0', prometheus: '3.5.0' } as const;

/** What `status/buildinfo` answers: the product version whose API is spoken, and ours as the revision. */
export function buildInfo(product: keyof typeof SPOKEN) {
  return {
    version: SPOKEN[product],
    revision: `bongsu-${VERSION}`,
    branch: 'main',
    buildUser: '',
    buildDate: '',
    goVersion: '',
  };
}
