import type { GenerationContext } from './event-block';
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
 * The generation at hand on the side of the thread that did not read it. Which goroutine is at a slot is told by the
 * events themselves: the reader is ahead, and slots are used again.
 */
export class ReceivedGeneration {
  /** Grows as texts arrive. */
  private readonly texts: string[] = [];
  private current: GenerationContext | undefined;

  begin({ version, clock, originNs, tables }: GenerationCopy): void {
    this.current = {
      version,
      clock,
      originNs,
      tables: NameTables.of(tables),
      goroutines: { goid: new Float64Array(0) },
      threads: { idOf: () => -1 },
      allocFree: undefined,
      texts: this.texts,
    };
  }

  addTexts(texts: readonly string[]): void {
    for (const text of texts) this.texts.push(text);
  }

  get context(): GenerationContext | undefined {
    return this.current;
  }
}
