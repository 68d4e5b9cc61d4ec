export { decodeReadRequest, type ReadMatcher, type ReadQuery } from './read-request.js';
export { encodeReadResponse, type ReadSeries } from './read-response.js';
