import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'range.label': '시간 범위',
  'range.now-5m': '최근 5분',
  'range.now-15m': '최근 15분',
  'range.now-1h': '최근 1시간',
  'range.now-6h': '최근 6시간',
  'range.now-24h': '최근 24시간',
  'range.now-7d': '최근 7일',
  'range.now/d': '오늘',
  'range.now-1d/d': '어제',
  'range.last': '최근 {length}',
  'range.copy': '이 시각으로 링크 복사',
  'range.copy.title': '나중에 열어도 같은 시점을 보여 주는 링크',
  'range.from': '시작',
  'range.to': '끝',
  'range.apply': '적용',
  'range.hint': 'now-90m, now/d, 2026-11-20 10:00 또는 유닉스 시간. 시간대는 {zone}입니다.',
  'range.invalid': '시간으로 읽을 수 없습니다. 예: now-90m, 2026-11-20 10:00',
  'range.order': '끝은 시작보다 뒤여야 합니다.',
  'refresh.label': '자동 새로 고침',
  'refresh.now': '지금 새로 고침',
  'refresh.off': '끔',
  'refresh.fixed': '지난 시간 범위는 새로 고치지 않습니다.',
};
