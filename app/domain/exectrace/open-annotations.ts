import * as at from './kernel/layout';
import { IdTable } from './kernel/id-table';
import type { Kernel } from './kernel/kernel';

const firstRegions = 256;
const firstTasks = 256;

/** Tasks and regions that are open; names are text indices. What happens with most of them is in kernel/assembly. */
export class OpenAnnotations {
  private regionTask: Float64Array;
  private regionName: Int32Array;
  private regionBelow: Int32Array;
  private taskName: Int32Array;
  private taskParent: Float64Array;
  private taskFree: Int32Array;
  private readonly taskIds: IdTable;

  constructor(private readonly kernel: Kernel) {
    this.regionTask = kernel.f64(at.regionTaskArray, firstRegions);
    this.regionName = kernel.i32(at.regionNameArray, firstRegions);
    this.regionBelow = kernel.i32(at.regionBelowArray, firstRegions);
    this.taskName = kernel.i32(at.taskNameArray, firstTasks);
    this.taskParent = kernel.f64(at.taskParentArray, firstTasks);
    this.taskFree = kernel.i32(at.taskFreeArray, firstTasks);
    const words = { keys: at.taskKeysArray, values: at.taskValuesArray };
    this.taskIds = new IdTable(
      kernel,
      { ...words, mask: at.taskMask, used: at.taskUsed },
      firstTasks * 4,
    );
    kernel.words[at.regionCapacity] = firstRegions;
    kernel.words[at.taskCapacity] = firstTasks;
  }

  openRegion(slot: number, task: number, name: number): void {
    const { kernel } = this;
    if (kernel.calls.pushRegion(slot, task, name) !== 0) return;
    const { length } = this.regionTask;
    this.regionTask = kernel.withRoomFor(at.regionTaskArray, this.regionTask, length);
    this.regionName = kernel.withRoomFor(at.regionNameArray, this.regionName, length);
    this.regionBelow = kernel.withRoomFor(at.regionBelowArray, this.regionBelow, length);
    kernel.words[at.regionCapacity] = this.regionTask.length;
    kernel.calls.pushRegion(slot, task, name);
  }

  /** False when another region is the innermost of the goroutine. */
  closeRegion(slot: number, task: number, name: number): boolean {
    return this.kernel.calls.popRegion(slot, task, name) !== 0;
  }

  isOpen(task: number): boolean {
    return this.kernel.calls.findTask(task) >= 0;
  }

  /** A task that is not open yet; a parent of −1 is none. */
  openTask(task: number, name: number, parent: number): void {
    const { kernel } = this;
    while (kernel.calls.addTask(task, name, parent) === 0) this.growTasks();
  }

  /** What the task is called and part of; undefined of one that began before the trace. */
  closeTask(task: number): { name: number; parent: number } | undefined {
    const { calls } = this.kernel;
    const i = calls.findTask(task);
    if (i < 0) return undefined;
    calls.dropTask(task, i);
    return { name: this.taskName[i]!, parent: this.taskParent[i]! };
  }

  private growTasks(): void {
    const { kernel } = this;
    const { length } = this.taskName;
    if (kernel.words[at.taskCount] === length) {
      this.taskName = kernel.withRoomFor(at.taskNameArray, this.taskName, length);
      this.taskParent = kernel.withRoomFor(at.taskParentArray, this.taskParent, length);
      this.taskFree = kernel.withRoomFor(at.taskFreeArray, this.taskFree, length);
      kernel.words[at.taskCapacity] = this.taskName.length;
    }
    this.taskIds.makeRoom();
  }
}
