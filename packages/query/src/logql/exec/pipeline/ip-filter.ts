import { addressBytes, compareAddresses, parseIpPattern, type IpPattern } from '../../syntax/index.js';

/**
 * The test of `ip("...")`: whether some address in a text is the one named, or in the CIDR block or the range. An IPv4
 * address never is in an IPv6 block. The pattern must have been checked.
 */
export function ipPredicate(pattern: string): (text: string) => boolean {
  const parsed = parseIpPattern(pattern);
  if (!parsed.ok) throw new Error(`BUG: address not checked: ${parsed.error}`);
  return (text) => someAddress(text, parsed.value);
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHexDigit = (c: number): boolean => isDigit(c) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);
const DOT = 0x2e;
const COLON = 0x3a;

/** Cuts out what looks like an address, as Loki's scan does: it begins with a digit before a dot or with hex and `:`. */
function someAddress(text: string, { from, to }: IpPattern): boolean {
  for (let at = 0; at < text.length; at++) {
    const v4 = beginsV4(text, at);
    if (!v4 && !beginsV6(text, at)) continue;
    let end = at;
    while (end < text.length && inAddress(text.charCodeAt(end), v4)) end++;
    const address = addressBytes(text.slice(at, end));
    if (address?.length === from.length && compareAddresses(from, address) <= 0 && compareAddresses(address, to) <= 0) {
      return true;
    }
    at = end;
  }
  return false;
}

function inAddress(c: number, v4: boolean): boolean {
  return c === DOT || (v4 ? isDigit(c) : c === COLON || isHexDigit(c));
}

function beginsV4(text: string, at: number): boolean {
  if (at + 3 >= text.length || !isDigit(text.charCodeAt(at))) return false;
  for (let i = 1; i <= 3; i++) if (text.charCodeAt(at + i) === DOT) return true;
  return false;
}

function beginsV6(text: string, at: number): boolean {
  if (at + 4 >= text.length) return false;
  if (text.charCodeAt(at) === COLON) return text.charCodeAt(at + 1) === COLON && isHexDigit(text.charCodeAt(at + 2));
  for (let i = 0; i <= 4; i++) {
    const c = text.charCodeAt(at + i);
    if (c === COLON) return i > 0;
    if (!isHexDigit(c)) return false;
  }
  return false;
}
