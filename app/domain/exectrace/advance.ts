import * as g from './advance-goroutine';
import * as o from './advance-other';
import * as p from './advance-proc';
import { fail } from './damage';
import { eventType as ev } from './event-type';
import type { Schedule } from './schedule';

const handlers: readonly (g.Advance | undefined)[] = (() => {
  const table = new Array<g.Advance | undefined>(256).fill(undefined);
  const set = (handler: g.Advance, ...types: number[]) => {
    for (const type of types) table[type] = handler;
  };
  set(o.procsChange, ev.procsChange);
  set(p.procStart, ev.procStart);
  set(p.procStop, ev.procStop);
  set(p.procSteal, ev.procSteal);
  set(p.procStatusEvent, ev.procStatus);
  set(g.goCreate, ev.goCreate, ev.goCreateBlocked);
  set(g.goCreateSyscall, ev.goCreateSyscall);
  set(g.goStart, ev.goStart);
  set(g.goDestroy, ev.goDestroy);
  set(g.goDestroySyscall, ev.goDestroySyscall);
  set(g.goPark, ev.goStop, ev.goBlock);
  set(g.goUnblock, ev.goUnblock);
  set(g.goSyscallBegin, ev.goSyscallBegin);
  set(g.goSyscallEnd, ev.goSyscallEnd);
  set(g.goSyscallEndBlocked, ev.goSyscallEndBlocked);
  set(g.goStatus, ev.goStatus, ev.goStatusStack);
  set(g.goSwitch, ev.goSwitch, ev.goSwitchDestroy);
  set(o.stwBegin, ev.stwBegin);
  set(o.stwEnd, ev.stwEnd);
  set(o.gcMark, ev.gcActive, ev.gcBegin, ev.gcEnd);
  set(o.sweepActive, ev.gcSweepActive);
  set(o.sweepBegin, ev.gcSweepBegin);
  set(o.sweepEnd, ev.gcSweepEnd);
  set(o.markAssistActive, ev.gcMarkAssistActive);
  set(o.markAssistBegin, ev.gcMarkAssistBegin);
  set(o.markAssistEnd, ev.gcMarkAssistEnd);
  set(o.heapMetric, ev.heapAlloc, ev.heapGoal);
  set(o.goLabel, ev.goLabel);
  set(o.taskBegin, ev.userTaskBegin);
  set(o.taskEnd, ev.userTaskEnd);
  set(o.regionBegin, ev.userRegionBegin);
  set(o.regionEnd, ev.userRegionEnd);
  set(o.userLog, ev.userLog);
  for (let t = ev.firstExperimental; t <= ev.lastExperimental; t++) set(o.experimental, t);
  return table;
})();

/** See `Advance`. */
export function advance(s: Schedule, thread: number, type: number): boolean {
  const handler = handlers[type] ?? fail(`an event of type ${type} stands among the events`);
  return handler(s, thread, type);
}
