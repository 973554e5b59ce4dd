import { eventNames, eventType as ev } from './event-type';
import type { EventBlock, GenerationContext } from './event-block';
import { formatClock, quoteGo, unsigned } from './go-text';

const procStates = ['Undetermined', 'Running', 'Idle', 'NotExist'];
const experimentalArguments = ['id npages_value kindclass', 'id type', 'id order'];

/** Words of `go tool trace -d=parsed` for everything but goroutines' transitions. */
export class ParsedDetail {
  private quoted: string[] = [];
  private syncs = 0;
  /** Between the begin and the end of a generation. */
  isOpen = false;

  /** What follows the time, but for stacks. `goroutine` is the id in the event's context. */
  format(block: EventBlock, i: number, generation: GenerationContext, goroutine: number): string {
    const type = block.type[i]!;
    const subject = block.subject[i]!;
    const value = block.value[i]!;
    const state = block.state[i]!;
    const { goid } = generation.goroutines;
    if (type >= ev.procStart && type <= ev.procStatus) {
      return ` ProcID=${subject} ${procStates[state >> 3]}->${procStates[state & 7]} Reason=""`;
    }
    if (type >= ev.firstExperimental && type <= ev.lastExperimental) {
      return formatExperimental(block, i);
    }
    switch (type) {
      case ev.procsChange:
        return formatMetric('/sched/gomaxprocs:threads', value);
      case ev.heapAlloc:
        return formatMetric('/memory/classes/heap/objects:bytes', value);
      case ev.heapGoal:
        return formatMetric('/gc/heap/goal:bytes', value);
      case ev.stwBegin:
      case ev.stwEnd: {
        const kind = quoteGo(`stop-the-world (${generation.texts[block.text[i]!]})`);
        const end = type === ev.stwEnd ? ' Attributes=[]' : '';
        return ` Name=${kind} Scope=Goroutine(${goroutine})${end}`;
      }
      case ev.gcActive:
      case ev.gcBegin:
        return ' Name="GC concurrent mark phase" Scope=None';
      case ev.gcEnd:
        return ' Name="GC concurrent mark phase" Scope=None Attributes=[]';
      case ev.gcSweepActive:
      case ev.gcSweepBegin:
        return ` Name="GC incremental sweep" Scope=Proc(${subject})`;
      case ev.gcSweepEnd: {
        const swept = `"bytes swept"=${formatValue(block.extra[i]!)}`;
        const reclaimed = `"bytes reclaimed"=${formatValue(value)}`;
        return ` Name="GC incremental sweep" Scope=Proc(${subject}) Attributes=[${swept} ${reclaimed}]`;
      }
      case ev.gcMarkAssistActive:
      case ev.gcMarkAssistBegin:
        return ` Name="GC mark assist" Scope=Goroutine(${goid[subject]})`;
      case ev.gcMarkAssistEnd:
        return ` Name="GC mark assist" Scope=Goroutine(${goid[subject]}) Attributes=[]`;
      case ev.goLabel:
        return ` Label=${this.quote(block.text[i]!, generation)} Resource=Goroutine(${goroutine})`;
      case ev.userTaskBegin:
      case ev.userTaskEnd: {
        const parent = unsigned(block.extra[i]!);
        const name = this.quote(block.text[i]!, generation);
        return ` ID=${unsigned(value)} Parent=${parent} Type=${name}`;
      }
      case ev.userRegionBegin:
      case ev.userRegionEnd:
        return ` Task=${unsigned(value)} Type=${this.quote(block.text[i]!, generation)}`;
      case ev.userLog: {
        const category = this.quote(block.text[i]!, generation);
        const message = quoteGo(generation.tables.getString(subject));
        return ` Task=${unsigned(value)} Category=${category} Message=${message}`;
      }
      case ev.generationSync:
        return this.formatSync(generation);
      default:
        return '';
    }
  }

  /** The stream's last border belongs to no generation and has no clock. */
  private formatSync({ clock, originNs }: GenerationContext): string {
    const head = ` N=${++this.syncs}`;
    if (clock === undefined || !this.isOpen) return head;
    const trace = addTime(originNs, clock.trace);
    return `${head} Trace=${trace} Mono=${clock.monotonicNs} Wall=${formatClock(clock.wallNs)}`;
  }

  /** A text of the stream, quoted as Go does. */
  quote(index: number, generation: GenerationContext): string {
    return (this.quoted[index] ??= quoteGo(generation.texts[index]!));
  }
}

/** Exact beyond 2⁵³ too: the clock counts from the start of the machine. */
export function addTime(origin: number, time: number): number | bigint {
  const sum = origin + time;
  return Number.isSafeInteger(sum) ? sum : BigInt(origin) + BigInt(time);
}

const formatValue = (value: number) => `Value{Uint64(${unsigned(value)})}`;
const formatMetric = (name: string, value: number) => ` Name="${name}" Value=${formatValue(value)}`;

function formatExperimental(block: EventBlock, i: number): string {
  const type = block.type[i]!;
  const isFree = (type - ev.firstExperimental) % 3 === 2;
  const family = Math.floor((type - ev.firstExperimental) / 3);
  const names = isFree ? ['id'] : experimentalArguments[family]!.split(' ');
  const values = [block.value[i]!, block.extra[i]!, block.text[i]!];
  const pairs = names.map((name, a) => `${name}=${formatValue(values[a]!)}`);
  return ` Name=${eventNames[type]} Args=[${pairs.join(', ')}]`;
}

/** By event type: the kind that Go's reader gives it. */
export const parsedKinds: readonly string[] = eventNames.map((name, type) => {
  if (type === ev.generationSync) return 'Sync';
  if (type === ev.cpuSample) return 'StackSample';
  if (type >= ev.firstExperimental) return 'Experimental';
  if (type === ev.procsChange || type === ev.heapAlloc || type === ev.heapGoal) return 'Metric';
  if (type === ev.goLabel) return 'Label';
  if (type === ev.userLog) return 'Log';
  if (type >= ev.userTaskBegin && type <= ev.userRegionEnd) return name.replace('User', '');
  if (type >= ev.stwBegin && type <= ev.gcMarkAssistEnd) {
    return `Range${/(Begin|Active|End)$/.exec(name)![0]}`;
  }
  return 'StateTransition';
});
