import type { EventBlock, GenerationContext } from './event-block';
import { eventType as ev, goStatus as g } from './event-type';
import { withRoomFor } from './growable';
import { NameTables, type NameTablesCopy } from './name-tables';
import type { ClockSnapshot, TraceVersion } from './trace-analysis';

/** What of a generation is posted to another thread that analyses its events. */
export interface GenerationCopy {
  readonly version: TraceVersion;
  readonly clock: ClockSnapshot | undefined;
  readonly originNs: number;
  readonly tables: NameTablesCopy;
}

/**
 * The generation at hand on the side of the thread that did not read it. Which goroutine is at a slot follows from the
 * events themselves: the reader is ahead, and slots are used again.
 */
export class ReceivedGeneration {
  /** Grows as texts arrive. */
  private readonly texts: string[] = [];
  private readonly goroutines = { goid: new Float64Array(1024) };
  private current: GenerationContext | undefined;

  begin({ version, clock, originNs, tables }: GenerationCopy): void {
    this.current = {
      version,
      clock,
      originNs,
      tables: NameTables.of(tables),
      goroutines: this.goroutines,
      threads: { idOf: () => -1 },
      allocFree: undefined,
      texts: this.texts,
    };
  }

  addTexts(texts: readonly string[]): void {
    for (const text of texts) this.texts.push(text);
  }

  /** The context of a block. It counts until the next one is taken. */
  take(block: EventBlock): GenerationContext | undefined {
    const { type, state, subject, extra, typeCounts, length } = block;
    const tellers =
      typeCounts[ev.goCreate]! +
      typeCounts[ev.goCreateBlocked]! +
      typeCounts[ev.goCreateSyscall]! +
      typeCounts[ev.goStatus]! +
      typeCounts[ev.goStatusStack]!;
    for (let i = tellers === 0 ? length : 0; i < length; i++) {
      const t = type[i]!;
      const tells =
        t === ev.goCreate ||
        t === ev.goCreateBlocked ||
        t === ev.goCreateSyscall ||
        t === ev.goStatus ||
        t === ev.goStatusStack;
      if (!tells) continue;
      const from = state[i]! >> 3;
      if (from !== g.ended && from !== g.undetermined) continue;
      this.goroutines.goid = withRoomFor(this.goroutines.goid, subject[i]!);
      this.goroutines.goid[subject[i]!] = extra[i]!;
    }
    return this.current;
  }

  get context(): GenerationContext | undefined {
    return this.current;
  }
}
