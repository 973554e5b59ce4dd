import { formatBytes, formatCount, formatMs, formatShare } from '../../format/format';
import type { AllocationEvidence, MemoryEvidence, TimeEvidence } from '../evidence';

/** Sentences about the session as a whole. */
export const summaryEn = {
  counts: (confirmed: number, open: number, refuted: number) =>
    [
      `${confirmed} confirmed`,
      ...(open > 0 ? [`${open} inconclusive`] : []),
      `${refuted} refuted`,
    ].join(' · '),
  allocation: ({ total, sites }: AllocationEvidence) =>
    `${total.values.length} heap profiles, ${formatCount(sites.length)} allocation sites`,
  fewProfiles: (profiles: number) => `only ${profiles} heap profiles: too few for a trend`,
  time: ({ seconds, floor }: TimeEvidence) =>
    `${formatMs(seconds * 1000)} of trace, ${floor.values.length} collections`,
  memory: ({ objects, reachableBytes, pauseMs }: MemoryEvidence) =>
    `${formatCount(objects)} objects, ${formatBytes(reachableBytes)} reachable, target stopped ${formatMs(pauseMs)}`,
  distrusted: (error: number | undefined) =>
    `the graph differs from the runtime's count by ${formatShare(error ?? 1)}`,
};

/** 关于整个会话的句子。 */
export const summaryZh: typeof summaryEn = {
  counts: (confirmed, open, refuted) =>
    [`${confirmed} 项确认`, ...(open > 0 ? [`${open} 项未定`] : []), `${refuted} 项排除`].join(
      ' · ',
    ),
  allocation: ({ total, sites }) =>
    `${total.values.length} 份堆剖析,${formatCount(sites.length)} 处分配`,
  fewProfiles: (profiles) => `只有 ${profiles} 份堆剖析:不足以判断趋势`,
  time: ({ seconds, floor }) => `${formatMs(seconds * 1000)} 的跟踪,${floor.values.length} 次回收`,
  memory: ({ objects, reachableBytes, pauseMs }) =>
    `${formatCount(objects)} 个对象,${formatBytes(reachableBytes)} 可达,目标停顿 ${formatMs(pauseMs)}`,
  distrusted: (error) => `对象图与运行时的统计相差 ${formatShare(error ?? 1)}`,
};
