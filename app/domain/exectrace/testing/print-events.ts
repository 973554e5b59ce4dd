import { eventType as ev } from '../event-type';
import type { EventBlock, GenerationContext, TraceSink } from '../event-block';

const goStates = ['Undetermined', 'Runnable', 'Running', 'Syscall', 'Waiting', 'NotExist'];
const procStates = ['Undetermined', 'Running', 'Idle', 'NotExist'];

/** Writes the stream as `scripts/oracle/trace-print` does with Go's reader, line for line. */
export class EventPrinter implements TraceSink {
  lines: string[] = [];

  /** Called for every line when given; otherwise lines pile up in `lines`. */
  constructor(private readonly onLine?: (line: string) => void) {}

  onEvents(block: EventBlock, generation: GenerationContext): void {
    for (let i = 0; i < block.length; i++) {
      const line = formatEvent(block, i, generation);
      if (this.onLine) this.onLine(line);
      else this.lines.push(line);
    }
  }
}

function formatEvent(block: EventBlock, i: number, generation: GenerationContext): string {
  const type = block.type[i]!;
  const time = BigInt(generation.originNs) + BigInt(block.time[i]!);
  const slot = block.goroutine[i]!;
  let goid = slot < 0 ? -1 : generation.goroutines.goid[slot]!;
  if (type === ev.cpuSample) goid = block.value[i]!;
  const context = `${generation.threads.idOf(block.thread[i]!)} ${block.proc[i]} ${goid}`;
  return `${time} ${kindOf(type)} ${context} ${detail(block, i, generation, goid)}`;
}

function detail(block: EventBlock, i: number, generation: GenerationContext, goid: number): string {
  const type = block.type[i]!;
  const subject = block.subject[i]!;
  const text = generation.texts[block.text[i]!]!;
  const value = block.value[i]!;
  const state = block.state[i]!;
  const { goid: ids } = generation.goroutines;
  if (type >= ev.procStart && type <= ev.procStatus) {
    return `P ${subject} ${procStates[state >> 3]} ${procStates[state & 7]}  `;
  }
  if (isGoroutineTransition(type)) {
    const moves = `${goStates[state >> 3]} ${goStates[state & 7]}`;
    return `G ${ids[subject]} ${moves} ${text} ${stackOf(block, i, generation)}`;
  }
  switch (type) {
    case ev.procsChange:
      return `/sched/gomaxprocs:threads ${value} `;
    case ev.heapAlloc:
      return `/memory/classes/heap/objects:bytes ${value} `;
    case ev.heapGoal:
      return `/gc/heap/goal:bytes ${value} `;
    case ev.stwBegin:
    case ev.stwEnd:
      return `stop-the-world (${text}) G ${goid} `;
    case ev.gcActive:
    case ev.gcBegin:
    case ev.gcEnd:
      return 'GC concurrent mark phase N ';
    case ev.gcSweepActive:
    case ev.gcSweepBegin:
    case ev.gcSweepEnd:
      return `GC incremental sweep P ${subject} `;
    case ev.gcMarkAssistActive:
    case ev.gcMarkAssistBegin:
    case ev.gcMarkAssistEnd:
      return `GC mark assist G ${ids[subject]} `;
    case ev.goLabel:
      return `${text} `;
    case ev.userTaskBegin:
    case ev.userTaskEnd:
    case ev.userRegionBegin:
    case ev.userRegionEnd:
      return `${BigInt.asIntN(64, BigInt(value))} ${text} `;
    case ev.userLog:
      return `${BigInt.asIntN(64, BigInt(value))} ${text} ${generation.tables.getString(subject)} `;
    case ev.cpuSample:
      return stackOf(block, i, generation);
    default:
      return '';
  }
}

function isGoroutineTransition(type: number): boolean {
  return (
    (type >= ev.goCreate && type <= ev.goStatus) ||
    (type >= ev.goSwitch && type <= ev.goStatusStack)
  );
}

/** Stack of a creation is where the new goroutine starts, as in Go's StateTransition.Stack. */
function stackOf(block: EventBlock, i: number, generation: GenerationContext): string {
  const type = block.type[i]!;
  if (type === ev.goUnblock) return '';
  const created = type === ev.goCreate || type === ev.goCreateBlocked;
  const stack = created ? block.value[i]! : block.stack[i]!;
  let frames = '';
  generation.tables.forEachFrame(stack, (_pc, fn, file, line) => {
    frames += `${fn} ${file}:${line};`;
  });
  return frames === '' ? '' : `[${frames}] `;
}

function kindOf(type: number): string {
  if (type === ev.generationSync) return 'Sync';
  if (type === ev.cpuSample) return 'StackSample';
  if (type >= ev.firstExperimental) return 'Experimental';
  if ((type >= ev.procStart && type <= ev.procStatus) || isGoroutineTransition(type)) {
    return 'StateTransition';
  }
  switch (type) {
    case ev.procsChange:
    case ev.heapAlloc:
    case ev.heapGoal:
      return 'Metric';
    case ev.stwBegin:
    case ev.gcBegin:
    case ev.gcSweepBegin:
    case ev.gcMarkAssistBegin:
      return 'RangeBegin';
    case ev.gcActive:
    case ev.gcSweepActive:
    case ev.gcMarkAssistActive:
      return 'RangeActive';
    case ev.goLabel:
      return 'Label';
    case ev.userTaskBegin:
      return 'TaskBegin';
    case ev.userTaskEnd:
      return 'TaskEnd';
    case ev.userRegionBegin:
      return 'RegionBegin';
    case ev.userRegionEnd:
      return 'RegionEnd';
    case ev.userLog:
      return 'Log';
    default:
      return 'RangeEnd';
  }
}
