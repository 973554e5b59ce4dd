import type { SnapshotHeader } from '../snapshot-header';
import type { RuntimeImage } from './runtime-image';

/** Values of a thread's registers, by name; `vector` are the words of the vector registers. */
export interface Registers {
  readonly general: Readonly<Record<string, number>>;
  readonly vector: readonly number[];
}

/** Where a goroutine's innermost frame is. */
export interface Start {
  readonly pc: number;
  readonly sp: number;
  /** It was on a thread: its innermost frame stopped anywhere, not at a call. */
  readonly running: boolean;
  /** Of the thread, when its values belong to this goroutine. */
  readonly registers: Registers | undefined;
}

/** A thread of the Go runtime: address of its runtime.m and the registers the snapshot has of it. */
export interface Thread {
  readonly m: number;
  readonly registers: Registers | undefined;
}

/** A process has at most as many threads; a longer list of Ms is corrupt. */
const maxThreads = 1 << 16;

/** Which M runs which g: m.curg. Registers are those of the thread m.procid. */
export function readThreads(image: RuntimeImage): ReadonlyMap<number, Thread> {
  const { snapshot, memory } = image;
  const m = image.record('runtime.m');
  const byTid = new Map(
    snapshot.header.threads.map((thread) => [thread.tid, readRegisters(thread)]),
  );
  const threads = new Map<number, Thread>();
  const head = image.addressOf('runtime.allm');
  let address = head === undefined ? 0 : (memory.u64(head) ?? 0);
  for (let i = 0; address !== 0 && i < maxThreads; i++) {
    const g = m.read(address, 'curg');
    const registers = byTid.get(m.read(address, 'procid'));
    if (g !== 0) threads.set(g, { m: address, registers });
    address = m.read(address, 'alllink');
  }
  return threads;
}

/** Where to begin to unwind goroutine `g`; runtime/traceback.go, seen from outside the process. */
export function startOf(image: RuntimeImage, g: number, thread: Thread | undefined): Start {
  const { memory, architecture } = image;
  const record = image.record('runtime.g');
  const buffer = image.record('runtime.gobuf');
  const schedule = g + record.offset('sched');
  const low = memory.u64(g + record.offset('stack')) ?? 0;
  const high = memory.u64(g + record.offset('stack') + 8) ?? 0;
  const onStack = (sp: number) => sp > low && sp <= high;

  const parked = { running: false, registers: undefined };
  const scheduled = { pc: buffer.read(schedule, 'pc'), sp: buffer.read(schedule, 'sp') };
  const syscallSp = record.read(g, 'syscallsp');
  if (syscallSp !== 0) return { pc: record.read(g, 'syscallpc'), sp: syscallSp, ...parked };
  const registers = thread && interruptedRegisters(image, thread);
  if (thread === undefined || registers === undefined) return { ...scheduled, ...parked };

  const sp = registers.general[architecture.stackPointer] ?? 0;
  const pc = registers.general[architecture.programCounter] ?? 0;
  if (onStack(sp)) {
    // gogo has switched to the stack but not yet jumped: sched.pc is where it will continue.
    if (isGogo(image.symbols.find(pc)?.name)) {
      return { pc: scheduled.pc, sp, running: false, registers };
    }
    if (pc !== 0) return { pc, sp, running: true, registers };
    // A call of a nil func: only the return address was pushed.
    const caller = memory.u64(sp) ?? 0;
    const callerSp = sp + architecture.returnAddressBytes;
    return { pc: caller, sp: callerSp, running: false, registers };
  }
  const m = image.record('runtime.m');
  const vdsoSp = m.read(thread.m, 'vdsoSP');
  if (onStack(vdsoSp)) return { pc: m.read(thread.m, 'vdsoPC'), sp: vdsoSp, ...parked };
  return { ...scheduled, ...parked };
}

function isGogo(name: string | undefined): boolean {
  return name === 'gogo' || name === 'runtime.gogo';
}

/**
 * The thread's registers; while it runs a signal handler, those of the code it interrupted. The
 * kernel's ucontext is recognised by its own uc_stack, which names the signal stack; the return
 * address is no use: with cgo the restorer is libc's. A program that crashes may be in a handler that
 * interrupted a handler: the outermost one left the code.
 */
function interruptedRegisters(image: RuntimeImage, thread: Thread): Registers | undefined {
  const { memory, architecture } = image;
  const { registers } = thread;
  const signalG = image.record('runtime.m').read(thread.m, 'gsignal');
  if (registers === undefined || signalG === 0) return registers;
  const stack = signalG + image.record('runtime.g').offset('stack');
  const low = memory.u64(stack) ?? 0;
  const high = memory.u64(stack + 8) ?? 0;
  const onSignalStack = ({ general }: Registers) => {
    const sp = general[architecture.stackPointer] ?? 0;
    return sp >= low && sp < high;
  };
  if (!onSignalStack(registers)) return registers;

  let interrupted = registers;
  const sp = registers.general[architecture.stackPointer] ?? 0;
  const { ucontext, signalRegisters } = architecture;
  const last = high - ucontext.floatingPointPointer - 8;
  for (let base = sp - (sp % 8); base <= last; base += 8) {
    const found =
      memory.u64(base + ucontext.link) === 0 &&
      memory.u64(base + ucontext.stackBase) === low &&
      memory.u64(base + ucontext.stackSize) === high - low;
    if (!found) continue;
    const general: Record<string, number> = {};
    signalRegisters.forEach((name, i) => {
      general[name] = memory.u64(base + ucontext.generalRegisters + 8 * i) ?? 0;
    });
    const saved = memory.u64(base + ucontext.floatingPointPointer) ?? 0;
    const vector = words(image, saved + ucontext.vectorRegisters, ucontext.vectorRegistersBytes);
    const known = saved !== 0 && vector !== undefined;
    interrupted = { general, vector: known ? vector : registers.vector };
    if (!onSignalStack(interrupted)) break;
  }
  return interrupted;
}

function words(image: RuntimeImage, address: number, bytes: number): number[] | undefined {
  const values: number[] = [];
  for (let at = address; at < address + bytes; at += 8) {
    const value = image.memory.u64(at);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function readRegisters({ regs, xmm }: SnapshotHeader['threads'][number]): Registers {
  const general: Record<string, number> = {};
  for (const [name, hex] of Object.entries(regs)) general[name] = Number(hex);
  return { general, vector: xmm.map(Number) };
}
