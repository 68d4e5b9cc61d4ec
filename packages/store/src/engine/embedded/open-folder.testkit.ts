// Opens the folder of the first argument and says what came of it, on one line of JSON.
import { openEmbedded } from './embedded-engine.js';

const [folder, sessions = '5'] = process.argv.slice(2);
const opened = await openEmbedded({ folder: folder!, sessions: Number(sessions) });
console.log(JSON.stringify(opened.ok ? { ok: true } : opened));
if (opened.ok) await opened.value.close();
