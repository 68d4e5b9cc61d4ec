import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'queries.menu': '최근 쿼리와 저장한 쿼리',
  'queries.recent': '최근',
  'queries.saved': '저장됨',
  'queries.none': '실행한 쿼리가 여기에 쌓입니다.',
  'queries.clear': '비우기',
  'queries.name': '이 쿼리의 이름',
  'queries.save': '저장',
  'queries.forget': '“{name}” 삭제',
};
