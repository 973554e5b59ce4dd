import { expect, test } from 'vitest';
import { goStatus as g } from '../event-type';
import { StripRecorder } from './strip-recorder';

test('a system call does not interrupt a running span', () => {
  const strip = new StripRecorder(7, 5);
  strip.transition(5, g.runnable);
  strip.transition(10, g.running);
  strip.transition(20, g.syscall);
  strip.transition(30, g.running);
  strip.transition(40, g.waiting);
  expect(strip.finish(100)).toMatchObject({ goid: 7, createdAt: 5, endedAt: undefined });
  expect([...strip.finish(100).running]).toEqual([10, 40]);
});

test('a goroutine that still runs at the end has a closed span', () => {
  const strip = new StripRecorder(7, undefined);
  strip.transition(10, g.running);
  expect([...strip.finish(100).running]).toEqual([10, 100]);
});

test('many spans are joined at the smallest gaps, and the resolution says so', () => {
  const strip = new StripRecorder(7, 0);
  for (let i = 0; i < 10_000; i++) {
    // Bursts of ten spans 50 ns apart, one burst a millisecond.
    const at = Math.floor(i / 10) * 1_000_000 + (i % 10) * 100;
    strip.transition(at, g.running);
    strip.transition(at + 50, g.waiting);
  }
  const { running, resolution } = strip.finish(1e9);
  expect(running.length).toBeLessThanOrEqual(256);
  expect(running[0]).toBe(0);
  expect(running[running.length - 1]).toBe(999 * 1_000_000 + 950);
  expect(resolution).toBeGreaterThan(50);
  expect([...running]).toEqual([...running].sort((a, b) => a - b));
});
