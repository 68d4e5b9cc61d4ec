import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.js';

it('allows scripts of this origin and none inline', () => {
  const policy = contentSecurityPolicy('<script type="module" src="./assets/main.js"></script>', 'n1');
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("style-src 'self' 'nonce-n1';");
  expect(policy).not.toContain('unsafe');
});

it('names inline scripts by hash', () => {
  // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
  expect(contentSecurityPolicy('<script>alert(1)</script>', 'n1')).toContain(
    "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';",
  );
});
