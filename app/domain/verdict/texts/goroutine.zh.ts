import { formatCount, formatMs, formatRate, formatShare } from '../../format/format';
import type { GoroutineGroup, MemoryGoroutine, TraceGroup } from '../evidence';
import { formatFrame, formatPlace } from '../places';
import type { Doubt } from '../suspicion';
import type { goroutineEn } from './goroutine.en';

const at = (group: GoroutineGroup | TraceGroup) =>
  group.blockedAt ? `(${formatPlace(group.blockedAt)})` : '';
const placesOf = (inMemory: readonly MemoryGoroutine[]) =>
  new Set(inMemory.flatMap((goroutine) => goroutine.waitsOn ?? []));

/** 谁还可能唤醒它们。 */
function formatDoubt({ mayWake: { code, holder } }: Doubt): string {
  const by = holder === undefined ? '' : `:${holder}`;
  switch (code) {
    case 'global':
      return `仍有变量可到达它们所等待的对象${by}`;
    case 'goroutine':
      return `仍能运行的 goroutine 可到达它们所等待的对象${by}`;
    case 'timer':
      return `定时器可能唤醒它们${by}`;
    case 'runtime':
      return '运行时自身(终结器、清理函数或弱指针)仍可到达它们所等待的对象';
    case 'awake':
      return '它们所等待的并不需要其他 goroutine';
    case 'unclear':
      return '快照看不出谁还能到达它们所等待的对象';
  }
}

/** 关于 goroutine 泄漏的每一句话,只写一次。 */
export const goroutineZh: typeof goroutineEn = {
  sentence: (group, trend) =>
    `${formatCount(trend.last)} 个 ${group.function} goroutine 等在 ${group.reason}${at(group)},永不结束` +
    (trend.kind === 'grows' && trend.growth
      ? `;增加速度 ${formatRate(trend.growth.perSecond, 'goroutines')}。`
      : ';数量没有增长。'),
  detail: (group, stuck, inMemory, doubt) => {
    const places = placesOf(inMemory);
    return [
      group.createdBy ? `它们创建于 ${formatFrame(group.createdBy)}。` : '',
      places.size === 1 ? `全部等待同一个 ${[...places][0]}。` : '',
      stuck > 0 ? `其中 ${formatCount(stuck)} 个已证明:仍能运行者都到不了它们所等待的对象。` : '',
      doubt
        ? `仅为怀疑,未得证明:${formatDoubt(doubt)}` +
          (doubt.waitedMs === undefined ? '。' : `;最久的已等待至少 ${formatMs(doubt.waitedMs)}。`)
        : '',
    ].join('');
  },
  profile: (group, trend) =>
    trend.kind === 'grows' && trend.growth
      ? `${group.counts.values.length} 份剖析中从 ${formatCount(trend.first)} 个增至 ${formatCount(trend.last)} 个:${formatRate(trend.growth.perSecond, 'goroutines')};秩检验 p = ${trend.growth.p.toPrecision(2)}。`
      : `${group.counts.values.length} 份剖析:最后一份 ${formatCount(trend.last)} 个,第一份 ${formatCount(trend.first)} 个。`,
  time: (group, seconds) =>
    `${formatMs(seconds * 1000)} 的跟踪中创建 ${formatCount(group.created)} 个,结束 ${formatCount(group.ended)} 个;结束时 ${formatCount(group.alive)} 个存活,等在 ${group.reason}${at(group)}。`,
  untraced: (seconds) => `${formatMs(seconds * 1000)} 的跟踪中没有创建,也没有任何一个运行过。`,
  memory: (group, waiting, stuck, inMemory, doubt) => {
    const places = placesOf(inMemory);
    return (
      `停下的进程中,${formatCount(group.goids.length)} 个里有 ${formatCount(waiting)} 个在等待` +
      (places.size === 0 ? ';' : `,等待 ${formatCount(places.size)} 个不同的对象;`) +
      (stuck > 0
        ? `${formatCount(stuck)} 个不可能再被任何仍在运行者唤醒。`
        : doubt
          ? `${formatDoubt(doubt)}。`
          : '它们所等待的对象仍可由运行中的 goroutine 或全局变量到达。')
    );
  },
  goidJoin: (matched, of, group) =>
    `最后一份剖析的 ${formatCount(of)} 个 goroutine 中,有 ${formatCount(matched)} 个按 goid 在停下的进程里找到,正在等待${at(group)}。`,
  stuckJoin: (stuck, of) =>
    `${formatCount(of)} 个等待中的 goroutine 里有 ${formatCount(stuck)} 个:仍在运行者都到不了它们所等待的对象。`,
  leakProfile: (marked, of) =>
    `Go 自带的泄漏剖析标记了 ${formatCount(of)} 个中的 ${formatCount(marked)} 个。`,
  proofsJoin: (both, marked, proven) =>
    `${formatCount(both)} 个 goroutine 既被 Go 自带的泄漏剖析标记(共 ${formatCount(marked)} 个),也由内存证明泄漏(共 ${formatCount(proven)} 个)。`,
  traceJoin: (matched) =>
    `跟踪中存活的 goroutine 有 ${formatCount(matched)} 个按 goid 在停下的进程里找到。`,
  traffic: (group, traced) =>
    `它们来来去去:早先剖析中的只有 ${formatShare(group.survival)} 留到最后一份` +
    (traced
      ? `;跟踪看到创建 ${formatCount(traced.created)} 个,结束 ${formatCount(traced.ended)} 个。`
      : '。'),
  steady: (group, trend) =>
    trend.kind === 'levels-off'
      ? `数量在 ${formatCount(trend.last)} 趋于平稳。`
      : `${formatCount(trend.last)} 个等在 ${group.reason}${at(group)},但数量没有增长(起初 ${formatCount(trend.first)} 个):是一组工作者。`,
  remedy: (group) => {
    const where = group.blockedAt ? ` ${formatPlace(group.blockedAt)} ` : '';
    if (group.reason.includes('chan send')) {
      return `给${where}的发送一条出路:总会到来的接收者、容量为一的缓冲,或带取消分支的 select。`;
    }
    if (group.reason.includes('chan receive')) {
      return `关闭${where}所接收的通道,或在 select 中同时等待取消。`;
    }
    if (group.reason.includes('select')) return `给${where}的 select 加一个能结束它的分支。`;
    return undefined;
  },
};
