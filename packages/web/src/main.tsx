import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openApp } from './app.js';
import { loadMessages, readPreferredLanguage } from './i18n/translate.js';
import { readPreferredZone } from './time/zone.js';
import { styleNonce } from './theme/style-nonce.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// The scroll lock of dialogs makes a style element; this is where it looks for the nonce.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

readPreferredZone();
const lang = readPreferredLanguage();
// The language is there before the first paint, so no page flashes in another one.
void Promise.all([openApp(), loadMessages(lang)]).then(([draw, messages]) => {
  createRoot(root).render(<StrictMode>{draw({ lang, messages })}</StrictMode>);
});
