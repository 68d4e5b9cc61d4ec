import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'editor.format': '쿼리 정렬',
  'editor.run': '실행',
  'editor.run.keys': '쿼리 실행 (Ctrl-Enter)',
  'editor.refused': '이 쿼리를 읽을 수 없습니다. 이유는 편집기 아래에 있고 잘못된 곳은 표시되어 있습니다.',
  'editor.problem': '쿼리 오류: {message}',
};
