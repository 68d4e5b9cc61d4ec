import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'keys.filter': '필터로 이동',
  'keys.help': '단축키 보기',
  'keys.close': '닫기 또는 필터에서 나가기',
  'keys.rows': '다음 줄, 이전 줄',
  'keys.open': '줄 열기',
  'keys.trace': '현재 줄의 트레이스 열기',
  'keys.live': '실시간 켜기/끄기',
  'keys.fold': '현재 스팬 접기/펼치기',
  'keys.error': '오류가 있는 다음 스팬',
};
