import type { RuntimeImage } from './runtime-image';
import { stackRootKinds, type Goroutine, type StackFrame, type StackRootColumns } from './model';

/** `local b of main.worker in goroutine 17`: what a person calls the root. */
export function nameRoot(
  image: RuntimeImage,
  goroutines: readonly Goroutine[],
  roots: StackRootColumns,
  root: number,
): string {
  const goroutine = goroutines[roots.goroutine[root] ?? -1];
  const kind = stackRootKinds[roots.kind[root] ?? -1];
  if (goroutine === undefined || kind === undefined) return 'unknown root';
  const where = `in goroutine ${goroutine.goid}`;
  if (kind === 'reg') return `a register ${where}`;
  if (kind === 'ctxt') return `the saved context ${where}`;
  if (kind === 'defer') return `a deferred call ${where}`;
  const frame = goroutine.frames[roots.frame[root]!];
  if (frame === undefined) return `the stack ${where}`;
  return `${nameSlot(image, frame, roots.slot[root]!, kind)} ${where}`;
}

function nameSlot(
  image: RuntimeImage,
  frame: StackFrame,
  slot: number,
  kind: 'local' | 'arg' | 'obj' | 'cons',
): string {
  const { dwarf } = image.program;
  const pc = frame.lookupPc - image.snapshot.header.bias;
  const named = dwarf?.nameStackSlot(pc, slot - frame.cfa);
  const unnamed = { local: 'a local', arg: 'an argument', obj: 'a local', cons: 'a word' }[kind];
  const doubt = kind === 'cons' ? 'possibly ' : '';
  if (named === undefined) return `${doubt}${unnamed} of ${frame.function}`;
  const role = named.role === 'parameter' ? 'argument' : 'local';
  const name = named.indirect ? `&${named.name.replace(/^&/, '')}` : named.name;
  const owner = named.inlinedFrom ?? frame.function;
  const via = named.inlinedFrom === undefined ? '' : ` (inlined into ${frame.function})`;
  return `${doubt}${role} ${name} of ${owner}${via}`;
}
