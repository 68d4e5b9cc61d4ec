import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'red.rate': '요청률',
  'red.rate.unit': '초당 요청',
  'red.errors': '오류율',
  'red.errors.unit': '5xx로 끝난 요청의 비율',
  'red.latency': '지연 시간',
  'red.latency.unit': '서버 요청',
  'red.window': '{window} 동안의 비율',
  'red.spans': '스팬으로 집계',
  'red.none': '이 시간 범위에 {name}(으)로 온 요청이 없습니다.',
  'red.none.hint':
    '이 차트는 히스토그램 {metric}을(를) 읽습니다. OpenTelemetry HTTP 계측은 메트릭을 켜면 이것을 보냅니다(OTEL_METRICS_EXPORTER=otlp). 없으면 서버와 컨슈머 스팬을 읽습니다.',
  'red.single': '아직 샘플이 하나뿐입니다. 비율에는 두 개가 필요하며 다음 전송 때 채워집니다.',
  'red.fresh': '첫 요청이 방금 들어왔습니다. 차트는 다음 점부터 그려집니다.',
  'red.noerrors': '오류 없음',
  'red.zoom': '끌어서 확대, 뒤로 가기로 되돌리기',
  'red.exemplars': '예시 {n}개: 트레이스가 있는 개별 요청',
  'red.exemplars.none': '이 범위에 예시가 없습니다. 트레이스 ID를 담은 샘플이 없습니다.',
  'red.exemplar': '{time}의 {value}, 트레이스 열기',
  'red.exemplar.above': '차트 위로 벗어남',
  'red.time': '시각',
  'red.value': '걸린 시간',
  'red.what': '요청',

  'chart.summary.empty': '{title}: 이 범위에 값이 없음',
  'chart.more': '그 밖에 {n}개',
  'chart.all': '{n}개 모두 보기',
  'chart.series': '시리즈 {n}개',
  'chart.toggle': '{name} 보기',
  'chart.isolate': '클릭: 이것만 보기. Ctrl+클릭: 숨기기/보이기',
  'red.failed': '실패',
  'red.errors.spans': '오류로 끝난 스팬의 비율',
  'red.none.operation': '여기에는 {name} 스팬이 없습니다. 시간 범위를 넓히거나 다른 작업을 고르세요.',
};
