/** A leading digit would make a number of `.5`. */
const PLAIN = /^(?!\d)[^\s{}()=~!<>&|^,"\\]+$/;

/** What an attribute's name as written stands for: quotes join, `\"` and `\\` inside them are the only escapes. */
export function readAttributeName(written: string): string {
  return written.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => inner.replace(/\\(["\\])/g, '$1'));
}

/** The name in a form that `readAttributeName` reads back. */
export function writeAttributeName(name: string): string {
  return PLAIN.test(name) ? name : quoteAttributeName(name);
}

export const quoteAttributeName = (name: string): string => `"${name.replace(/["\\]/g, '\\$&')}"`;
