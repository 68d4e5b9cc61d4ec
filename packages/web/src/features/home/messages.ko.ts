import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'home.title': '서비스',
  'home.count': '서비스 {n}개',
  'home.filter': '서비스 거르기',
  'home.name': '서비스',
  'home.signals': '마지막 수신',
  'home.logs': '로그',
  'home.traces': '트레이스',
  'home.metrics': '메트릭',
  'home.spans': '스팬',
  'home.errors': '오류',
  'home.errors.none': '없음',
  'home.seen': '{signal}: {ago}',
  'home.never': '{signal}: 이 범위에 없음',
  'home.nomatch': '이름에 “{text}”이(가) 들어간 서비스가 없습니다.',
  'home.quiet': '이 시간 범위에 데이터를 보낸 서비스가 없습니다.',
  'home.quiet.last': '가장 최근 기록은 {ago}, {name}에서 왔습니다.',
  'home.quiet.widen': '그 무렵 보기',
  'home.clear': '필터 지우기',

  'first.title': '첫 기록을 보내 보세요',
  'first.lead':
    'OpenTelemetry SDK나 컬렉터가 이 주소로 보내게 하거나 데모를 시작하세요. 무엇이든 도착하면 이 페이지가 바로 서비스 목록으로 바뀝니다.',
  'first.waiting': '첫 기록을 기다리는 중',
  'first.checked': '마지막 확인 {time}',
  'first.stopped': '확인에 응답이 없습니다: {message}',
  'first.tab': '보내는 방법',
  'first.node': '코드를 고치지 않고 Node.js 앱의 트레이스, 메트릭, 로그 보내기:',
  'first.python': '코드를 고치지 않고 Python 앱의 트레이스, 메트릭, 로그 보내기:',
  'first.collector': '이미 쓰고 있는 OpenTelemetry Collector에서 보내기:',
  'first.curl': '지금 바로 로그 한 줄 보내기:',
  'first.demo': '실제 트래픽이 도는 세 서비스짜리 상점입니다. 일부는 느리고 일부는 실패합니다. Bongsu 폴더에서:',
};
