import type { Func } from '../../gosym/pclntab';
import type { FrameMap, FrameMaps } from './frame-maps';
import type { RuntimeImage } from './runtime-image';
import type { StackWindow } from './stack-window';
import type { Start } from './start';

/** One physical frame, with what is known of its contents. */
export interface UnwoundFrame {
  readonly func: Func;
  readonly pc: number;
  /** Inside the instruction that the frame executes: for source lines and variables. */
  readonly lookupPc: number;
  readonly sp: number;
  /** Canonical frame address: the caller's sp, where the arguments begin (argp). */
  readonly cfa: number;
  /** End of the locals. */
  readonly varp: number;
  readonly map: FrameMap;
  /** It never runs on: nothing in it is live. */
  readonly dead: boolean;
  /** Why its words are taken for pointers whatever they are; undefined when the maps are exact. */
  readonly conservative: string | undefined;
}

export type Unwound =
  | { readonly ok: true; readonly endSp: number }
  | { readonly ok: false; readonly reason: string; readonly sp: number };

/** Calls that the compiler emits without a stack map: what is live in their caller is not recorded. */
const calleesWithoutMap: ReadonlySet<string> = new Set([
  'runtime.wbZero',
  'runtime.wbMove',
  'runtime.duffzero',
  'runtime.duffcopy',
]);
const isWriteBarrier = /^(runtime\.)?gcWriteBarrier/;
/** Pushed by the runtime or a debugger between two instructions: the frame above stopped anywhere. */
const injectedSaves: ReadonlySet<string> = new Set(['runtime.asyncPreempt', 'runtime.debugCallV2']);

/** Walks from `start` to the goroutine's top frame, innermost first. Every step moves up the stack. */
export function unwind(
  image: RuntimeImage,
  maps: FrameMaps,
  window: StackWindow,
  start: Start,
  visit: (frame: UnwoundFrame) => void,
): Unwound {
  const { returnAddressBytes, savedFramePointerBytes } = image.architecture;
  let { pc, sp } = start;
  let callee: Func | undefined;
  let stoppedAnywhere = start.running;
  for (;;) {
    const func = image.symbols.find(pc);
    if (func === undefined) {
      const after = callee ? ` after ${callee.name}` : '';
      return { ok: false, reason: `no function at 0x${pc.toString(16)}${after}`, sp };
    }
    if (!func.hasSpTable) return { ok: false, reason: `no frame size of ${func.name}`, sp };
    const continuePc = continuationOf(func, pc, callee);
    const map = maps.at(func, pc, continuePc);
    if (map.spDelta < 0) return { ok: false, reason: `no frame size in ${func.name}`, sp };
    const cfa = sp + map.spDelta + returnAddressBytes;
    const above = cfa - returnAddressBytes;
    const varp = above > sp ? above - savedFramePointerBytes : above;
    const atCall = !stoppedAnywhere && callee?.name !== 'runtime.sigpanic' && pc !== func.entry;
    const dead = continuePc === undefined;
    visit({
      func,
      pc,
      lookupPc: atCall ? pc - 1 : pc,
      sp,
      cfa,
      varp,
      map,
      dead,
      conservative: dead ? undefined : whyConservative(func, callee, stoppedAnywhere, map),
    });
    if (func.topFrame) return { ok: true, endSp: sp };
    if (func.spWrite && callee !== undefined && func.name !== 'runtime.cgocallback') {
      return { ok: false, reason: `${func.name} moves the stack pointer`, sp };
    }
    const returnPc = window.word(cfa - returnAddressBytes);
    if (returnPc === undefined) {
      return { ok: false, reason: `left the stack after ${func.name}`, sp };
    }
    sp = cfa;
    if (returnPc === 0) return { ok: true, endSp: sp };
    stoppedAnywhere = injectedSaves.has(func.name);
    callee = func;
    pc = returnPc;
  }
}

function whyConservative(
  func: Func,
  callee: Func | undefined,
  stoppedAnywhere: boolean,
  map: FrameMap,
): string | undefined {
  if (stoppedAnywhere) return callee ? 'interrupted' : 'innermost of a running goroutine';
  if (injectedSaves.has(func.name)) return 'saved registers';
  if (callee && (calleesWithoutMap.has(callee.name) || isWriteBarrier.test(callee.name))) {
    return 'callee without a map';
  }
  return map.unmapped && !map.reflectCall ? 'no map' : undefined;
}

/** Behind a fault the frame goes on, if at all, at its call of deferreturn. */
function continuationOf(func: Func, pc: number, callee: Func | undefined): number | undefined {
  if (callee?.name !== 'runtime.sigpanic') return pc;
  return func.deferReturn === 0 ? undefined : func.entry + func.deferReturn + 1;
}
