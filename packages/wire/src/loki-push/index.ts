export { LEVEL_FIELDS } from '../log-level/detect.js';
export { PushDecoder, type DecodedPush, type PushDecoderOptions, type PushError } from './decode.js';
export { transcodePush, type PushVersion } from './json.js';
export { DEFAULT_PUSH_LIMITS, type PushLimits } from './limits.js';
export { SERVICE_NAME_LABELS } from './service-name.js';
