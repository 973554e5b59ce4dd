import { expect, test } from 'vitest';
import { analyzeTrace } from '../analyze-trace';
import { eventNames, eventType as ev } from '../event-type';
import { sourceOfBytes } from '../trace-source';
import { writeWarmUpTrace } from './warm-up-trace';

/** What a program can have without being unusual. */
const ordinary = [
  ...[ev.procsChange, ev.procStart, ev.procSteal, ev.procStatus],
  ...[ev.goCreate, ev.goStart, ev.goDestroy, ev.goStop, ev.goBlock, ev.goUnblock],
  ...[ev.goSyscallBegin, ev.goSyscallEnd, ev.goSyscallEndBlocked, ev.goStatus, ev.goStatusStack],
  ...[ev.stwBegin, ev.stwEnd, ev.gcBegin, ev.gcEnd, ev.gcSweepBegin, ev.gcSweepEnd],
  ...[ev.gcMarkAssistBegin, ev.gcMarkAssistEnd, ev.heapAlloc, ev.heapGoal, ev.goLabel],
  ...[ev.userTaskBegin, ev.userTaskEnd, ev.userRegionBegin, ev.userRegionEnd, ev.userLog],
  ...[ev.goSwitch, ev.goSwitchDestroy, ev.goCreateBlocked, ev.cpuSample],
];

test('the warm-up trace is a good one, in which everything ordinary occurs', () => {
  const trace = analyzeTrace(sourceOfBytes(writeWarmUpTrace()));
  if (!trace.ok) throw new Error(trace.error.code);
  const { warnings, generations, eventsByType, duration } = trace.value;
  expect(warnings).toEqual([]);
  expect(generations).toBe(3);
  expect(duration).toBeGreaterThan(2 ** 32);
  const missing = ordinary.filter((type) => eventsByType[type] === 0).map((t) => eventNames[t]);
  expect(missing).toEqual([]);
});
