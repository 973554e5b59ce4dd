import type { ObjectIndex } from './objects';
import type { RuntimeImage } from './stack-roots/runtime-image';

/** A machine has at most as many Ps, a process at most as many threads; longer lists are corrupt. */
const maxPs = 1 << 16;
const maxMs = 1 << 16;

/**
 * The runtime's Ps and Ms. Much of a program leads to them (a timer to the P that will fire it) and
 * they lead to everything: a path through them says nothing about who keeps what.
 */
export function findSchedulerObjects(image: RuntimeImage, objects: ObjectIndex): readonly number[] {
  const { memory } = image;
  const found: number[] = [];
  const add = (address: number) => {
    const object = address === 0 ? -1 : objects.find(address);
    if (object >= 0) found.push(object);
  };
  const allp = image.addressOf('runtime.allp');
  const ps = allp === undefined ? 0 : (memory.u64(allp) ?? 0);
  const count = allp === undefined ? 0 : (memory.u64(allp + 8) ?? 0);
  for (let i = 0; i < Math.min(count, maxPs); i++) add(memory.u64(ps + 8 * i) ?? 0);
  const allm = image.addressOf('runtime.allm');
  const record = image.record('runtime.m');
  let m = allm === undefined ? 0 : (memory.u64(allm) ?? 0);
  for (let i = 0; m !== 0 && i < maxMs; i++) {
    add(m);
    m = record.read(m, 'alllink');
  }
  return found;
}
