import { err, ok, type Result } from '@bongsu/model';
import ipaddr from 'ipaddr.js';

/** Takes an address as its bytes, 4 or 16 of them. */
type TakesAddress = (address: readonly number[]) => boolean;

/**
 * The test of `ip("...")`: whether some address in a text is the one named, or in the CIDR block or the range (both
 * ends inclusive). An IPv4 address never is in an IPv6 block. The error is Loki's (pkg/logql/log/ip.go).
 */
export function ipPredicate(pattern: string): Result<(text: string) => boolean, string> {
  const takes = single(pattern) ?? block(pattern) ?? range(pattern);
  return takes ? ok((text) => someAddress(text, takes)) : err(`ip: invalid pattern: ${JSON.stringify(pattern)}`);
}

const DOTTED = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;

/** The bytes of an address in the forms that Go's `netip.ParseAddr` takes: no leading zeros, no short forms. */
function addressBytes(text: string): readonly number[] | undefined {
  if (DOTTED.test(text)) {
    const bytes = text.split('.').map(Number);
    return bytes.every((byte) => byte <= 255) ? bytes : undefined;
  }
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toByteArray() : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const i = a.findIndex((byte, at) => byte !== b[at]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}

function single(pattern: string): TakesAddress | undefined {
  const wanted = addressBytes(pattern);
  return wanted && ((address) => compare(address, wanted) === 0);
}

function block(pattern: string): TakesAddress | undefined {
  const [base, bits, ...more] = pattern.split('/');
  const wanted = addressBytes(base!);
  if (!wanted || bits === undefined || more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  const length = Number(bits);
  if (length > wanted.length * 8) return undefined;
  return (address) => {
    if (address.length !== wanted.length) return false;
    for (let i = 0; i * 8 < length; i++) {
      const kept = Math.min(8, length - i * 8);
      if (address[i]! >> (8 - kept) !== wanted[i]! >> (8 - kept)) return false;
    }
    return true;
  };
}

function range(pattern: string): TakesAddress | undefined {
  const dash = pattern.indexOf('-');
  if (dash < 0) return undefined;
  const from = addressBytes(pattern.slice(0, dash));
  const to = addressBytes(pattern.slice(dash + 1));
  if (!from || !to || from.length !== to.length || compare(from, to) > 0) return undefined;
  return (address) => address.length === from.length && compare(from, address) <= 0 && compare(address, to) <= 0;
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHexDigit = (c: number): boolean => isDigit(c) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);
const DOT = 0x2e;
const COLON = 0x3a;

/** Cuts out what looks like an address, as Loki's scan does: it begins with a digit before a dot or with hex and `:`. */
function someAddress(text: string, takes: TakesAddress): boolean {
  for (let at = 0; at < text.length; at++) {
    const v4 = beginsV4(text, at);
    if (!v4 && !beginsV6(text, at)) continue;
    let end = at;
    while (end < text.length && inAddress(text.charCodeAt(end), v4)) end++;
    const address = addressBytes(text.slice(at, end));
    if (address && takes(address)) return true;
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
