import type { FrameInfo } from '../frame-table';
import type { Profile, ValueType } from '../profile';
import type { ViewOptions } from '../view-options';
import { sumNodes } from '../views/node-sums';
import { prepareView } from '../views/prepare-view';
import type { Instruction, Routine } from './objdump-reader';

/** An instruction with what is charged to it. */
export interface AnnotatedInstruction extends Instruction {
  /** What the profile says of the place: the function that holds the code; empty without samples. */
  readonly function: string;
  readonly flat: number;
  readonly cum: number;
}

/** A ROUTINE of `go tool pprof -disasm`. */
export interface AnnotatedRoutine {
  readonly name: string;
  readonly file: string;
  readonly flat: number;
  /** Sum over its instructions: a recursive sample counts more than once, as in pprof. */
  readonly cum: number;
  readonly instructions: readonly AnnotatedInstruction[];
}

export interface Disassembly {
  readonly type: ValueType;
  readonly total: number;
  /** Those with samples, by name. */
  readonly routines: readonly AnnotatedRoutine[];
}

interface Sampled {
  readonly address: number;
  readonly frame: FrameInfo;
  readonly flat: number;
  readonly cum: number;
}

/** Lays the samples of a profile over the code they were taken in, address by address. */
export class Annotator {
  readonly type: ValueType;
  readonly total: number;
  /** In order of address. */
  private readonly sampled: readonly Sampled[];

  /** @param bias what the loader added to the file's addresses. */
  constructor(profile: Profile, options: ViewOptions, bias: bigint) {
    // One place for an address: each inlined call would count the samples once more.
    const view = prepareView(profile, { ...options, granularity: 'addresses', noInlines: true });
    const { flat, cum } = sumNodes(view);
    this.type = view.type;
    this.total = view.total;
    this.sampled = view.frames
      .map((frame, number) => ({
        address: Number(frame.address - bias),
        frame,
        flat: flat[number]!,
        cum: cum[number]!,
      }))
      .filter((each) => each.frame.address !== 0n && (each.flat !== 0 || each.cum !== 0))
      .sort((l, r) => l.address - r.address);
  }

  /** Undefined when no sample was taken in it. */
  annotate({ name, file, instructions }: Routine): AnnotatedRoutine | undefined {
    const first = instructions[0];
    const last = instructions[instructions.length - 1];
    if (first === undefined || last === undefined) return undefined;
    const end = last.address + last.sizeBytes;
    let at = this.find(first.address);
    if (at === this.sampled.length || this.sampled[at]!.address >= end) return undefined;
    const annotated = instructions.map((each, index): AnnotatedInstruction => {
      const next = instructions[index + 1]?.address ?? end;
      const place = { file: each.file, line: each.line, function: '' };
      let [flat, cum] = [0, 0];
      // A return address less one lies inside of the call.
      for (; at < this.sampled.length && this.sampled[at]!.address < next; at++) {
        const sample = this.sampled[at]!;
        flat += sample.flat;
        cum += sample.cum;
        place.file ||= baseName(sample.frame.file);
        place.line ||= sample.frame.line;
        place.function ||= sample.frame.name;
      }
      return { ...each, ...place, flat, cum };
    });
    const flat = annotated.reduce((sum, each) => sum + each.flat, 0);
    const cum = annotated.reduce((sum, each) => sum + each.cum, 0);
    return { name, file, flat, cum, instructions: annotated };
  }

  /** The first sample at or behind an address. */
  private find(address: number): number {
    let [low, high] = [0, this.sampled.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sampled[middle]!.address < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
