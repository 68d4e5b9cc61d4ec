/**
 * Where the root of the UI lies as seen from a page: `./` from `/logs`, `../` from `/services/shop`. A relative base
 * holds under every prefix that a proxy puts in front of the path.
 * @param path of a URL as it was asked for, percent-encoded, without its query.
 */
export function rootFrom(path: string): string {
  const depth = path.split('/').length - 2;
  return depth <= 0 ? './' : '../'.repeat(depth);
}
