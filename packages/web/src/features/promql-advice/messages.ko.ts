import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'advice.by-after-function': '그룹 지정은 함수가 아니라 집계에 붙습니다. 이런 뜻으로 보입니다:',
  'advice.by-after-expression': '그룹 지정은 계산식이 아니라 집계에 붙습니다. 이런 뜻으로 보입니다:',
  'advice.single-equals': '비교는 등호 두 개로 씁니다:',
  'advice.unclosed': '괄호나 따옴표가 닫히지 않았습니다:',
  'advice.needs-range': '이 함수에는 시간 구간이 필요합니다:',
  'advice.needs-function': '시간 구간은 값을 만들어 줄 함수가 필요합니다:',
  'advice.unquoted-value': '레이블 값은 따옴표로 감쌉니다:',
  'advice.bare-grouping': '그룹 레이블은 괄호로 감쌉니다:',
  'advice.unknown-function': '없는 함수입니다. 이런 뜻으로 보입니다:',
  'advice.template': '쿼리에 채울 수 없는 변수가 있습니다.',
  'advice.use': '이 쿼리 쓰기',
};
