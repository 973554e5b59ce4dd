/* Types of events, and states of goroutines and Ps: those of ../../event-type.ts that are needed here. */
export const procStart = 10;
export const procStop = 11;
export const goCreate = 14;
export const goStart = 16;
export const goDestroy = 17;
export const goStop = 19;
export const goBlock = 20;
export const goUnblock = 21;
export const goSyscallBegin = 22;
export const goSyscallEnd = 23;
export const goSyscallEndBlocked = 24;
export const gcSweepBegin = 32;
export const gcSweepEnd = 33;
export const gcMarkAssistBegin = 35;
export const gcMarkAssistEnd = 36;
export const heapAlloc = 37;
export const heapGoal = 38;
export const goLabel = 39;
export const userTaskBegin = 40;
export const userTaskEnd = 41;
export const userRegionBegin = 42;
export const userRegionEnd = 43;
export const userLog = 44;
export const goSwitch = 45;
export const goSwitchDestroy = 46;
export const goCreateBlocked = 47;

export const runnable = 1;
export const running = 2;
export const syscall = 3;
export const waiting = 4;
export const ended = 5;

export const procUnknown = 0;
export const procRunning = 1;
export const procIdle = 2;
export const procSyscall = 3;
