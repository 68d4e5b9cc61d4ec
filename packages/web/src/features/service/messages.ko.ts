import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'service.logs': '로그',
  'service.links': '이 서비스의 모든 것',
  'service.none': '이 시간 범위에 {name}에서 온 {signal}이(가) 없습니다.',
  'service.red': '요청',
  'service.traces': '최근 트레이스',
  'service.operations': '작업',
  'service.operation': '작업 이름',
  'service.operation.calls': '이 범위에서 {n}번. 숫자는 범위 끝의 비율입니다',
  'service.operation.rate': '초당 {n}',
  'service.operations.none': '이 시간 범위에 {name}의 스팬이 없어 셀 작업이 없습니다.',
  'service.operations.more': '전체 {all}개 중 호출이 많은 {n}개입니다.',
  'service.operation.close': '{name} 차트 닫기',
  'service.operation.traces': '트레이스',
};
