import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'progress.label': '쿼리 실행 중',
  'progress.elapsed': '{seconds}초',
  'progress.cancel': '취소',
  'progress.cancelled': '쿼리를 취소했습니다.',
  'progress.again': '다시 실행',
};
