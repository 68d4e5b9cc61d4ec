import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'traces.empty': '이 시간 범위에 {name}의 트레이스가 없습니다.',
  'traces.unknown': '루트가 아직 도착하지 않음',
  'traces.errors': '오류 {n}개',
  'traces.spans': '스팬 {n}개',
};
