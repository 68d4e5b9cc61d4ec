import { type MessagesOf } from '../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'copy.copy': '복사',
  'copy.copied': '복사됨',
  'copy.link': '링크 복사',
  'copy.line': '줄 복사',
  'copy.json': 'JSON 복사',
  close: '닫기',
  loading: '불러오는 중…',
  retry: '다시 시도',
  more: '더 보기',
  less: '접기',

  'error.unreachable': 'Bongsu가 응답하지 않습니다. 실행 중인지 확인하세요.',
  'error.title': '서버가 이 요청을 거절했습니다',
  'error.failed': '서버가 이 요청에 답하지 못했습니다',
  'error.status': '{path}에서 HTTP {status}',
  'error.stale': '최신 상태가 아닙니다: {message}',
};
