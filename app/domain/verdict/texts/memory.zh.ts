import type { Growth } from '../../../contract/findings';
import { formatBytes, formatCount, formatMs, formatRate, formatShare } from '../../format/format';
import type { Trend } from '../growth';
import { keptShare, replaced } from '../kept';
import { formatFrame, formatPlace, shortenGenerics } from '../places';
import type { memoryEn } from './memory.en';

const rate = (growth: Growth) =>
  `${formatRate(growth.perSecond, growth.unit)}(95 % 区间:${formatRate(growth.low, growth.unit)} 至 ${formatRate(growth.high, growth.unit)})`;
const p = (value: number) => (value < 0.0001 ? 'p < 0.0001' : `p = ${value.toPrecision(2)}`);
const join = (parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined).join('');

/** 关于内存泄漏的每一句话,只写一次。 */
export const memoryZh: typeof memoryEn = {
  noHolder: '快照中没有任何具名的根持有这一行分配的对象。',
  sentence: (holder, site, growth) =>
    holder
      ? `${holder.holder.root} 使 ${formatBytes(holder.holder.retainedBytes)} 保持存活(占存活堆的 ${formatShare(holder.holder.share)}),并以 ${formatRate(growth.perSecond, 'bytes')} 增长。`
      : `${formatFrame(site.frame)} 分配的内存以 ${formatRate(growth.perSecond, 'bytes')} 增长;持有者未知。`,
  detail: (holder, site) => {
    const leaf = site.stack[0];
    const made =
      leaf && leaf.function !== site.frame.function
        ? `由 ${formatFrame(site.frame)} 之下的 ${shortenGenerics(leaf.function)} 分配`
        : `由 ${formatFrame(site.frame)} 分配`;
    const kept = keptShare(site);
    return join([
      holder
        ? `它持有 ${formatCount(holder.holder.objects)} 个对象,大多${made}。`
        : `这些对象${made}。`,
      kept === undefined ? undefined : `录制期间在此分配的内存有 ${formatShare(kept)} 仍在使用。`,
      holder?.aliasing && memoryZh.aliasing(holder.aliasing),
    ]);
  },
  aliasing: ({ arrays, headers }) =>
    `${formatCount(headers)} 个切片共用 ${formatCount(arrays)} 个底层数组:经由其一写入,其余都会改变。`,
  allocation: (site, growth, trend, isCollected) =>
    `${formatFrame(site.frame)} 的在用内存从 ${formatBytes(trend.first)} 升至 ${formatBytes(trend.last)},共 ${growth.samples.length} 份剖析${isCollected ? ',每份都在强制回收之后' : ''}:${rate(growth)};秩检验 ${p(growth.p)}。`,
  time: (floor, live, workers, seconds) => {
    const cycles = floor.values.length;
    const [from, to] = [floor.values[0] ?? 0, floor.values[cycles - 1] ?? 0].map(formatBytes);
    const group = workers.find((worker) => worker.created > 0);
    const parts = [
      cycles > 1
        ? `${cycles} 次回收之后剩余的堆从 ${from} 变为 ${to}。`
        : cycles === 1
          ? `跟踪中的一次回收之后剩余 ${from}。`
          : undefined,
      live.growth
        ? `存活堆在 ${live.growth.samples.length} 个样本中${describe(live)}${live.kind === 'grows' ? `,${formatRate(live.growth.perSecond, 'bytes')}` : ''}。`
        : undefined,
      group
        ? `${formatMs(seconds * 1000)} 内创建了 ${formatCount(group.created)} 个 ${group.function} goroutine,结束 ${formatCount(group.ended)} 个。`
        : undefined,
    ];
    return join(parts) || '跟踪中既没有回收,也没有堆样本。';
  },
  memory: (holder) =>
    holder.exclusive
      ? `没有 ${holder.root},${formatCount(holder.objects)} 个对象(${formatBytes(holder.retainedBytes)})就会被释放:没有其他路径持有它们。`
      : `${formatCount(holder.objects)} 个对象(${formatBytes(holder.retainedBytes)})以 ${holder.root} 为最短路径的起点;其中一部分另有其他根可达。`,
  distrusted: (memory) =>
    `对象图与运行时自身的统计相差 ${formatShare(memory.selfCheckError ?? 1)},因此内存一路不作结论;请重新拍摄快照。`,
  exactJoin: (matched, of, root, site) =>
    `${root} 之下 ${formatCount(of)} 个被采样对象中,有 ${formatCount(matched)} 个带有 ${formatFrame(site.frame)} 的分配栈${site.stack[0] && site.stack[0] !== site.frame ? ` → ${shortenGenerics(site.stack[0].function)}` : ''}。`,
  makerJoin: (group) =>
    `跟踪看到在 ${group.function}${group.createdBy ? `(创建于 ${formatPlace(group.createdBy)})` : ''} 启动的 goroutine 就在该分配栈上。`,
  smallHolder: (holder) =>
    `${holder.root} 只保留存活堆的 ${formatShare(holder.share)};更长的录制可以看出它是否占主导。`,
  weakJoin: (of) =>
    of === 0
      ? '这个根之下没有带剖析标记的对象;更密的采样(GODEBUG=memprofilerate)可以补上。'
      : '这个根之下由增长的那一行分配的采样对象太少;更长的录制或更密的采样(GODEBUG=memprofilerate)可以定论。',
  acquittal: (trend, holder, whole) => {
    const turnover = replaced(whole);
    return join([
      holder
        ? `它保留 ${formatBytes(holder.holder.retainedBytes)}(占存活堆的 ${formatShare(holder.holder.share)}),`
        : `它有 ${formatBytes(trend.last)} 在使用,`,
      trend.kind === 'levels-off'
        ? `但录制开始 ${formatMs((trend.levelAtSeconds ?? 0) * 1000)} 后趋于平稳。`
        : trend.kind === 'falls'
          ? '但在减少。'
          : trend.kind === 'within-error'
            ? `但从 ${formatBytes(trend.first)} 到 ${formatBytes(trend.last)} 的上升在采样误差之内。`
            : `但没有增长:第一份剖析 ${formatBytes(trend.first)},最后一份 ${formatBytes(trend.last)}。`,
      turnover > trend.last / 2
        ? `其间在此分配了 ${formatBytes(turnover)}:旧条目被替换。`
        : undefined,
    ]);
  },
  remedy: (holder) =>
    join([
      holder?.aliasing && holder.aliasing.arrays > 0
        ? '存入之前先复制字节:要归还到池中的数组不可继续持有。'
        : undefined,
      holder ? `不再需要时从 ${holder.holder.root} 删除条目,或限制其大小。` : undefined,
    ]) || undefined,
};

function describe(trend: Trend): string {
  switch (trend.kind) {
    case 'grows':
      return '持续上升';
    case 'levels-off':
      return `在 ${formatMs((trend.levelAtSeconds ?? 0) * 1000)} 后趋于平稳`;
    case 'falls':
      return '下降';
    case 'within-error':
    case 'flat':
      return '没有稳定的上升';
    case 'unknown':
      return '样本太少,看不出趋势';
  }
}
