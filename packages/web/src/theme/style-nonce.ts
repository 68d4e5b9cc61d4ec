/**
 * What the page's content security policy allows style elements by. Libraries that make one take it from here: Mantine
 * (`getStyleNonce`), CodeMirror (`EditorView.cspNonce`).
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
