import { eventType as ev } from './event-type';
import type { EventBlock, GenerationContext, TraceSink } from './event-block';
import { addTime, ParsedDetail, parsedKinds } from './parsed-detail';
import { TextBytes } from './text-bytes';

const goStates = ['Undetermined', 'Runnable', 'Running', 'Syscall', 'Waiting', 'NotExist'];

/** Bytes of stacks kept as text; then it begins anew. */
const maxCachedBytes = 1 << 24;

/**
 * Writes the stream as `go tool trace -d=parsed` does, as UTF-8. Most of it is the same pieces again
 * and again (a stack takes 300 bytes, twice an event), so they are kept encoded.
 */
export class ParsedText implements TraceSink {
  private readonly out: TextBytes;
  private readonly detail = new ParsedDetail();
  /** By thread index: `M=7 P=`. */
  private threads: Uint8Array[] = [];
  /** By type: ` StateTransition Time=`. */
  private readonly kinds: readonly Uint8Array[];
  /** By text × 64 + states: ` Running->Waiting Reason="sleep"`. */
  private moves: Uint8Array[] = [];
  /** By stack, valid in a generation: the end of an event with a transition's stack and its own. */
  private bothStacks: Uint8Array[] = [];
  private ownStacks: Uint8Array[] = [];
  private transitionStacks: Uint8Array[] = [];
  private cachedBytes = 0;
  private readonly goroutine: Uint8Array;
  private readonly subject: Uint8Array;
  private readonly lineEnd: Uint8Array;

  /** `write` gets bytes that are valid during the call only; all of a block at its end. */
  constructor(write: (bytes: Uint8Array) => void) {
    const out = new TextBytes(write);
    this.out = out;
    this.kinds = parsedKinds.map((kind) => out.encode(` ${kind} Time=`));
    this.goroutine = out.encode(' G=');
    this.subject = out.encode(' GoID=');
    this.lineEnd = out.encode('\n');
  }

  onGeneration(): void {
    this.forgetStacks();
    this.detail.isOpen = true;
  }

  onGenerationEnd(): void {
    this.detail.isOpen = false;
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { out } = this;
    const { goid } = generation.goroutines;
    const { originNs } = generation;
    for (let i = 0; i < block.length; i++) {
      const type = block.type[i]!;
      const slot = block.goroutine[i]!;
      const thread = block.thread[i]!;
      let goroutine = slot < 0 ? -1 : goid[slot]!;
      if (type === ev.cpuSample) goroutine = block.value[i]!;
      out.append(this.threads[thread] ?? this.threadHead(thread, generation));
      out.integer(block.proc[i]!);
      out.append(this.goroutine);
      this.number(goroutine);
      out.append(this.kinds[type]!);
      const time = originNs + block.time[i]!;
      if (Number.isSafeInteger(time)) out.integer(time);
      else out.text(String(addTime(originNs, block.time[i]!)));
      if (isTransition[type] === 1) {
        out.append(this.subject);
        this.number(goid[block.subject[i]!]!);
        const key = block.text[i]! * 64 + block.state[i]!;
        out.append(this.moves[key] ?? this.move(key, generation));
        this.endTransition(block, i, generation);
      } else {
        out.text(this.detail.format(block, i, generation, goroutine));
        const stack = type === ev.generationSync ? 0 : block.stack[i]!;
        if (stack !== 0 || type === ev.cpuSample) this.ownStack(stack, generation);
        else out.append(this.lineEnd);
      }
    }
    out.flush();
  }

  /** Ids are below 2⁵³ in what a runtime writes. */
  private number(value: number): void {
    if (Number.isSafeInteger(value)) this.out.integer(value);
    else this.out.text(String(BigInt(value)));
  }

  private threadHead(thread: number, generation: GenerationContext): Uint8Array {
    const id = generation.threads.idOf(thread);
    return (this.threads[thread] = this.out.encode(`M=${id} P=`));
  }

  private move(key: number, generation: GenerationContext): Uint8Array {
    const state = key & 63;
    const reason = this.detail.quote(key >> 6, generation);
    const text = ` ${goStates[state >> 3]}->${goStates[state & 7]} Reason=${reason}`;
    return (this.moves[key] = this.out.encode(text));
  }

  /** Stack of a creation is where the new goroutine starts, and is named even when empty. */
  private endTransition(block: EventBlock, i: number, generation: GenerationContext): void {
    const type = block.type[i]!;
    const stack = block.stack[i]!;
    if (type === ev.goCreate || type === ev.goCreateBlocked) {
      const start = block.value[i]!;
      this.out.append(this.transitionStacks[start] ?? this.makeTransitionStack(start, generation));
    }
    if (stack === 0) this.out.append(this.lineEnd);
    else if (type === ev.goCreate || type === ev.goCreateBlocked || type === ev.goUnblock)
      this.ownStack(stack, generation);
    else this.out.append(this.bothStacks[stack] ?? this.makeBothStacks(stack, generation));
  }

  private ownStack(stack: number, generation: GenerationContext): void {
    const known = this.ownStacks[stack];
    if (known !== undefined) return this.out.append(known);
    const piece = this.cached(`\nStack=\n${stackText(stack, generation)}\n`);
    this.ownStacks[stack] = piece;
    this.out.append(piece);
  }

  private makeTransitionStack(stack: number, generation: GenerationContext): Uint8Array {
    const piece = this.cached(`\nTransitionStack=\n${stackText(stack, generation)}`);
    return (this.transitionStacks[stack] = piece);
  }

  private makeBothStacks(stack: number, generation: GenerationContext): Uint8Array {
    const text = stackText(stack, generation);
    const piece = this.cached(`\nTransitionStack=\n${text}\nStack=\n${text}\n`);
    return (this.bothStacks[stack] = piece);
  }

  private cached(text: string): Uint8Array {
    const piece = this.out.encode(text);
    if (this.cachedBytes > maxCachedBytes) this.forgetStacks();
    this.cachedBytes += piece.length;
    return piece;
  }

  private forgetStacks(): void {
    this.bothStacks = [];
    this.ownStacks = [];
    this.transitionStacks = [];
    this.cachedBytes = 0;
  }
}

function stackText(stack: number, generation: GenerationContext): string {
  let text = '';
  generation.tables.forEachFrame(stack, (pc, fn, file, line) => {
    text += `\t${fn} @ 0x${pc.toString(16)}\n\t\t${file}:${line}\n`;
  });
  return text;
}

/** By event type: 1 for transitions of goroutines. */
const isTransition = Uint8Array.from(parsedKinds, (kind, type) =>
  kind === 'StateTransition' && !(type >= ev.procStart && type <= ev.procStatus) ? 1 : 0,
);
