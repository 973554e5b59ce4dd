import type { BuildProfileName } from '../../app/contract/session';

/** A way to build the target program, as a choice with its consequence. */
export interface BuildProfile {
  readonly name: BuildProfileName;
  readonly label: string;
  readonly labelZh: string;
  readonly consequence: string;
  readonly consequenceZh: string;
  /** Added to `go build` and `go test -c`. */
  readonly flags: readonly string[];
}

export const buildProfiles: Readonly<Record<BuildProfileName, BuildProfile>> = {
  released: {
    name: 'released',
    label: 'As released',
    labelZh: '与发布一致',
    consequence:
      'What runs in production. Some locals are optimised away and short functions are inlined.',
    consequenceZh: '与生产环境运行的程序一致。部分局部变量会被优化掉，短函数会被内联。',
    flags: [],
  },
  readable: {
    name: 'readable',
    label: 'Readable',
    labelZh: '便于阅读',
    consequence:
      'Every local and every call is visible to GDB. Slower; a value may move to the heap or live longer than in production.',
    consequenceZh:
      'GDB 可以看到每个局部变量和每次调用。运行较慢；变量的逃逸和存活时间可能与生产环境不同。',
    flags: ['-gcflags=all=-N -l'],
  },
  'no-inlining': {
    name: 'no-inlining',
    label: 'No inlining',
    labelZh: '禁止内联',
    consequence:
      'Each function has a frame of its own in profiles and stacks; other optimisations stay. Somewhat slower.',
    consequenceZh: '每个函数在剖析和调用栈中都有自己的栈帧，其他优化保留。略慢。',
    flags: ['-gcflags=all=-l'],
  },
  race: {
    name: 'race',
    label: 'Race detector',
    labelZh: '竞态检测',
    consequence:
      'Reports data races in the output of the program. 5 to 10 times the memory, 2 to 20 times the time: figures are not those of production. Needs cgo and a C compiler.',
    consequenceZh:
      '在程序输出中报告数据竞态。内存为 5 至 10 倍，耗时为 2 至 20 倍：数字与生产环境不同。需要 cgo 和 C 编译器。',
    flags: ['-race'],
  },
};
