import type { kindsEn } from './kinds.en';

export const kindsZh: typeof kindsEn = {
  kind: {
    heap: '按分配时的调用栈统计的内存：仍在使用的，以及累计分配过的。',
    allocs: '同一份堆剖析，按累计分配量（无论是否已释放）显示。',
    cpu: '处理器时间的去向：采集期间抽样到的正在运行的调用栈。',
    goroutine: '当前存在的 goroutine，按调用栈统计。',
    goroutineleak:
      '所等待之物已无任何仍可运行的代码能够到达的 goroutine，由运行时自己的收集器找出。',
    block:
      '等待通道、锁和条件变量的时间，按等待者的调用栈统计。程序或代理未设置 block 采样率时为空。',
    mutex:
      '别人等待锁的时间，按持锁者的调用栈统计。未设置 mutex 采样比例时为空；持续不断的锁队列也会使它为空。',
    threadcreate: '促使运行时再创建一个系统线程的调用栈。',
    contention: '没有样本的 block 或 mutex 剖析：只有调用栈才能说明是哪一种。',
    other: '程序自定义的剖析，或其他工具的剖析。',
  },
  nature: {
    gauge: '瞬时量：采集那一刻有多少。两次的值可以直接比较。',
    counter: '累计量：程序启动以来的总和。只有与先前一次的差值才能说明现在的情况。',
    window: '采集期间发生的量，不需要基准。',
    change: '时间窗结束时的瞬时量减去开始时的；可能为负。',
    unknown: '剖析没有说明它是启动以来的累计，还是某一时刻的值。',
  },
  sampleType: {
    inuse_space: '已分配且尚未释放的字节数，以最近一次完成的回收为准：泄漏在这里可见。',
    inuse_objects: '已分配且尚未释放的对象数，以最近一次完成的回收为准。',
    alloc_space: '累计分配的字节数，无论是否已释放：让收集器忙碌的代码在这里可见。',
    alloc_objects: '累计分配的对象数，无论是否已释放。',
    samples: '抽样到该调用栈正在运行的次数。',
    cpu: '处理器时间。',
    goroutine: 'goroutine 数。',
    goroutineleak: '泄漏的 goroutine 数。',
    threadcreate: '线程数。',
    contentions: '等待的次数。',
    delay: '等待的时间。',
  },
  samplingBytes: (bytes) => `平均每分配 ${bytes} 记录一次，并代表其余部分；每个数值都有标准误差。`,
  samplingTime: (ms) => `每 ${ms} 处理器时间记录一次正在运行的调用栈。`,
  leakReleases:
    'Go 1.27 自带 goroutineleak 剖析；Go 1.26 需以 GOEXPERIMENT=goroutineleakprofile 构建。',
  noLeakProfile: (goVersion) =>
    `${goVersion} 没有 goroutineleak 剖析：Go 1.27 自带；Go 1.26 需以 GOEXPERIMENT=goroutineleakprofile 构建。`,
  noProfile: (name) => `程序中没有名为“${name}”的剖析。`,
};
