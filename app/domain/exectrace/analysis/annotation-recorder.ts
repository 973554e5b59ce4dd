import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev } from '../event-type';
import type { NamedCount, UserAnnotations } from '../trace-analysis';

/** Programs put numbers into names; the first this many are counted by name. */
const maxNames = 1000;

/** Tasks, regions and logs of the program, by name. */
export class AnnotationRecorder implements TraceSink {
  private readonly taskNames = new Map<number, number>();
  private readonly regionNames = new Map<number, number>();
  private texts: readonly string[] = [];

  onEvents(block: EventBlock, generation: GenerationContext): void {
    this.texts = generation.texts;
    const { type, text, length } = block;
    for (let i = 0; i < length; i++) {
      if (type[i] === ev.userTaskBegin) countName(this.taskNames, text[i]!);
      else if (type[i] === ev.userRegionBegin) countName(this.regionNames, text[i]!);
    }
  }

  finish(eventsByType: Float64Array): UserAnnotations {
    return {
      tasksBegun: eventsByType[ev.userTaskBegin]!,
      tasksEnded: eventsByType[ev.userTaskEnd]!,
      tasks: this.named(this.taskNames),
      regionsBegun: eventsByType[ev.userRegionBegin]!,
      regionsEnded: eventsByType[ev.userRegionEnd]!,
      regions: this.named(this.regionNames),
      logs: eventsByType[ev.userLog]!,
    };
  }

  private named(counts: ReadonlyMap<number, number>): readonly NamedCount[] {
    return [...counts]
      .map(([text, count]) => ({ name: this.texts[text] ?? '', count }))
      .sort((a, b) => b.count - a.count);
  }
}

function countName(counts: Map<number, number>, text: number): void {
  const before = counts.get(text);
  if (before !== undefined) counts.set(text, before + 1);
  else if (counts.size < maxNames) counts.set(text, 1);
}
