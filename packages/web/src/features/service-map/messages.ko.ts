import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'map.graph': '그래프',
  'map.table': '표',
  'map.view': '보기',
  'map.label': '서비스 맵: 노드 {nodes}개, 연결 {edges}개',
  'map.empty': '이 시간 범위에 서비스 간 호출이 없습니다.',
  'map.empty.hint':
    '맵은 스팬으로 그립니다. 클라이언트 스팬과 그 아래의 서버 스팬이 연결 하나가 됩니다. 두 서비스의 트레이스를 보내거나 시간 범위를 넓혀 보세요.',
  'map.widen': '최근 24시간 보기',
  'map.hidden': '호출이 많은 연결만 보입니다. 노드 {nodes}개와 연결 {edges}개를 뺐습니다. 표에는 모두 있습니다.',
  'map.layout.failed': '그래프를 그리지 못했습니다. 표에서 같은 내용을 볼 수 있습니다.',
  'map.drawing': '맵을 그리는 중…',
  'map.service': '서비스',
  'map.database': '데이터베이스',
  'map.outside': '스팬을 보내지 않음',
  'map.from': '호출하는 쪽',
  'map.to': '호출받는 쪽',
  'map.rate': '호출률',
  'map.rate.value': '초당 {rate}',
  'map.errors': '오류',
  'map.p95': 'p95',
  'map.links': '열기',
  'map.open.service': '서비스 페이지',
  'map.open.traces': '트레이스',
  'map.open.failed': '실패한 트레이스',
  'map.none.service': '{name}은(는) 스팬을 보내지 않아 페이지가 없습니다.',
  'map.none.traces': '{name}은(는) 호출하는 쪽으로만 알려져 있습니다. 트레이스는 호출받은 쪽에 있습니다.',
  'map.node.facts': '{name}, {kind}: 초당 {rate}, 오류 {errors}, p95 {p95}',
  'map.calls': '{from} → {to} 호출',
};
