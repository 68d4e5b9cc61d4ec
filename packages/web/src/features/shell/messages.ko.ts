import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'app.skip': '본문으로 건너뛰기',
  'app.language': '언어',
  'app.keys': '키보드 단축키',
  'app.notFound': '여기에는 페이지가 없습니다.',
  'app.notFound.home': '서비스 목록으로 가기',
  'app.crash': '이 페이지에 버그가 있어 멈췄습니다.',
  'app.crash.reload': '페이지 다시 불러오기',

  'nav.label': '페이지',
  'nav.home': '홈',
  'nav.logs': '로그',
  'nav.traces': '트레이스',
  'nav.map': '서비스 맵',
  'nav.map.short': '맵',
  'nav.metrics': '메트릭',
  'nav.dashboards': '대시보드',
  'nav.dashboards.short': '대시보드',
  'nav.sql': 'SQL',
  'nav.more': '더 보기',

  'settings.title': '화면, 언어, 시간대',
  'settings.theme': '테마',
  'settings.theme.light': '밝게',
  'settings.theme.dark': '어둡게',
  'settings.theme.auto': '자동',
  'settings.zone': '시간대',
  'settings.zone.browser': '브라우저({zone})',
};
