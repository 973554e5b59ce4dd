import type { RegionTable, TaskTable } from '../annotation-analysis';
import type { EventBlock, GenerationContext } from '../event-block';
import { eventType as ev } from '../event-type';
import type { UserAnnotations } from '../trace-analysis';
import { RegionRecorder } from './region-recorder';
import { TaskRecorder } from './task-recorder';

/** Tasks, regions and logs of the program. */
export class AnnotationRecorder {
  private readonly tasks: TaskRecorder;
  private readonly regions: RegionRecorder;
  private texts: readonly string[] = [];

  /** @param maxRows of tasks and of regions. */
  constructor(maxRows: number) {
    this.tasks = new TaskRecorder(maxRows);
    this.regions = new RegionRecorder(maxRows);
  }

  onGeneration({ texts }: GenerationContext): void {
    this.texts = texts;
  }

  /** Events of tasks and regions, with the id of the goroutine; others are passed over. */
  take(block: EventBlock, i: number, goid: number): void {
    const slot = block.goroutine[i]!;
    const time = block.time[i]!;
    const task = block.value[i]!;
    const text = block.text[i]!;
    switch (block.type[i]!) {
      case ev.userTaskBegin:
        return this.tasks.begin(task, block.extra[i]!, text, time, goid);
      case ev.userTaskEnd:
        return this.tasks.end(task, block.extra[i]!, text, time, goid);
      case ev.userRegionBegin:
        return this.regions.begin(slot, goid, task, text, time);
      case ev.userRegionEnd:
        return this.regions.end(slot, goid, task, text, time);
    }
  }

  finish(eventsByType: Float64Array): {
    user: UserAnnotations;
    tasks: TaskTable;
    regions: RegionTable;
  } {
    const { texts, tasks, regions } = this;
    const user: UserAnnotations = {
      tasksBegun: eventsByType[ev.userTaskBegin]!,
      tasksEnded: eventsByType[ev.userTaskEnd]!,
      tasks: tasks.names.counts(texts),
      regionsBegun: eventsByType[ev.userRegionBegin]!,
      regionsEnded: eventsByType[ev.userRegionEnd]!,
      regions: regions.names.counts(texts),
      logs: eventsByType[ev.userLog]!,
    };
    return { user, tasks: tasks.finish(texts), regions: regions.finish(texts) };
  }
}
