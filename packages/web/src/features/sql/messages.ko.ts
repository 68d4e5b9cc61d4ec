import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'sql.statement': 'SQL 문',
  'sql.run': '실행',
  'sql.readonly': '저장소의 테이블을 읽기 전용 ClickHouse SQL로 조회합니다',
  'sql.schema': '테이블',
  'sql.order': '정렬 키: {keys}',
  'sql.insert': '{name}을(를) 문장에 넣기',
  'sql.start': '저장소에 직접 물어보세요',
  'sql.result': '결과',
  'sql.rows': '{n}행',
  'sql.cost': '{time}, {rows}행 {bytes} 읽음',
  'sql.truncated': '처음 {n}행만 보입니다. LIMIT이나 조건을 더하세요.',
  'sql.empty': '결과가 없습니다.',
};
