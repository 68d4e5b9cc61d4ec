const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const FOREIGN = /[^A-Za-z0-9_]/gu;

/** Whether the text can stand as a label's name. */
export const isLabelName = (text: string): boolean => NAME.test(text);

/**
 * A label name from a key of a line (pkg/logql/log/util.go): space around it goes, what is not [A-Za-z0-9_] becomes
 * `_` character by character, and a digit in front gets one. '' for a key of nothing but space.
 */
export function sanitizeLabelName(key: string): string {
  if (NAME.test(key)) return key;
  const name = key.trim().replace(FOREIGN, '_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** As `sanitizeLabelName`, for the part of a name after `prefix_`: a digit in front stays. */
export const sanitizeNamePart = (key: string): string => (NAME.test(key) ? key : key.trim().replace(FOREIGN, '_'));
