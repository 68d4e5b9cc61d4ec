export { transcodeZipkin } from './transcode.js';
