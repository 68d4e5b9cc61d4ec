import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'service.logs': '로그',
  'service.red': '요청',
  'service.traces': '최근 트레이스',
};
