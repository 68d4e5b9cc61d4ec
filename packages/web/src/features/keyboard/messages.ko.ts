import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'keys.filter': '필터나 쿼리로 이동',
  'keys.help': '단축키 보기',
  'keys.close': '닫기 또는 필터에서 나가기',
  'keys.rows': '다음 줄, 이전 줄',
  'keys.open': '줄 열기',
  'keys.trace': '현재 줄의 트레이스 열기',
  'keys.live': '실시간 켜기/끄기',
  'keys.fold': '현재 스팬 접기/펼치기',
  'keys.error': '오류가 있는 다음/이전 스팬',
  'keys.palette': '페이지, 서비스, 쿼리, 동작 찾기',
  'keys.jump': '페이지로 이동: 이어서 글자 하나',
  'keys.range': '시간 범위 고르기',
  'keys.refresh': '지금 새로 고침',
  'keys.run': '쿼리 실행',
  'keys.history': '이전 쿼리, 다음 쿼리',
  'keys.page': '이 페이지',
  'keys.everywhere': '모든 페이지',
  'keys.jumps': '바로 가기',
  'keys.level': '한 단계씩 접기/펼치기',
  'keys.subtree': '열린 스팬의 하위만 보기',
  'keys.zoom': '시간 확대/축소',
  'keys.pan': '시간 이동',
};
