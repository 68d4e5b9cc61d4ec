export { snappyLength, unsnappy, type SnappyError } from './block.js';
