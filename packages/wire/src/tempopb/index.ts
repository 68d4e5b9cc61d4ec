export { encodeTempoAnswer, tempoAnswerParts, type TempoAnswer } from './encode.js';
export {
  decodeMetricsRequest,
  decodeSearchRequest,
  decodeTagsRequest,
  decodeTagValuesRequest,
  type TempoMetricsRequest,
  type TempoSearchRequest,
  type TempoTagsRequest,
  type TempoTagValuesRequest,
} from './requests.js';
