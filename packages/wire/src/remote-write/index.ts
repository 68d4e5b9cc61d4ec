export { RemoteWriteDecoder, type DecodedWrite, type RemoteWriteError, type RemoteWriteVersion } from './decode.js';
