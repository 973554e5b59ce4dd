import { open } from 'node:fs/promises';
import { breakList } from '../commands/breakpoints/break-list';
import { dataReadMemoryBytes } from '../commands/data/data-read-memory-bytes';
import type { MiSession } from '../mi-session';

/** A byte of the target's code that GDB replaces by a breakpoint instruction while the target runs. */
export interface PlantedByte {
  /** User space ends at 2^47. */
  readonly address: number;
  readonly original: number;
}

/** `int3` of x86 */
const breakpointInstruction = 0xcc;

/** What the breakpoints of now will replace. GDB shows memory as if there were none. */
export async function readPlanted(gdb: MiSession): Promise<readonly PlantedByte[]> {
  const list = await breakList(gdb);
  if (!list.ok) return [];
  const planted: PlantedByte[] = [];
  for (const { isEnabled, locations } of list.value) {
    for (const { address } of isEnabled ? locations : []) {
      if (address === undefined || !/^0x[0-9a-f]+$/.test(address)) continue;
      const memory = await dataReadMemoryBytes(gdb, address, 1);
      const original = memory.ok ? memory.value[0]?.bytes[0] : undefined;
      if (original !== undefined) planted.push({ address: Number(address), original });
    }
  }
  return planted;
}

/**
 * Puts back what a GDB that was killed has left in the code: the kernel lets the target go, but takes no
 * breakpoints out, and a thread that meets one ends the process. @returns how many were put back.
 */
export async function restorePlanted(
  pid: number,
  planted: readonly PlantedByte[],
): Promise<number> {
  let restored = 0;
  try {
    const memory = await open(`/proc/${pid}/mem`, 'r+');
    try {
      const byte = Buffer.alloc(1);
      for (const { address, original } of planted) {
        await memory.read(byte, 0, 1, address);
        if (byte[0] !== breakpointInstruction || original === breakpointInstruction) continue;
        byte[0] = original;
        await memory.write(byte, 0, 1, address);
        restored++;
      }
    } finally {
      await memory.close();
    }
  } catch {
    return restored; // it has ended, or the kernel forbids it: nothing more can be done from here
  }
  return restored;
}
