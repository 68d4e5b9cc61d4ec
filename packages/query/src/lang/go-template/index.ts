export { dateFunctions } from './functions/date.js';
export { fixed } from './functions/define.js';
export { ENCODING_FUNCTIONS } from './functions/encoding.js';
export { MATH_FUNCTIONS } from './functions/math.js';
export { regexFunctions } from './functions/regex.js';
export { ALIGN_FUNCTIONS, GO_TEXT_FUNCTIONS, SPRIG_TEXT_FUNCTIONS } from './functions/text.js';
export { GoTime, parseGoTime } from './go-time.js';
export { formatFloat, sprintf } from './printf.js';
export type { TemplateLimits } from './execute.js';
export { GoTemplate } from './template.js';
export {
  CallFailure,
  GoFuncValue,
  GoInt,
  GoMap,
  GoSlice,
  GoStruct,
  type GoFunction,
  type GoFunctions,
  type GoValue,
  type MapEntries,
} from './value.js';
export { UTC, loadZone, type Zone } from './zone.js';
