import { createHash } from 'node:crypto';

/**
 * The policy of our pages: everything from this origin, nothing inline but the scripts that stand in `html` itself,
 * named by their hash, and the style elements that carry `nonce`, which is made anew for every answer.
 */
export function contentSecurityPolicy(html: string, nonce: string): string {
  const hashes = inlineScripts(html).map((script) => {
    return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  });
  return [
    "default-src 'self'",
    ["script-src 'self'", ...hashes].join(' '),
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The bodies of `<script>` elements without a `src`, of a page that we built ourselves. */
function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)]
    .map((found) => found[1] ?? '')
    .filter((script) => script.trim() !== '');
}
