import { expect, test } from 'vitest';
import { Kernel } from '../kernel/kernel';
import { computeMmuCurve } from './mmu-curve';
import { MutatorUtilisation } from './mutator-utilisation';

/** 1 for a second, 0 for a second, and so on: the picture of Go's own TestMMU. */
function squareWave(): MutatorUtilisation {
  const utilisation = new MutatorUtilisation();
  for (let second = 0; second < 5; second++) utilisation.add(second * 1e9, 1 - (second % 2));
  utilisation.end(5e9);
  return utilisation;
}

test('the worst window has what the program had in it', () => {
  const { windowNs, utilisation, resolutionNs } = computeMmuCurve(new Kernel(), squareWave());
  const at = (ns: number) => utilisation[windowNs.indexOf(ns)];
  expect(at(1e6)).toBe(0);
  expect(at(1e9)).toBe(0);
  expect(at(2e9)).toBe(0.5);
  expect(at(5e9)).toBe(3 / 5);
  expect(Math.max(...windowNs)).toBe(5e9);
  expect(resolutionNs).toBe(0);
});

test('no GOMAXPROCS, no curve', () => {
  expect(computeMmuCurve(new Kernel(), new MutatorUtilisation()).windowNs).toHaveLength(0);
});

test('more steps than are kept are averaged, and no time is lost', () => {
  const exact = { sum: 0, last: 0, value: 1 };
  const utilisation = new MutatorUtilisation();
  // A million short works of the collector, denser in the middle, on one of four Ps.
  let time = 0;
  for (let i = 0; i < 1_000_000; i++) {
    const value = i % 2 === 0 ? 0.75 : 1;
    exact.sum += exact.value * (time - exact.last);
    exact.last = time;
    exact.value = value;
    utilisation.add(time, value);
    time += i > 400_000 && i < 600_000 ? 100 : 2500 + (i % 7);
  }
  utilisation.end(time);
  exact.sum += exact.value * (time - exact.last);
  expect(utilisation.count).toBeLessThan(300_000);
  expect(utilisation.resolutionNs).toBeGreaterThan(0);
  let sum = 0;
  for (let i = 0; i + 1 < utilisation.count; i++) {
    sum += utilisation.value[i]! * (utilisation.time[i + 1]! - utilisation.time[i]!);
  }
  expect(sum / exact.sum).toBeCloseTo(1, 9);
  const { windowNs, utilisation: minima } = computeMmuCurve(new Kernel(), utilisation);
  const millisecond = minima[windowNs.indexOf(1e6)]!;
  expect(millisecond).toBeGreaterThan(0.86);
  expect(millisecond).toBeLessThan(0.88);
});
