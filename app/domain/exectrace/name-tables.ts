import type { GenerationTables } from './event-block';
import { StackFrames, type StackFramesCopy } from './stack-frames';
import { StringTable, type StringTableCopy } from './string-table';

/** Strings and stacks of one generation as plain columns. */
export interface NameTablesCopy {
  readonly strings: StringTableCopy;
  readonly stacks: StackFramesCopy;
}

/** What ids of one generation mean. */
export class NameTables implements GenerationTables {
  constructor(
    private readonly strings: StringTable,
    private readonly stacks: StackFrames,
  ) {}

  static of({ strings, stacks }: NameTablesCopy): NameTables {
    return new NameTables(StringTable.of(strings), StackFrames.of(stacks));
  }

  copy(): NameTablesCopy {
    return { strings: this.strings.copy(), stacks: this.stacks.copy() };
  }

  getString(id: number): string {
    return this.strings.get(id);
  }

  forEachFrame(
    stack: number,
    visit: (pc: number, fn: string, file: string, line: number) => void,
  ): void {
    this.stacks.forEach(stack, this.strings, visit);
  }

  get stackLimit(): number {
    return this.stacks.limit;
  }
}
