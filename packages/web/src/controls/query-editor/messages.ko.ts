import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'editor.format': '쿼리 정렬',
  'editor.run': '실행',
  'editor.run.keys': '쿼리 실행 (Ctrl-Enter)',
  'editor.problem': '쿼리 오류: {message}',
};
