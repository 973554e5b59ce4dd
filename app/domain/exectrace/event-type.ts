/** Event types of the wire format (`internal/trace/tracev2`), the same in every version. */
export const eventType = {
  eventBatch: 1,
  stacks: 2,
  stack: 3,
  strings: 4,
  string: 5,
  cpuSamples: 6,
  cpuSample: 7,
  frequency: 8,
  procsChange: 9,
  procStart: 10,
  procStop: 11,
  procSteal: 12,
  procStatus: 13,
  goCreate: 14,
  goCreateSyscall: 15,
  goStart: 16,
  goDestroy: 17,
  goDestroySyscall: 18,
  goStop: 19,
  goBlock: 20,
  goUnblock: 21,
  goSyscallBegin: 22,
  goSyscallEnd: 23,
  goSyscallEndBlocked: 24,
  goStatus: 25,
  stwBegin: 26,
  stwEnd: 27,
  gcActive: 28,
  gcBegin: 29,
  gcEnd: 30,
  gcSweepActive: 31,
  gcSweepBegin: 32,
  gcSweepEnd: 33,
  gcMarkAssistActive: 34,
  gcMarkAssistBegin: 35,
  gcMarkAssistEnd: 36,
  heapAlloc: 37,
  heapGoal: 38,
  goLabel: 39,
  userTaskBegin: 40,
  userTaskEnd: 41,
  userRegionBegin: 42,
  userRegionEnd: 43,
  userLog: 44,
  goSwitch: 45,
  goSwitchDestroy: 46,
  goCreateBlocked: 47,
  goStatusStack: 48,
  experimentalBatch: 49,
  sync: 50,
  clockSnapshot: 51,
  endOfGeneration: 52,
  firstExperimental: 128,
  lastExperimental: 136,
  /** Not on the wire: the border of two generations in the ordered stream. */
  generationSync: 255,
} as const;

/** By event type: the name of the format's specification; empty for types that do not exist. */
export const eventNames: readonly string[] = (() => {
  const names = new Array<string>(256).fill('');
  for (const [name, type] of Object.entries(eventType)) {
    const spelt = name.replace(/^(stw|gc|cpu)/, (word) => word.toUpperCase());
    names[type] = spelt.charAt(0).toUpperCase() + spelt.slice(1);
  }
  const allocFree = 'Span SpanAlloc SpanFree HeapObject HeapObjectAlloc HeapObjectFree';
  const stacks = 'GoroutineStack GoroutineStackAlloc GoroutineStackFree';
  `${allocFree} ${stacks}`.split(' ').forEach((name, i) => {
    names[eventType.firstExperimental + i] = name;
  });
  names[eventType.generationSync] = 'GenerationSync';
  return names;
})();

/**
 * By event type: arguments of a timed event after its time difference; −1 for what must not stand
 * in an event batch. ClockSnapshot has a time but belongs to sync batches only: it can be decoded,
 * and is refused when its turn has come.
 */
export const argumentCounts: Int8Array = (() => {
  const counts = new Int8Array(256).fill(-1);
  const first = [
    2, 2, 0, 3, 2, 3, 1, 2, 0, 0, 2, 2, 3, 2, 0, 0, 3, 2, 0, 1, 2, 1, 1, 1, 2, 1, 1, 0,
  ];
  counts.set(first, eventType.procsChange);
  counts.set([1, 1, 1, 4, 2, 3, 3, 4, 2, 2, 3, 4], eventType.heapAlloc);
  counts[eventType.clockSnapshot] = 3;
  counts.set([3, 3, 1, 2, 2, 1, 2, 2, 1], eventType.firstExperimental);
  return counts;
})();

/** Status of a goroutine on the wire; `undetermined` and `ended` complete it. */
export const goStatus = {
  undetermined: 0,
  runnable: 1,
  running: 2,
  syscall: 3,
  waiting: 4,
  ended: 5,
} as const;

/** Status of a P on the wire. */
export const procStatus = {
  unknown: 0,
  running: 1,
  idle: 2,
  syscall: 3,
  syscallAbandoned: 4,
} as const;

/** State of a P as the ordered stream tells it. */
export const procState = { undetermined: 0, running: 1, idle: 2, notExist: 3 } as const;
