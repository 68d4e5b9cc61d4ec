import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from './app.js';
import { loadMessages, readPreferredLanguage } from './i18n/translate.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const lang = readPreferredLanguage();
// The language is there before the first paint, so no page flashes in another one.
void loadMessages(lang).then((messages) => {
  createRoot(root).render(<StrictMode>{createApp({ lang, messages })}</StrictMode>);
});
