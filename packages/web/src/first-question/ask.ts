// Stands in the document, before its scripts: the answer is under way while they are fetched, read and run.
import { apiHeaders, baseUrl, urlOf } from '../api/http.js';
import { readPreferredZone } from '../time/zone.js';
import { ask } from './asked.js';
import { firstQuestion } from './question.js';

readPreferredZone();
const base = baseUrl().pathname;
const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length).replace(/\/$/, '') : undefined;
const nowMs = Date.now();
const question = path === undefined ? undefined : firstQuestion(path, location.search, nowMs);
if (question !== undefined) ask(urlOf(question), apiHeaders(question), nowMs);
