import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'palette.open': '무엇이든 찾기',
  'palette.find': '페이지, 서비스, 쿼리, 동작 찾기',
  'palette.none': '맞는 항목이 없습니다.',
  'palette.pages': '페이지',
  'palette.services': '서비스',
  'palette.actions': '동작',
  'palette.nocopy': '브라우저가 복사를 허용하지 않습니다.',
};
