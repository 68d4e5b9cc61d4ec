export { RemoteWriteDecoder, type DecodedWrite, type RemoteWriteError, type RemoteWriteVersion } from './decode.js';
export { snappyLength, unsnappy, type SnappyError } from './snappy.js';
