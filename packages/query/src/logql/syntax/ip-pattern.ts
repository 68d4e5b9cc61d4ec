import { err, ok, type Result } from '@bongsu/model';
import ipaddr from 'ipaddr.js';
import { quoteGoString } from '../../lang/index.js';

/** The bytes of an address, 4 or 16 of them. */
export type AddressBytes = readonly number[];

/** What `ip("...")` looks for: addresses between two ends, both inclusive and of one length. */
export interface IpPattern {
  readonly from: AddressBytes;
  readonly to: AddressBytes;
}

/**
 * Reads a single address, a CIDR block or a range such as `10.0.0.1-10.0.0.9`. The error is Loki's
 * (pkg/logql/log/ip.go).
 */
export function parseIpPattern(pattern: string): Result<IpPattern, string> {
  const read = single(pattern) ?? block(pattern) ?? range(pattern);
  return read ? ok(read) : err(`ip: invalid pattern: ${quoteGoString(pattern)}`);
}

const DOTTED = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;

/** An address in the forms that Go's `netip.ParseAddr` takes: no leading zeros, no short forms. */
export function addressBytes(text: string): AddressBytes | undefined {
  if (DOTTED.test(text)) {
    const bytes = text.split('.').map(Number);
    return bytes.every((byte) => byte <= 255) ? bytes : undefined;
  }
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toByteArray() : undefined;
}

/** Orders addresses; one of 4 bytes comes before one of 16. */
export function compareAddresses(a: AddressBytes, b: AddressBytes): number {
  if (a.length !== b.length) return a.length - b.length;
  const i = a.findIndex((byte, at) => byte !== b[at]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}

function single(pattern: string): IpPattern | undefined {
  const address = addressBytes(pattern);
  return address && { from: address, to: address };
}

function block(pattern: string): IpPattern | undefined {
  const [base, bits, ...more] = pattern.split('/');
  const address = addressBytes(base!);
  if (!address || bits === undefined || more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  const length = Number(bits);
  if (length > address.length * 8) return undefined;
  // A byte's bits behind the prefix: all clear in the first address of the block, all set in the last.
  const host = address.map((_, i) => 0xff >> Math.min(8, Math.max(0, length - i * 8)));
  return { from: address.map((byte, i) => byte & ~host[i]!), to: address.map((byte, i) => byte | host[i]!) };
}

function range(pattern: string): IpPattern | undefined {
  const dash = pattern.indexOf('-');
  if (dash < 0) return undefined;
  const from = addressBytes(pattern.slice(0, dash));
  const to = addressBytes(pattern.slice(dash + 1));
  return from && to && from.length === to.length && compareAddresses(from, to) <= 0 ? { from, to } : undefined;
}
