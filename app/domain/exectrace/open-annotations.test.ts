import { expect, test } from 'vitest';
import { Kernel } from './kernel/kernel';
import * as at from './kernel/layout';
import { OpenAnnotations } from './open-annotations';
import { randomNumbers } from './testing/random-numbers';

test('tasks keep name and parent, however many are open and in whatever order they end', () => {
  const open = new OpenAnnotations(new Kernel());
  const below = randomNumbers(5);
  const known = new Map<number, { name: number; parent: number }>();
  for (let step = 0; step < 20_000; step++) {
    // Ids beyond 32 bits, too, and ids that are used again.
    const task = below(4000) * (step % 3 === 0 ? 2 ** 33 + 1 : 1);
    expect(open.isOpen(task)).toBe(known.has(task));
    if (known.has(task)) {
      expect(open.closeTask(task)).toEqual(known.get(task));
      known.delete(task);
    } else {
      const facts = { name: below(50), parent: below(10) - 1 };
      open.openTask(task, facts.name, facts.parent);
      known.set(task, facts);
    }
  }
  expect(known.size).toBeGreaterThan(1000);
  for (const [task, facts] of known) expect(open.closeTask(task)).toEqual(facts);
  expect(open.closeTask(7)).toBeUndefined();
});

test('regions close from the innermost out, of each goroutine by itself', () => {
  const kernel = new Kernel();
  const open = new OpenAnnotations(kernel);
  kernel.i32(at.regionTopArray, 2);
  for (let depth = 0; depth < 1000; depth++) open.openRegion(depth % 2, depth, depth % 7);
  expect(open.closeRegion(1, 998, 998 % 7)).toBe(false);
  for (let depth = 999; depth >= 0; depth--) {
    expect(open.closeRegion(depth % 2, depth, depth % 7)).toBe(true);
  }
  // One that began before the trace.
  expect(open.closeRegion(0, 5, 5)).toBe(true);
});
